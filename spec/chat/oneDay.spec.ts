import { Subject } from 'rxjs';
import { createChat } from '../../lib/lite.js';
import type { ChatMessage, ConnectionState, Participant } from '../../lib/lite.js';
import { virtualService } from '../support/virtualService.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a chat of 24 hours', () => {
  const service = virtualService();
  const { emulator, scheduler, advance } = service;
  const contact = emulator.startChat();
  const agent = contact.join({ displayName: 'Bea' });
  const network$ = new Subject<boolean>();
  const chat = createChat({
    chatDetails: contact.details,
    api: service.api,
    webSocket: service.webSocket,
    scheduler,
    random: () => 0.5,
    network$,
  });
  const messages: ChatMessage[] = [];
  const states: ConnectionState['status'][] = [];
  const typing: (readonly Participant[])[] = [];
  let heartbeats = 0;
  let elapsedMs = 0;

  beforeAll(() => {
    const startedAt = performance.now();
    chat.messages$.subscribe((message) => messages.push(message));
    chat.connectionState$.subscribe(({ status }) => states.push(status));
    chat.typing$.subscribe((who) => typing.push(who));
    chat.heartbeat$.subscribe(() => heartbeats++);
    chat.connect().subscribe();
    advance(1_000);
    for (let hour = 0; hour < 24; hour++) {
      agent.type();
      agent.say(`agent ${hour}`);
      chat.sendMessage(`customer ${hour}`).subscribe();
      advance(30 * MINUTE);
      if (hour % 8 === 3) emulator.faults.cutSockets();
      agent.say(`agent ${hour} and a half`);
      if (hour === 10) {
        const online = emulator.faults.offline({ participantId: contact.participantId });
        network$.next(false);
        agent.say('while offline');
        advance(10 * MINUTE);
        online();
        network$.next(true);
        advance(20 * MINUTE);
      } else advance(30 * MINUTE);
    }
    contact.end();
    advance(1_000);
    elapsedMs = performance.now() - startedAt;
  });

  it('loses nothing, doubles nothing and keeps the order', () => {
    const sent = contact.transcript.filter(({ Type }) => Type === 'MESSAGE').map(({ Id }) => Id);
    expect(sent).toHaveLength(73);
    expect(messages.map(({ id }) => id)).toEqual(sent);
  });

  it('renews its socket every 59 minutes without a break', () => {
    const connections = emulator.requests.count('CreateParticipantConnection');
    expect(states.filter((status) => status === 'reconnecting').length).toBeLessThanOrEqual(5);
    expect(connections).toBeGreaterThanOrEqual(24);
    expect(connections).toBeLessThanOrEqual(30);
    expect(emulator.sockets().open).toBe(0);
  });

  it('beats every 10 s and lets typing fade', () => {
    expect(heartbeats).toBeGreaterThan((2 * 24 * HOUR) / 10_000 - 500);
    expect(typing.at(-1)).toEqual([]);
  });

  it('leaves no timer behind', () => {
    expect(states.at(-1)).toBe('ended');
    expect(service.pendingTimers()).toBe(0);
  });

  it('takes less than a second', () => {
    expect(elapsedMs).toBeLessThan(1_000);
  });
});
