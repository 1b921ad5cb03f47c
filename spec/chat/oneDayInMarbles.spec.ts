import { map, Subject } from 'rxjs';
import { createChat } from '../../lib/lite.js';
import { marbles } from '../support/marbles.js';
import { virtualService } from '../support/virtualService.js';

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
    const happens =  '1s t 2s a     60m  c           60m     o        1m      n          1320m e';
    const states =   'c 29ms k 3602976ms r 79ms k 3599920ms (ro) 59992ms r 29ms k 79199985ms (e|)';
    const typing =   'n 1004ms t 2000ms n 86460013ms |';
    const messages = '3106ms m 86459913ms |';

    const service = virtualService({ scheduler: m.scheduler });
    const { emulator } = service;
    const contact = emulator.startChat();
    const agent = contact.join({ displayName: 'Bea' });
    const network$ = new Subject<boolean>();
    const chat = createChat({
      chatDetails: contact.details,
      api: service.api,
      webSocket: service.webSocket,
      scheduler: m.scheduler,
      random: () => 0.5,
      network$,
    });
    const acts: Readonly<Record<string, (() => void) | undefined>> = {
      t: () => agent.type(),
      a: () => agent.say('Hello'),
      c: () => emulator.faults.cutSockets(),
      o: () => {
        emulator.faults.offline({ participantId: contact.participantId });
        network$.next(false);
      },
      n: () => {
        emulator.faults.clear();
        network$.next(true);
      },
      e: () => {
        contact.end();
      },
    };
    m.hot<string>(happens).subscribe((letter) => acts[letter]?.());

    m.expect(chat.connectionState$.pipe(map(({ status }) => LETTERS[status]))).toBeObservable(states);
    m.expect(chat.typing$.pipe(map((who) => (who.length > 0 ? 't' : 'n')))).toBeObservable(typing);
    m.expect(chat.messages$.pipe(map(() => 'm'))).toBeObservable(messages);
    chat.connect().subscribe();
    m.flush();

    expect(service.pendingTimers()).toBe(0);
    expect(emulator.requests.count('OpenSocket')).toBe(1 + 2 + 24);
  }));
});
