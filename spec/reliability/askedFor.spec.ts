import { from, type Observable, Subject, tap } from 'rxjs';
import { createChat, type GetTranscriptRequest } from '../../lib/lite.js';
import { connectedChat, virtualChat } from '../chat/support/virtualChat.js';
import { texts, watch, type Watched } from '../chat/support/watch.js';
import { virtualService } from '../support/virtualService.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Lets time go on until `condition` is true, which it is within a minute. */
function advanceUntil(advance: (ms: number) => void, condition: () => boolean): void {
  for (let ms = 0; !condition(); ms += 5) {
    if (ms > MINUTE) throw new Error('it never is');
    advance(5);
  }
}

/**
 * What users of amazon-connect-chatjs asked for or suffered from, by the numbers of their issues.
 * Those with a prefix are of amazon-connect-chat-ui-examples (UX) and -chat-interface (CI).
 */
describe('connecting', () => {
  it('#124, #298, #196: is told of once, and a return as a return', () => {
    const { chat, emulator, advance } = virtualChat();
    emulator.faults.withholdSubscriptionAnswers({ times: 1 });
    const states = watch(chat.connectionState$);
    const connection = watch(chat.connect());
    advance(500); // the socket is open, and nobody has agreed to send anything
    expect(connection.values).toEqual([]);
    advance(1_000);
    expect(connection.values).toMatchObject([{ resumed: false }]);
    expect(states.values.map(({ status }) => status)).toEqual(['idle', 'connecting', 'connected']);

    emulator.faults.cutSockets();
    advance(1_000);
    expect(connection.values).toMatchObject([{ resumed: false }, { resumed: true }]);
    expect(states.values.slice(3).map(({ status }) => status)).toEqual([
      'reconnecting',
      'connected',
    ]);
  });

  it('#123, #31, #88: is one call, however many ask', () => {
    const { chat, emulator, advance } = virtualChat();
    const early = [watch(chat.connect()), watch(chat.connect())];
    advance(3);
    const late = watch(chat.connect());
    advance(100);
    for (const { values } of [...early, late]) expect(values).toHaveLength(1);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(1);
    expect(emulator.sockets().open).toBe(1);
  });

  it('#123, #31, #88: can be tried again after it failed', () => {
    const { chat, emulator, advance } = virtualChat();
    emulator.faults.failOperation('CreateParticipantConnection', {
      error: 'AccessDeniedException',
      times: 1,
    });
    const first = watch(chat.connect());
    advance(100);
    expect(first.error).toMatchObject({ code: 'AccessDenied' });
    const second = watch(chat.connect());
    advance(100);
    expect(second.values).toHaveLength(1);
  });

  it('#129: is needed for commands, which say so and do not wait for ever', () => {
    const { chat, advance } = virtualChat();
    const commands: Observable<unknown>[] = [
      chat.sendMessage('Hi'),
      chat.sendTyping(),
      chat.disconnect(),
    ];
    for (const command of commands) {
      expect(watch(command).error).toMatchObject({ code: 'NotConnected' });
    }
    watch(chat.connect());
    const waits = commands.map((command) => watch(command));
    advance(1_000);
    expect(waits.map(({ ending }) => ending)).toEqual(['completed', 'completed', 'completed']);
  });

  it('#130, #131: leaves no command without an answer', () => {
    const { chat, emulator, scheduler, advance, pendingTimers } = connectedChat();
    emulator.faults.silence();
    emulator.faults.delayOperation('*', 10 * MINUTE);
    const commands: Watched<unknown>[] = [
      watch(chat.sendMessage('a')),
      watch(chat.sendMessage('b')),
      watch(chat.sendTyping()),
    ];
    advance(1_000);
    expect(commands.map(({ ending }) => ending)).toEqual([undefined, undefined, undefined]);
    chat.close();
    expect(commands.map(({ ending }) => ending)).toEqual(['errored', 'errored', 'errored']);
    expect(pendingTimers()).toBe(0);
    expect(scheduler.now()).toBeLessThan(MINUTE);
  });
});

