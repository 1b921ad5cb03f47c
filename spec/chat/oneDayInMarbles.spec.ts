import { map } from 'rxjs';
import { comesBack, cuts, fakeChat, goesOffline, types } from '../../lib/testing.js';
import { marbles } from '../support/marbles.js';

/** How the states are drawn. */
const LETTERS = {
  idle: 'i',
  connecting: 'c',
  connected: 'k',
  reconnecting: 'r',
  offline: 'o',
  ended: 'e',
  failed: 'f',
  closed: 'x',
} as const;

describe('a chat of 24 hours, drawn', () => {
  // The agent types and writes; an hour later the socket is cut, another hour later the network is
  // away for a minute, and 22 hours after that the chat ends. A frame takes 5 ms, a message waits
  // 100 ms for its order; the 24 renewals in between show nowhere.
  // prettier-ignore
  it('shows its states, who types, and what is written', marbles((m) => {
    const server =   '1s t 2s a     60m  c           60m     o        1m      n          1320m |';
    const states =   'c 29ms k 3602976ms r 79ms k 3599920ms (ro) 59992ms r 29ms k 79199985ms (e|)';
    const typing =   'n 1004ms t 2000ms n 86460013ms |';
    const messages = '3106ms m 86459913ms |';

    const { chat, emulator } = fakeChat(m, {
      server,
      values: { t: types(), a: 'Hello', c: cuts(), o: goesOffline(), n: comesBack() },
      latencyMs: 5,
      chat: { orderingWindowMs: 100 },
    });
    m.expect(chat.connectionState$.pipe(map(({ status }) => LETTERS[status]))).toBeObservable(states);
    m.expect(chat.typing$.pipe(map((who) => (who.length > 0 ? 't' : 'n')))).toBeObservable(typing);
    m.expect(chat.messages$.pipe(map(() => 'm'))).toBeObservable(messages);
    chat.connect().subscribe();
    m.flush();

    expect(emulator.requests.count('OpenSocket')).toBe(1 + 2 + 24);
  }));
});
