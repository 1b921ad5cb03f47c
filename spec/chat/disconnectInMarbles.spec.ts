import { map, mergeMap } from 'rxjs';
import { fakeChat, leaves } from '../../lib/testing.js';
import { marbles } from '../support/marbles.js';

describe('a customer who leaves a chat whose flow goes on, drawn', () => {
  // The customer leaves, the agent with them; a minute later the flow asks its survey.
  // prettier-ignore
  it('hears the question, answers, and is told of the end when the service ends the chat', marbles((m) => {
    const leaving =  '--d';
    const left =     '--d';
    const server =   '---l 59998ms q 1999ms |';
    const answers =  '      61002ms  a';
    const messages = '      60002ms  q 999ms a 999ms |';
    const states =   'k 62001ms                     (e|)';
    const ended =    '62002ms                       (e|)';
    const sent =     '--d 60999ms a';

    const { chat, sent$ } = fakeChat(m, {
      server,
      values: {
        l: leaves(),
        q: ({ contact }) => contact.join({ role: 'SYSTEM' }).say('How was it?'),
      },
      startChat: { endWhenCustomerLeaves: false },
    });
    m.expect(chat.messages$.pipe(map(({ content }) => content))).toBeObservable(messages, {
      q: 'How was it?',
      a: 'Great',
    });
    m.expect(chat.ended$.pipe(map(({ reason }) => reason))).toBeObservable(ended, { e: 'ended' });
    m.expect(sent$).toBeObservable(sent, {
      d: { kind: 'disconnect' },
      a: { kind: 'message', content: 'Great' },
    });
    chat.connect().subscribe();
    m.expect(chat.connectionState$.pipe(map(({ status }) => status))).toBeObservable(states, {
      k: 'connected',
      e: 'ended',
    });
    const left$ = m.hot(leaving).pipe(mergeMap(() => chat.disconnect()));
    m.expect(left$).toBeObservable(left, { d: undefined });
    m.hot(answers).pipe(mergeMap(() => chat.sendMessage('Great'))).subscribe();
  }));
});
