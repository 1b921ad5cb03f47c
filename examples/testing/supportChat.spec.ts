import { fakeChat, losesAnswer, says, types } from 'rx-connect-chat/testing';
import { mergeMap } from 'rxjs';
import { marbles } from 'rxjs-marbles/jest/index.js';
import { SupportChat } from './supportChat.js';

// prettier-ignore
describe('SupportChat', () => {
  it('shows who said what', marbles((m) => {
    const server = '--a-----';
    const sends =  '-----s--';
    const lines =  '--a--b--';

    const { chat } = fakeChat(m, { server, agentName: 'Bea', values: { a: says('Hello!') } });
    const support = new SupportChat(chat);
    chat.connect().subscribe();
    m.hot(sends).pipe(mergeMap(() => support.send(' Hi '))).subscribe();

    m.expect(support.lines$).toBeObservable(lines, {
      a: { who: 'Bea', text: 'Hello!' },
      b: { who: 'You', text: 'Hi' },
    });
  }));

  it('says who types, and that the chat has ended', marbles((m) => {
    const server = '--t-a-|';
    const hint =   'n-t-n-(e|)';

    const { chat } = fakeChat(m, { server, agentName: 'Bea', values: { t: types() } });
    const support = new SupportChat(chat);
    chat.connect().subscribe();

    m.expect(support.hint$).toBeObservable(hint, {
      n: '',
      t: 'Bea is typing',
      e: 'The chat has ended',
    });
  }));

  it('sends once, though the answer gets lost', marbles((m) => {
    const server = '-x------';
    const sends =  '---s----';
    const sent =   '---m----';

    const { chat, sent$ } = fakeChat(m, { server, values: { x: losesAnswer('SendMessage') } });
    const support = new SupportChat(chat);
    chat.connect().subscribe();
    m.hot(sends).pipe(mergeMap(() => support.send('Hi'))).subscribe();

    m.expect(sent$).toBeObservable(sent, { m: { kind: 'message', content: 'Hi' } });
  }));
});
