import { fakeService } from 'rx-connect-chat/testing';
import { of, switchMap, withLatestFrom } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { unreadBadge } from './unreadBadge.js';

const run = (test: Parameters<TestScheduler['run']>[0]) => {
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  }).run(test);
};

// prettier-ignore
describe('the badge of unread messages', () => {
  it('counts the messages of all customers', () => {
    run((helpers) => {
      const ofAnn = '--a---c--';
      const ofBob = '----b----';
      const badge = 'n-1-2-3--';

      const service = fakeService(helpers);
      const ann = service.chat({ type: 'AGENT', server: ofAnn });
      const bob = service.chat({ type: 'AGENT', server: ofBob });
      ann.chat.connect().subscribe();
      bob.chat.connect().subscribe();

      const badge$ = unreadBadge(of([ann.chat, bob.chat]));
      helpers.expectObservable(badge$).toBe(badge, { n: '', 1: '1', 2: '2', 3: '3' });
    });
  });

  it('goes when the agent has read them, of which the customer learns', () => {
    run((helpers) => {
      const ofAnn = '--a-b----';
      const reads = '------r--';
      const badge = 'n-1-2-n--';
      const sent =  '------r--';

      const { chat, sent$ } = fakeService(helpers).chat({ type: 'AGENT', server: ofAnn });
      chat.connect().subscribe();
      helpers.hot(reads).pipe(
        withLatestFrom(chat.messages$),
        switchMap(([, { id }]) => chat.markRead(id)),
      ).subscribe();

      const badge$ = unreadBadge(of([chat]));
      helpers.expectObservable(badge$).toBe(badge, { n: '', 1: '1', 2: '2' });
      helpers.expectObservable(sent$).toBe(sent, { r: { kind: 'read', of: 'b' } });
    });
  });

  it('counts what was missed while the socket was cut', () => {
    run((helpers) => {
      const server =  '--a--b---------';
      const network = '----x----------';
      const badge =   'n-1-- 999ms 2--';

      const { chat } = fakeService(helpers).chat({ type: 'AGENT', server, network });
      chat.connect().subscribe();

      helpers.expectObservable(unreadBadge(of([chat]))).toBe(badge, { n: '', 1: '1', 2: '2' });
    });
  });
});
