import { randomOf } from '../../bench/reliability/storm/random.js';
import { BehaviorSubject, delay, filter, from, of, take, throwError } from 'rxjs';
import type { RequestName } from '../../lib/emulator.js';
import {
  ChatError,
  type ChatOptions,
  type ConnectionState,
  type RateLimiter,
} from '../../lib/lite.js';
import { agentDesk } from './support/agentChats.js';
import { virtualChat, type VirtualChatOptions } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A chat whose websockets are blocked while HTTP works, as behind a company's proxy. */
function blockedChat(options: VirtualChatOptions = {}) {
  const virtual = virtualChat(options);
  const unblock = virtual.emulator.faults.refuseSockets();
  const { chat, emulator } = virtual;
  const states = watch(chat.connectionState$);
  return {
    ...virtual,
    unblock,
    states,
    messages: watch(chat.messages$),
    transcript: watch(chat.transcript$),
    connect: () => {
      const connection = watch(chat.connect());
      virtual.advance(2 * SECOND);
      return connection;
    },
    calls: (...operations: readonly RequestName[]) =>
      operations.reduce((sum, operation) => sum + emulator.requests.count(operation), 0),
  };
}

const transports = (states: readonly ConnectionState[]) =>
  states.map((state) => (state.status === 'connected' ? state.transport : state.status));