describe('a connection that is lost', () => {
  it('#211, #245, #246: is followed by all that was missed, in pages of this connection', () => {
    const service = virtualService({ latencyMs: () => 50 });
    const { emulator, api, webSocket, scheduler, advance } = service;
    const contact = emulator.startChat();
    const agent = contact.join({ displayName: 'Bea' });
    let asked: GetTranscriptRequest[] = [];
    let given: unknown[] = [];
    const chat = createChat({
      chatDetails: contact.details,
      api: {
        ...api,
        getTranscript: (request) => {
          asked.push(request);
          return from(api.getTranscript(request)).pipe(
            tap(({ NextToken }) => given.push(NextToken)),
          );
        },
      },
      webSocket,
      scheduler,
      random: () => 0.5,
    });
    const messages = watch(chat.messages$);
    watch(chat.connect());
    advance(1_000);
    agent.say('the last one known');
    advance(1_000);

    const online = emulator.faults.offline();
    const missed = Array.from({ length: 350 }, (_, i) => agent.say(`missed ${i}`).Content);
    advance(1_000);
    online();
    asked = [];
    advanceUntil(advance, () => asked.filter(({ NextToken }) => NextToken).length === 2);
    emulator.faults.cutSockets(); // in the middle of the pages
    asked = [];
    given = [];
    advance(10_000);

    expect(texts(messages.values)).toEqual(['the last one known', ...missed]);
    const [first, ...further] = asked;
    expect(first).toMatchObject({ ScanDirection: 'FORWARD', StartPosition: {} });
    expect(first).not.toHaveProperty('NextToken');
    expect(further.map(({ NextToken }) => NextToken)).toEqual(given.slice(0, -1));
    expect(further.length).toBeGreaterThan(1);
  });

  it('#115: keeps the order of messages, as does one that holds', () => {
    const { chat, emulator, agent, advance } = connectedChat();
    const messages = watch(chat.messages$);
    emulator.faults.reorderFrames(3);
    const said = ['a', 'b', 'c', 'd', 'e', 'f'];
    said.forEach((text) => agent.say(text));
    advance(200);
    expect(texts(messages.values)).toEqual(said);
    emulator.faults.cutSockets();
    const more = ['g', 'h', 'i'];
    more.forEach((text) => agent.say(text));
    advance(1_000);
    expect(texts(messages.values)).toEqual([...said, ...more]);
  });

  it('#116: says why, how often it was tried, and when it is tried next', () => {
    const { chat, emulator, scheduler, advance } = connectedChat();
    const state = watch(chat.connectionState$);
    emulator.faults.refuseSockets();
    emulator.faults.cutSockets();
    for (const attempt of [1, 2, 3]) {
      const told = () =>
        state.last?.status === 'reconnecting' && state.last.attempt === attempt
          ? state.last
          : undefined;
      advanceUntil(advance, () => told() !== undefined);
      expect(told()?.reason).toMatchObject({ code: 'Network', retryable: true });
      const at = told()?.nextAttempt.getTime() ?? NaN;
      expect(at - scheduler.now()).toBeLessThanOrEqual(2_000);
      const calls = emulator.requests.count('CreateParticipantConnection');
      advance(at - scheduler.now() + 6); // it takes 5 ms to get there
      expect(emulator.requests.count('CreateParticipantConnection')).toBe(calls + 1);
    }
  });
});

describe('what a device says of its network', () => {
  it('#49: is a hint: a dead socket is found though the browser says that it is online', () => {
    const network$ = new Subject<boolean>();
    const { chat, emulator, agent, advance } = connectedChat({ network$ });
    const messages = watch(chat.messages$);
    network$.next(true);
    const undo = emulator.faults.silence();
    agent.say('into the dark');
    const states = watch(chat.connectionState$);
    advance(20_100);
    expect(states.values.map(({ status }) => status)).toContain('reconnecting');
    undo();
    advance(20_000);
    expect(states.last?.status).toBe('connected');
    expect(texts(messages.values)).toEqual(['into the dark']);
  });

  it('#49: does not end a connection that lives though the browser says that it is offline', () => {
    const network$ = new Subject<boolean>();
    const { chat, agent, advance } = connectedChat({ network$ });
    const messages = watch(chat.messages$);
    const states = watch(chat.connectionState$);
    network$.next(false);
    advance(MINUTE);
    agent.say('Still there?');
    advance(200);
    expect(states.values.map(({ status }) => status)).toEqual(['connected']);
    expect(texts(messages.values)).toEqual(['Still there?']);
  });
});

