import { distinctUntilChanged, filter, map, mergeMap, NEVER, scan, takeUntil, timer } from 'rxjs';
import { fakeChat, joins, says, types } from 'rx-connect-chat/testing';
import { marbles } from 'rxjs-marbles/jest/index.js';
import type { Files } from '../../../lib/cli/chat/files.js';
import { IDLE, type Output, reduceStatus } from '../../../lib/cli/chat/output.js';
import { session } from '../../../lib/cli/chat/session.js';
import { statusRow } from '../../../lib/cli/chat/statusLine.js';

const files: Files = {
  read: () => Promise.reject(new Error('no files here')),
  write: () => Promise.reject(new Error('no files here')),
};

/** What is said of messages and states, without times. */
const printed = (output: Output) =>
  output.type === 'line'
    ? [
        output.line
          .map(({ text }) => text)
          .join('')
          .replace(/^[\d:]+ /, ''),
      ]
    : [];

// prettier-ignore
describe('session', () => {
  it('says that one types, not more often than others need', marbles((m) => {
    const server = '------------';
    const keys =   '--kkk 8s k 2s k';
    const sent =   '--t   8s - 2s --t';

    const { chat, sent$ } = fakeChat(m, { server });
    session({ chat, lines$: NEVER, keys$: m.hot(keys), files }).subscribe();

    m.expect(sent$.pipe(map(({ kind }) => kind[0]))).toBeObservable(sent);
  }));

  it('reads and writes, and marks as read what it prints', marbles((m) => {
    const server = '--a-----|';
    const lines =  '----h----';
    const sent =   '--r-m----';

    const { chat, sent$ } = fakeChat(m, { server, values: { a: says('Hello') } });
    session({ chat, lines$: m.hot(lines, { h: 'Hi' }), keys$: NEVER, files }).subscribe();

    m.expect(sent$).toBeObservable(sent, {
      r: { kind: 'read', of: 'Hello' },
      m: { kind: 'message', content: 'Hi' },
    });
  }));

  it('shows that somebody called You types, and not that oneself does', marbles((m) => {
    const server = 'j---t---';
    const keys =   '--k-----';
    const typing = '----y---|';

    const { chat } = fakeChat(m, { server, values: { j: joins('You'), t: types({ by: 'You' }) } });
    const typing$ = session({ chat, lines$: NEVER, keys$: m.hot(keys), files }).pipe(
      scan(reduceStatus, IDLE),
      map((status) => statusRow(status).map(({ text }) => text).join('')),
      distinctUntilChanged(),
      filter((row) => row.includes('typing')),
      takeUntil(timer(8, m.scheduler)),
    );

    m.expect(typing$).toBeObservable(typing, { y: '● connected  You (AGENT) is typing …' });
  }));

  it('leaves when the input is over and all is sent, and completes', marbles((m) => {
    const server = '---------';
    const lines =  '----(b|)-';
    const sent =   '----m----';
    const left =   '----(l|)-';

    const { chat, sent$ } = fakeChat(m, { server });
    const left$ = session({ chat, lines$: m.hot(lines, { b: 'Bye' }), keys$: NEVER, files }).pipe(
      mergeMap(printed),
      filter((text) => text.includes('left')),
    );

    m.expect(left$).toBeObservable(left, { l: '── You have left; the chat goes on' });
    m.expect(sent$).toBeObservable(sent, { m: { kind: 'message', content: 'Bye' } });
  }));
});