describe('a chat whose websockets are blocked', () => {
  it('is connected by polling after two attempts', () => {
    const { connect, states } = blockedChat();
    const connection = connect();
    expect(connection.values).toHaveLength(1);
    expect(transports(states.values)).toEqual([
      'idle',
      ...Array<string>(3).fill('connecting'),
      'polling',
    ]);
  });

  it('polls after 5 s if the socket says nothing', () => {
    const { advance, chat, emulator } = virtualChat();
    emulator.faults.silence();
    const states = watch(chat.connectionState$);
    watch(chat.connect());
    advance(4_900);
    expect(states.last?.status).toBe('connecting');
    advance(200);
    expect(states.last).toMatchObject({ status: 'connected', transport: 'polling' });
  });

  it('sends at once, from the moment when it has a token', () => {
    const { advance, chat, contact } = blockedChat();
    watch(chat.connect());
    const sent = watch(chat.sendMessage('Hi'));
    advance(20); // two round trips of 10 ms
    expect(sent.ending).toBe('completed');
    expect(contact.transcript.at(-1)).toMatchObject({ Content: 'Hi' });
  });

  it.each([0, 1_000])(
    'has what was sent before its history came in messages$, too (answered %d ms later)',
    (ms) => {
      const { advance, api, contact, create, scheduler } = blockedChat();
      const chat = create({
        chatDetails: contact.details,
        api: {
          ...api,
          sendMessage: (request) => from(api.sendMessage(request)).pipe(delay(ms, scheduler)),
        },
      });
      const messages = watch(chat.messages$);
      const transcript = watch(chat.transcript$);
      watch(chat.connect());
      watch(chat.sendMessage('Hi'));
      advance(10 * SECOND);
      expect(texts(messages.values)).toEqual(['Hi']);
      expect(texts(transcript.last?.items).filter((text) => text === 'Hi')).toHaveLength(1);
    },
  );

  it.each([0, 1_000])(
    'has what answers it before its history came in messages$, too (accepted %d ms later)',
    (ms) => {
      const { advance, agent, api, contact, create, scheduler } = blockedChat();
      agent.say('before');
      const chat = create({
        chatDetails: contact.details,
        api: {
          ...api,
          sendMessage: (request) => from(api.sendMessage(request)).pipe(delay(ms, scheduler)),
        },
      });
      const messages = watch(chat.messages$);
      watch(chat.connect());
      watch(chat.sendMessage('Hello'));
      advance(18); // the service has it
      agent.say('Hi');
      advance(10 * SECOND);
      // Which of the history's items is its own, the answer says: late, as in the second case.
      expect([...texts(messages.values)].sort()).toEqual(['Hello', 'Hi']);
    },
  );

  it('receives each message once, in order, within 3.2 s', () => {
    const { advance, agent, chat, connect, messages } = blockedChat();
    connect();
    for (const content of ['one', 'two', 'three']) {
      agent.say(content);
      advance(3_200);
      expect(messages.last?.content).toBe(content);
      watch(chat.sendMessage(`${content}, too`));
      advance(100);
    }
    advance(MINUTE);
    expect(texts(messages.values)).toEqual([
      ...['one', 'one, too', 'two', 'two, too', 'three', 'three, too'],
    ]);
  });

  it('has the history, and what was missed since is no history', () => {
    const { advance, agent, connect, messages, transcript } = blockedChat();
    agent.say('before');
    connect();
    agent.say('since');
    advance(4 * SECOND);
    expect(texts(messages.values)).toEqual(['since']);
    expect(texts(transcript.last?.items)).toEqual(expect.arrayContaining(['before', 'since']));
  });

  it('tells the service once that the participant is there, so that the flow begins', () => {
    const { advance, api, create, contact } = blockedChat();
    const asked: unknown[] = [];
    const chat = create({
      chatDetails: contact.details,
      api: {
        ...api,
        createParticipantConnection: (request) => {
          asked.push(request.ConnectParticipant);
          return api.createParticipantConnection(request);
        },
      },
    });
    watch(chat.connect());
    advance(5 * MINUTE);
    expect(asked.filter(Boolean)).toEqual([true]);
  });

  it('hears what the flow says then', () => {
    const { advance, create, emulator } = blockedChat();
    const { details } = emulator.startChat({
      flow: (contact) => contact.join({ role: 'SYSTEM' }).say('Welcome'),
    });
    const chat = create({ chatDetails: details });
    const messages = watch(chat.messages$);
    watch(chat.connect());
    advance(5 * SECOND);
    expect(texts(messages.values)).toEqual(['Welcome']);
  });

  it('says it again if that fails, since the flow waits for it', () => {
    const { advance, api, create, contact } = blockedChat();
    let failures = 2;
    let said = 0;
    const chat = create({
      chatDetails: contact.details,
      api: {
        ...api,
        createParticipantConnection: (request) => {
          if (request.ConnectParticipant && failures-- > 0) {
            return throwError(() => new ChatError('Throttled', 'cannot connect: 429'));
          }
          if (request.ConnectParticipant) said++;
          return api.createParticipantConnection(request);
        },
      },
    });
    watch(chat.connect());
    advance(MINUTE);
    expect(said).toBe(1);
  });

  it('costs five calls a minute while nothing happens, and is fast again once something does', () => {
    const { advance, agent, calls, connect, messages } = blockedChat({ random: () => 0.5 });
    connect();
    advance(5 * MINUTE);
    const before = calls('GetTranscript', 'CreateParticipantConnection');
    advance(10 * MINUTE);
    expect(calls('GetTranscript', 'CreateParticipantConnection') - before).toBeLessThanOrEqual(50);
    agent.say('Still there?');
    advance(16 * SECOND);
    expect(texts(messages.values)).toEqual(['Still there?']);
    const polls = calls('GetTranscript');
    advance(30 * SECOND);
    expect(calls('GetTranscript') - polls).toBeGreaterThanOrEqual(9);
    expect(calls('GetTranscript') - polls).toBeLessThanOrEqual(10);
  });

  it('costs less than five calls a minute as soon as it is quiet, whatever the waits are', () => {
    const calls = Array.from({ length: 50 }, (_, seed) => {
      const { advance, connect, ...chat } = blockedChat({ random: randomOf(seed) });
      connect();
      advance(75 * SECOND); // it is active for 30 s, and the waits grow
      const before = chat.calls('GetTranscript', 'CreateParticipantConnection');
      advance(2 * MINUTE);
      return chat.calls('GetTranscript', 'CreateParticipantConnection') - before;
    });
    const perMinute = calls.reduce((sum, count) => sum + count, 0) / calls.length / 2;
    expect(perMinute).toBeLessThan(4.8);
  });

  it('polls within 3.2 s after it has sent something', () => {
    const { advance, agent, chat, connect, messages } = blockedChat();
    connect();
    advance(5 * MINUTE);
    watch(chat.sendMessage('Hello?'));
    advance(10);
    agent.say('Yes');
    advance(3_200);
    expect(texts(messages.values)).toEqual(['Hello?', 'Yes']);
  });

  it('goes over to the websocket when one opens, misses nothing, and polls no more', () => {
    const { advance, agent, calls, connect, messages, states, unblock } = blockedChat();
    connect();
    agent.say('polled');
    advance(4 * SECOND);
    unblock();
    agent.say('between');
    advance(2 * MINUTE);
    expect(states.last).toMatchObject({ status: 'connected', transport: 'websocket' });
    const polls = calls('GetTranscript');
    agent.say('live');
    advance(10 * MINUTE);
    expect(texts(messages.values)).toEqual(['polled', 'between', 'live']);
    expect(calls('GetTranscript')).toBe(polls);
    expect(transports(states.values).filter((state) => state === 'reconnecting')).toEqual([]);
  });

  it('is not polled while its websocket serves, though its successor is blocked', () => {
    const { advance, calls, chat, emulator, messages, agent } = blockedChat({
      service: { lifetimes: { connectionToken: 6 * MINUTE } }, // renewed after 5
    });
    emulator.faults.clear();
    const states = watch(chat.connectionState$);
    watch(chat.connect());
    advance(MINUTE);
    emulator.faults.refuseSockets();
    const polls = calls('GetTranscript');
    advance(4 * MINUTE + 30 * SECOND);
    agent.say('live');
    advance(SECOND);
    expect(texts(messages.values)).toEqual(['live']);
    expect(states.last).toMatchObject({ status: 'connected', transport: 'websocket' });
    expect(calls('GetTranscript')).toBe(polls);
  });

  it('is one connection, whatever carries it', () => {
    const { advance, connect, states, unblock } = blockedChat();
    const connection = connect();
    const { since } = states.last as Extract<ConnectionState, { status: 'connected' }>;
    unblock();
    advance(2 * MINUTE);
    expect(connection.values).toEqual([{ since, resumed: false }]);
    expect(states.last).toEqual({ status: 'connected', since, transport: 'websocket' });
  });

  it.each<[string, (signal$: BehaviorSubject<boolean>) => Partial<ChatOptions>]>([
    ['the network is away', (network$) => ({ network$ })],
    ['nobody sees it', (visible$) => ({ visible$ })],
  ])('pauses while %s, and polls at once after that', (_when, optionsFor) => {
    const signal$ = new BehaviorSubject(true);
    const { advance, agent, calls, connect, messages } = blockedChat(optionsFor(signal$));
    connect();
    signal$.next(false);
    advance(100);
    const polls = calls('GetTranscript');
    agent.say('meanwhile');
    advance(10 * MINUTE);
    expect(calls('GetTranscript')).toBe(polls);
    signal$.next(true);
    advance(150);
    expect(texts(messages.values)).toEqual(['meanwhile']);
  });

  it('polls when the limiter lets it', () => {
    const isFree$ = new BehaviorSubject(true);
    const limiter: RateLimiter = {
      acquire: (operation) =>
        operation === 'GetTranscript' ? isFree$.pipe(filter(Boolean), take(1)) : of(0),
    };
    const { advance, agent, calls, connect, messages } = blockedChat({ limiter });
    connect();
    isFree$.next(false);
    const polls = calls('GetTranscript');
    agent.say('meanwhile');
    advance(10 * MINUTE);
    expect(calls('GetTranscript')).toBe(polls);
    isFree$.next(true);
    advance(150);
    expect(calls('GetTranscript')).toBeGreaterThan(polls);
    expect(texts(messages.values)).toEqual(['meanwhile']);
  });

  it('waits as long as the service asks', () => {
    const { advance, calls, connect, emulator, states } = blockedChat();
    connect();
    advance(10 * SECOND);
    emulator.faults.failOperation('GetTranscript', {
      ...{ error: 'ThrottlingException', retryAfterSeconds: 60, times: 1 },
    });
    advance(4 * SECOND);
    const polls = calls('GetTranscript');
    advance(55 * SECOND);
    expect(calls('GetTranscript')).toBe(polls);
    expect(states.last).toMatchObject({ transport: 'polling' }); // being throttled is no loss
    advance(10 * SECOND);
    expect(calls('GetTranscript')).toBeGreaterThan(polls);
  });

  it('is lost while HTTP fails as well, and recovers without a loss', () => {
    const { advance, agent, connect, emulator, messages, states } = blockedChat();
    connect();
    const back = emulator.faults.failOperation('GetTranscript', { status: 503 });
    agent.say('meanwhile');
    advance(MINUTE);
    expect(states.values).toContainEqual(
      expect.objectContaining({
        status: 'reconnecting',
        reason: expect.objectContaining({ code: 'Service' }) as unknown,
      }),
    );
    expect(states.last?.status).toBe('reconnecting');
    back();
    advance(16 * SECOND);
    expect(states.last).toMatchObject({ status: 'connected', transport: 'polling' });
    expect(texts(messages.values)).toEqual(['meanwhile']);
  });

  it('goes on without attempts after maxAttempts, as long as it can be polled', () => {
    const { advance, agent, connect, emulator, messages, states } = blockedChat({
      reconnect: { maxAttempts: 3 },
    });
    const connection = connect();
    advance(10 * MINUTE);
    const attempts = emulator.requests.count('OpenSocket');
    expect(attempts).toBe(3);
    agent.say('Hello');
    advance(16 * SECOND);
    expect(texts(messages.values)).toEqual(['Hello']);
    emulator.faults.failOperation('GetTranscript', { status: 503 });
    advance(5 * MINUTE);
    expect(connection.error).toMatchObject({ code: 'Network' });
    expect(states.last?.status).toBe('failed');
  });

  it('ends when the service says so, or refuses', () => {
    const { advance, chat, contact, connect, pendingTimers } = blockedChat();
    connect();
    const ended = watch(chat.ended$);
    advance(MINUTE);
    contact.end();
    advance(MINUTE);
    expect(ended).toMatchObject({
      values: [{ reason: expect.stringMatching(/ended|expired/) as string }],
      ending: 'completed',
    });
    expect(pendingTimers()).toBe(0);
  });

  it('leaves no timer behind', () => {
    const { advance, chat, connect, pendingTimers } = blockedChat();
    const connection = connect();
    advance(MINUTE);
    connection.unsubscribe();
    expect(pendingTimers()).toBe(0);
    chat.close();
    expect(pendingTimers()).toBe(0);
  });

  it('does without polling if that is off: commands go out, nothing is received', () => {
    const { advance, agent, calls, chat, connect, messages, states } = blockedChat({
      polling: false,
    });
    const connection = connect();
    const sent = watch(chat.sendMessage('Hi'));
    const page = watch(chat.getTranscript());
    agent.say('Hello');
    advance(10 * MINUTE);
    expect([sent.ending, page.ending]).toEqual(['completed', 'completed']);
    expect(connection.values).toEqual([]);
    expect(messages.values).toEqual([]);
    expect(states.last?.status).toBe('connecting');
    expect(calls('GetTranscript')).toBeLessThan(100);
  });
});

describe("an agent's chat whose websocket manager has ended", () => {
  it('sends by HTTP and receives by polling', () => {
    const { advance, manager, serves } = agentDesk();
    const { chat, contact } = serves();
    const states = watch(chat.connectionState$);
    const messages = watch(chat.messages$);
    manager.givesUp();
    const sent = watch(chat.sendMessage('Hi'));
    contact.customer.say('Hello');
    advance(3_200);
    expect(sent.ending).toBe('completed');
    expect([...texts(messages.values)].sort()).toEqual(['Hello', 'Hi']);
    expect(transports(states.values)).toEqual(['websocket', 'reconnecting', 'polling']);
  });

  it('fails without polling', () => {
    const { advance, manager, serves } = agentDesk();
    const { chat } = serves({ polling: false });
    manager.givesUp();
    advance(10 * SECOND);
    expect(watch(chat.connectionState$).last).toMatchObject({
      status: 'failed',
      error: { code: 'Unsupported' },
    });
  });
});