describe('a phone', () => {
  it('#252, #254: that was locked finds its socket dead in 2 s, and what it missed', () => {
    const resume$ = new Subject<void>();
    const { chat, emulator, agent, advance } = connectedChat({ resume$ });
    const messages = watch(chat.messages$);
    const state = watch(chat.connectionState$);
    const undo = emulator.faults.silence();
    agent.say('while it was locked');
    advance(1_000);
    resume$.next();
    advance(2_000);
    expect(state.last?.status).toBe('reconnecting');
    undo();
    advance(2_000);
    expect(state.last?.status).toBe('connected');
    expect(texts(messages.values)).toEqual(['while it was locked']);
  });

  it('#269: that leaves airplane mode tries at once, and not before', () => {
    const network$ = new Subject<boolean>();
    const { chat, emulator, agent, advance } = connectedChat({ network$ });
    const messages = watch(chat.messages$);
    const online = emulator.faults.offline();
    network$.next(false);
    agent.say('while it flew');
    advance(1_000);
    const calls = emulator.requests.count('CreateParticipantConnection');
    advance(HOUR);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(calls);
    online();
    network$.next(true);
    advance(200);
    expect(texts(messages.values)).toEqual(['while it flew']);
  });

  it('#270: learns that the chat is over that ended while it was away, and what may be missing', () => {
    const resume$ = new Subject<void>();
    const { chat, contact, emulator, agent, advance } = connectedChat({ resume$ });
    const transcript = watch(chat.transcript$);
    const ended = watch(chat.ended$);
    const online = emulator.faults.offline();
    agent.say('Goodbye');
    contact.end();
    advance(MINUTE);
    online();
    resume$.next();
    advance(1_000);
    expect(ended.values).toMatchObject([{ reason: 'expired' }]);
    expect(transcript.last?.gaps).toHaveLength(1);
  });
});

describe('a chat that the service lets one in to no more', () => {
  it('#90: has expired, and is not asked for again', () => {
    const { chat, emulator, advance } = connectedChat();
    const ended = watch(chat.ended$);
    emulator.faults.failOperation('*', { error: 'AccessDeniedException' });
    emulator.faults.cutSockets();
    const calls = emulator.requests.count('CreateParticipantConnection');
    advance(HOUR);
    expect(ended.values).toMatchObject([{ reason: 'expired' }]);
    expect(emulator.requests.count('CreateParticipantConnection') - calls).toBeLessThanOrEqual(2);
    expect(watch(chat.connect()).ending).toBe('completed');
  });
});

describe('a page that is loaded again', () => {
  it("#102: goes on with an agent's chat, however long it was gone", () => {
    const { chat, agent, contact, create, advance } = connectedChat({ type: 'AGENT' });
    chat.close();
    contact.customer.say('Hello?');
    advance(HOUR);
    const again = create({ chatDetails: agent.details, type: 'AGENT' });
    const transcript = watch(again.transcript$);
    watch(again.connect());
    advance(200);
    expect(texts(transcript.last?.items)).toContain('Hello?');
    const sent = watch(again.sendMessage('Here I am'));
    advance(200);
    expect(sent.ending).toBe('completed');
    expect(contact.ended).toBe(false);
  });

  it('#1, #227, #294, UX 52, 58, 101, 199, 210, CI 305: has what was said before and meanwhile', () => {
    const { chat, agent, contact, create, advance } = connectedChat();
    agent.say('before');
    advance(200);
    chat.close();
    agent.say('meanwhile');
    const again = create({ chatDetails: contact.details });
    const messages = watch(again.messages$);
    const transcript = watch(again.transcript$);
    watch(again.connect());
    advance(200);
    agent.say('after');
    advance(200);
    expect(texts(messages.values)).toEqual(['after']);
    expect(texts(transcript.last?.items).slice(-3)).toEqual(['before', 'meanwhile', 'after']);
  });

  it('#297: knows whether the agent is still there', () => {
    const { chat, agent, contact, create, advance } = connectedChat();
    chat.close();
    const names = () => {
      const again = create({ chatDetails: contact.details });
      const present = watch(again.participants$);
      watch(again.connect());
      advance(200);
      again.close();
      return present.values
        .at(-1)
        ?.map(({ displayName }) => displayName)
        .sort();
    };
    expect(names()).toEqual(['Bea', 'Customer']);
    agent.leave();
    expect(names()).toEqual(['Customer']);
  });

  it('UX 63, 70, 85: is not needed for a second chat', () => {
    const { chat, contact, emulator, create, advance } = connectedChat();
    contact.end();
    advance(1_000);
    expect(watch(chat.connectionState$).last?.status).toBe('ended');
    const other = emulator.startChat();
    const second = create({ chatDetails: other.details });
    const messages = watch(second.messages$);
    watch(second.connect());
    advance(200);
    other.join({ displayName: 'Eve' }).say('Welcome back');
    advance(200);
    expect(texts(messages.values)).toEqual(['Welcome back']);
  });
});

