import { distinctUntilChanged, map, Subject } from 'rxjs';
import { createChat } from '../../lib/lite.js';
import type { ChatMessage, ConnectionState, Participant } from '../../lib/lite.js';
import { virtualService } from '../support/virtualService.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * A day in the life of a chat: somebody writes every half hour; sockets are cut, the network is away
 * twice, the device sleeps once, and the connection token has to be renewed.
 */
function liveOneDay() {
  const service = virtualService();
  const { emulator, scheduler, advance } = service;
  const contact = emulator.startChat();
  const agent = contact.join({ displayName: 'Bea' });
  const network$ = new Subject<boolean>();
  const resume$ = new Subject<void>();
  const chat = createChat({
    chatDetails: contact.details,
    api: service.api,
    webSocket: service.webSocket,
    scheduler,
    random: () => 0.5,
    network$,
    resume$,
  });
  const messages: ChatMessage[] = [];
  const states: string[] = [];
  const typing: (readonly Participant[])[] = [];
  let heartbeats = 0;

  chat.messages$.subscribe((message) => messages.push(message));
  chat.connectionState$
    .pipe(
      map(({ status }): ConnectionState['status'] => status),
      distinctUntilChanged(),
    )
    .subscribe((status) => states.push(`${clock(scheduler.now())} ${status}`));
  chat.typing$.subscribe((who) => typing.push(who));
  chat.heartbeat$.subscribe(() => heartbeats++);
  chat.connect().subscribe();

  const offlineFor = (ms: number) => {
    const online = emulator.faults.offline({ participantId: contact.participantId });
    network$.next(false);
    agent.say('while offline');
    advance(ms);
    online();
    network$.next(true);
  };
  const asleepFor = (ms: number) => {
    const awake = emulator.faults.silence({ participantId: contact.participantId });
    agent.say('while asleep');
    advance(ms);
    awake();
    resume$.next();
  };

  advance(SECOND);
  for (let halfHour = 0; halfHour < 48; halfHour++) {
    if (halfHour === 45) emulator.faults.expireTokens();
    agent.type();
    agent.say(`agent ${halfHour}`);
    chat.sendMessage(`customer ${halfHour}`).subscribe();
    advance(10 * SECOND);
    if (halfHour === 5 || halfHour === 40) emulator.faults.cutSockets();
    if (halfHour === 20) offlineFor(10 * MINUTE);
    if (halfHour === 30) offlineFor(2 * SECOND);
    if (halfHour === 35) asleepFor(8 * SECOND);
    advance((halfHour + 1) * (HOUR / 2) - scheduler.now());
  }
  contact.end();
  advance(SECOND);

  return { service, contact, messages, states, typing, heartbeats };
}

/** 90061000 ms are `25:01:01`. */
const clock = (ms: number) =>
  [ms / HOUR, (ms % HOUR) / MINUTE, (ms % MINUTE) / SECOND]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');

describe('a chat of 24 hours in virtual time', () => {
  const { service, contact, messages, states, typing, heartbeats } = liveOneDay();

  it('loses nothing, doubles nothing and keeps the order', () => {
    const sent = contact.transcript.filter(({ Type }) => Type === 'MESSAGE');
    expect(sent).toHaveLength(48 + 48 + 2 + 1);
    expect(messages.map(({ content }) => content)).toEqual(sent.map(({ Content }) => Content));
  });

  it('goes through these states, and through no other at its 24 renewals', () => {
    expect(states).toEqual([
      '00:00:00 idle',
      '00:00:00 connecting',
      '00:00:00 connected',
      '02:30:10 reconnecting',
      '02:30:10 connected',
      '10:00:10 reconnecting',
      '10:00:10 offline',
      '10:10:10 reconnecting',
      '10:10:10 connected',
      '15:00:10 reconnecting',
      '15:00:10 offline',
      '15:00:12 reconnecting',
      '15:00:12 connected',
      '20:00:10 reconnecting',
      '20:00:10 connected',
      '24:00:00 ended',
    ]);
  });

  it('calls the service no more often than that takes', () => {
    const { requests } = service.emulator;
    const connections = requests.count('OpenSocket');
    expect(connections).toBeLessThanOrEqual(1 + 24 + 4); // the first, renewals, after each loss
    expect(requests.count('CreateParticipantConnection')).toBe(connections + 1); // a token alone
    expect(requests.count('GetTranscript')).toBe(1 + connections + 1); // history, gaps, the end
    expect(requests.count('SendMessage')).toBe(48 + 1); // one came with the expired token
  });

  it('beats every 10 s and lets typing fade', () => {
    expect(heartbeats).toBeGreaterThan(2 * ((23.5 * HOUR) / (10 * SECOND)));
    expect(typing.filter((who) => who.length === 1)).toHaveLength(48);
    expect(typing.at(-1)).toEqual([]);
  });

  it('leaves no timer and no socket', () => {
    expect(service.pendingTimers()).toBe(0);
    expect(service.emulator.sockets().open).toBe(0);
  });

  it('takes less than a second of computing', () => {
    // The quickest of three, by CPU time: a machine that others work on is slower at times.
    const days = [1, 2, 3].map(() => {
      const before = process.cpuUsage();
      liveOneDay();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    });
    expect(Math.min(...days)).toBeLessThan(SECOND);
  });
});