describe('the end', () => {
  it('#300: of a chat that one leaves comes after the service has agreed', () => {
    const { chat, contact, emulator, advance } = connectedChat();
    const order: string[] = [];
    chat.disconnect().subscribe({ complete: () => order.push('agreed') });
    chat.ended$.subscribe(({ reason }) => order.push(reason));
    advance(1_000);
    expect(order).toEqual(['agreed', 'ended']);
    expect(contact.ended).toBe(true);
    expect(emulator.sockets().open).toBe(0);
  });

  it('#126, #301: is a typed error for every command, and can be asked for at once', () => {
    const { chat, contact, emulator, advance } = connectedChat();
    contact.end();
    advance(1_000);
    const requests = emulator.requests.entries.length;
    const commands: Observable<unknown>[] = [
      chat.sendMessage('Hi'),
      chat.sendTyping(),
      chat.disconnect(),
    ];
    for (const command of commands) {
      expect(watch(command).error).toMatchObject({ name: 'ChatError', code: 'Ended' });
    }
    expect(watch(chat.connectionState$).values).toEqual([{ status: 'ended', reason: 'ended' }]);
    advance(MINUTE);
    expect(emulator.requests.entries).toHaveLength(requests);
  });

  it('#206, UX 154, CI 168: lets nothing out any more, also what waited', () => {
    const { chat, contact, emulator, advance } = connectedChat();
    emulator.faults.failOperation('SendMessage', { error: 'ThrottlingException' });
    const waiting = watch(chat.sendMessage('too late'));
    advance(100);
    contact.end();
    advance(1_000);
    expect(waiting.error).toMatchObject({ code: 'Ended' });
    const requests = emulator.requests.entries.length;
    advance(HOUR);
    expect(emulator.requests.entries).toHaveLength(requests);
  });
});

describe('the clock of a device', () => {
  /** How often a chat of a day asks for credentials where the device's clock is off by `skewMs()`. */
  const callsInADay = (skewMs: (now: number) => number): number => {
    const service = virtualService();
    const { emulator, scheduler, advance } = service;
    const contact = emulator.startChat();
    const chat = createChat({
      chatDetails: contact.details,
      api: service.api,
      webSocket: service.webSocket,
      scheduler: {
        now: () => Date.UTC(2026, 0, 1) + scheduler.now() + skewMs(scheduler.now()),
        schedule: scheduler.schedule.bind(scheduler),
      },
      random: () => 0.5,
    });
    watch(chat.connect());
    advance(24 * HOUR);
    return emulator.requests.count('CreateParticipantConnection');
  };

  it('may be hours wrong: tokens and sockets are renewed as often', () => {
    const right = callsInADay(() => 0);
    expect(right).toBe(25);
    for (const hours of [-20, -1, 1, 20]) expect(callsInADay(() => hours * HOUR)).toBe(right);
  });

  it('may be set while the chat goes on', () => {
    const setAfter = (hours: number) => (now: number) => (now < 5.5 * HOUR ? 0 : hours * HOUR);
    for (const hours of [-20, 20]) {
      expect(callsInADay(setAfter(hours))).toBeGreaterThanOrEqual(24);
      expect(callsInADay(setAfter(hours))).toBeLessThanOrEqual(26);
    }
  });

  it('makes no loop of tokens that expire at once', () => {
    const { emulator, advance } = connectedChat({
      service: { lifetimes: { connectionToken: 1_000 } },
    });
    advance(10 * MINUTE);
    expect(emulator.requests.count('CreateParticipantConnection')).toBeLessThanOrEqual(21);
  });
});

describe('a renewal that fails', () => {
  it('for the network’s sake is tried again, while the old socket serves', () => {
    const { chat, emulator, agent, advance } = connectedChat();
    const messages = watch(chat.messages$);
    const states = watch(chat.connectionState$);
    emulator.faults.loseAnswer('CreateParticipantConnection', { times: 3 });
    advance(59 * MINUTE);
    agent.say('in between');
    advance(MINUTE);
    agent.say('and after');
    advance(1_000);
    expect(states.values.map(({ status }) => status)).toEqual(['connected']);
    expect(texts(messages.values)).toEqual(['in between', 'and after']);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(5);
    expect(emulator.sockets()).toEqual({ open: 1, subscribed: 1 });
  });

  it('since the service lets one in no more ends the chat', () => {
    const { chat, emulator, advance } = connectedChat();
    const ended = watch(chat.ended$);
    emulator.faults.failOperation('CreateParticipantConnection', {
      error: 'AccessDeniedException',
    });
    advance(59 * MINUTE + 10_000);
    expect(ended.values).toMatchObject([{ reason: 'expired' }]);
  });
});
