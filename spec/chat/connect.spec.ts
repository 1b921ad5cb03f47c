import { BehaviorSubject } from 'rxjs';
import type { ConnectionState, WebSocketConstructor } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const MINUTE = 60_000;

const untouchable = new Proxy(class {} as unknown as WebSocketConstructor, {
  construct: () => {
    throw new Error('a socket was made');
  },
  get: () => {
    throw new Error('the WebSocket was looked into');
  },
});

const statuses = (states: readonly ConnectionState[]) => states.map(({ status }) => status);

describe('createChat', () => {
  it('does nothing: no request, no socket, no timer', () => {
    const { advance, emulator, pendingTimers } = virtualChat({ webSocket: untouchable });
    advance(MINUTE);
    expect(emulator.requests.entries).toEqual([]);
    expect(emulator.sockets().open).toBe(0);
    expect(pendingTimers()).toBe(0);
  });

  it('gives views that open nothing', () => {
    const { advance, chat, emulator, pendingTimers } = virtualChat({ webSocket: untouchable });
    const views = [
      ...[chat.connectionState$, chat.messages$, chat.events$, chat.transcript$, chat.typing$],
      ...[chat.participants$, chat.heartbeat$, chat.metrics$, chat.unknown$, chat.ended$],
    ];
    const watched = views.map((view$) => watch<unknown>(view$));
    advance(MINUTE);
    expect(emulator.requests.entries).toEqual([]);
    expect(pendingTimers()).toBe(0);
    expect(watched.map(({ ending }) => ending)).toEqual(views.map(() => undefined));
  });
});

describe('connect()', () => {
  it('does nothing before it is subscribed', () => {
    const { advance, chat, emulator } = virtualChat();
    void chat.connect();
    advance(MINUTE);
    expect(emulator.requests.entries).toEqual([]);
    expect(watch(chat.connectionState$).last).toEqual({ status: 'idle' });
  });

  it('is opened by its first subscriber and shared by the others', () => {
    const { advance, chat, emulator } = virtualChat();
    const connections = [watch(chat.connect()), watch(chat.connect()), watch(chat.connect())];
    advance(100);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(1);
    expect(emulator.sockets()).toEqual({ open: 1, subscribed: 1 });
    for (const { values } of connections) {
      expect(values).toEqual([{ since: new Date(30), resumed: false }]);
    }
  });

  it('gives the present connection to who subscribes later', () => {
    const { chat, connection, emulator } = connectedChat();
    const later = watch(chat.connect());
    expect(later.values).toEqual([connection.last]);
    expect(emulator.requests.count('OpenSocket')).toBe(1);
  });

  it('stays while anyone is subscribed', () => {
    const { advance, chat, connection, emulator } = connectedChat();
    watch(chat.connect());
    connection.unsubscribe();
    advance(MINUTE);
    expect(emulator.sockets().open).toBe(1);
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
  });

  it('closes the socket when its last subscriber leaves', () => {
    const { advance, chat, connection, emulator, pendingTimers } = connectedChat();
    const state = watch(chat.connectionState$);
    connection.unsubscribe();
    expect(state.last).toEqual({ status: 'idle' });
    expect(pendingTimers()).toBe(0);
    advance(10);
    expect(emulator.sockets().open).toBe(0);
    expect(state.ending).toBeUndefined();
  });

  it('cancels the request when its last subscriber leaves before the answer', () => {
    const { advance, chat, emulator, pendingTimers } = virtualChat();
    watch(chat.connect()).unsubscribe();
    expect(pendingTimers()).toBe(0);
    advance(MINUTE);
    expect(emulator.requests.entries).toEqual([]);
  });

  it('connects again when it is subscribed again, and brings what was missed, once and in order', () => {
    const { advance, agent, chat, connection } = connectedChat();
    const messages = watch(chat.messages$);
    agent.say('one');
    advance(1_000);
    connection.unsubscribe();
    agent.say('two');
    advance(MINUTE);
    agent.say('three');
    const again = watch(chat.connect());
    advance(50);
    agent.say('four');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['one', 'two', 'three', 'four']);
    expect(again.values).toEqual([expect.objectContaining({ resumed: true })]);
  });

  it('completes at the end of the chat, and opens nothing after it', () => {
    const { advance, chat, connection, contact, emulator } = connectedChat();
    contact.end();
    advance(1_000);
    expect(connection.ending).toBe('completed');
    emulator.requests.clear();
    expect(watch(chat.connect())).toMatchObject({ values: [], ending: 'completed' });
    advance(MINUTE);
    expect(emulator.requests.entries).toEqual([]);
  });

  it('errors no view, however often it is cut', () => {
    const { advance, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    for (let cut = 0; cut < 5; cut++) {
      emulator.faults.cutSockets();
      advance(1_000);
    }
    expect(messages.ending).toBeUndefined();
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
  });
});

describe('connect() with a wrong token', () => {
  it('errors with AccessDenied and shows it as failed', () => {
    const { advance, contact, create, pendingTimers } = virtualChat();
    const chat = create({ chatDetails: { ...contact.details, participantToken: 'wrong' } });
    const state = watch(chat.connectionState$);
    const connection = watch(chat.connect());
    advance(MINUTE);
    expect(connection.error).toMatchObject({ code: 'AccessDenied', retryable: false });
    expect(state.last).toEqual({ status: 'failed', error: connection.error });
    expect(statuses(state.values)).toEqual(['idle', 'connecting', 'failed']);
    expect(pendingTimers()).toBe(0);
  });

  it('tries anew when it is subscribed again', () => {
    const { advance, chat, emulator } = virtualChat();
    const denied = { error: 'AccessDeniedException', times: 1 };
    emulator.faults.failOperation('CreateParticipantConnection', denied);
    const state = watch(chat.connectionState$);
    const first = watch(chat.connect());
    advance(MINUTE);
    const second = watch(chat.connect());
    advance(100);
    expect(first.ending).toBe('errored');
    expect(second.values).toHaveLength(1);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(2);
    expect(statuses(state.values)).toEqual([
      ...['idle', 'connecting', 'failed'],
      ...['connecting', 'connected'],
    ]);
  });

  it('errors all who share it, and no view', () => {
    const { advance, chat, emulator } = virtualChat();
    emulator.faults.failOperation('*', { error: 'AccessDeniedException' });
    const connections = [watch(chat.connect()), watch(chat.connect())];
    const messages = watch(chat.messages$);
    const ended = watch(chat.ended$);
    advance(MINUTE);
    expect(connections.map(({ ending }) => ending)).toEqual(['errored', 'errored']);
    expect([messages.ending, ended.ending]).toEqual([undefined, undefined]);
  });
});

describe('connect() while the network fails', () => {
  const requestTimes = (entries: readonly { readonly time: number }[]) =>
    entries.slice(1).map(({ time }, index) => time - (entries[index]?.time ?? 0));

  it('keeps trying, with waits that double to a ceiling', () => {
    const { advance, chat, emulator } = virtualChat();
    emulator.faults.offline();
    const connection = watch(chat.connect());
    advance(2 * MINUTE);
    // Half the ceiling each, and 10 ms for each request and the lack of its answer.
    expect(requestTimes(emulator.requests.entries).slice(0, 8)).toEqual([
      ...[60, 510, 1_010, 2_010, 4_010, 8_010, 15_010, 15_010],
    ]);
    expect(connection.ending).toBeUndefined();
  });

  it('keeps to the delays it is told', () => {
    const reconnect = { firstDelayMs: 200, maxDelayMs: 300 };
    const { advance, chat, emulator } = virtualChat({ reconnect });
    emulator.faults.offline();
    watch(chat.connect());
    advance(1_000);
    expect(requestTimes(emulator.requests.entries).slice(0, 5)).toEqual([60, 110, 160, 160, 160]);
  });

  it('counts the attempts in its state, each once, and says why the last one failed', () => {
    const { advance, chat, emulator } = virtualChat();
    const back = emulator.faults.offline();
    const state = watch(chat.connectionState$);
    watch(chat.connect());
    advance(600);
    back();
    advance(2_000);
    const reason = expect.objectContaining({ name: 'ChatError', code: 'Network' });
    expect(state.values).toEqual([
      { status: 'idle' },
      { status: 'connecting', attempt: 1 },
      { status: 'connecting', attempt: 2, reason },
      { status: 'connecting', attempt: 3, reason },
      { status: 'connecting', attempt: 4, reason },
      { status: 'connected', since: expect.any(Date), transport: 'websocket' },
    ]);
  });

  it('gives up after maxAttempts, with the last failure, and tries anew after that', () => {
    const { advance, chat, emulator, pendingTimers } = virtualChat({
      reconnect: { maxAttempts: 3 },
    });
    const back = emulator.faults.offline();
    const connection = watch(chat.connect());
    advance(MINUTE);
    expect(emulator.requests.entries).toHaveLength(3);
    expect(connection.error).toMatchObject({ code: 'Network' });
    expect(watch(chat.connectionState$).last).toEqual({
      status: 'failed',
      error: connection.error,
    });
    expect(pendingTimers()).toBe(0);

    back();
    const second = watch(chat.connect());
    advance(100);
    expect(second.values).toHaveLength(1);
  });

  it('counts maxAttempts anew for each connection that is lost', () => {
    const { advance, connection, emulator } = connectedChat({ reconnect: { maxAttempts: 2 } });
    for (let cut = 0; cut < 5; cut++) {
      emulator.faults.failOperation('CreateParticipantConnection', { times: 1 });
      emulator.faults.cutSockets();
      advance(MINUTE);
    }
    expect(connection).toMatchObject({ ending: undefined });
    expect(connection.values).toHaveLength(6);

    emulator.faults.offline();
    advance(MINUTE);
    expect(connection.error).toMatchObject({ code: 'Network' });
  });

  it('waits for as long as the service asks', () => {
    const { advance, chat, emulator } = virtualChat();
    emulator.faults.failOperation('CreateParticipantConnection', {
      ...{ error: 'ThrottlingException', retryAfterSeconds: 20, times: 1 },
    });
    watch(chat.connect());
    advance(MINUTE);
    expect(requestTimes(emulator.requests.entries.slice(0, 2))).toEqual([20_010]);
  });

  it('asks for a new URL where the socket is refused', () => {
    const { advance, chat, emulator } = virtualChat({ polling: false });
    emulator.faults.refuseSockets({ times: 2 });
    const connection = watch(chat.connect());
    advance(5_000);
    expect(connection.values).toHaveLength(1);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(3);
  });

  it('tries again where the service never agrees to send the items', () => {
    const { advance, chat, emulator } = virtualChat();
    emulator.faults.withholdSubscriptionAnswers({ times: 4 });
    const connection = watch(chat.connect());
    advance(10_000);
    expect(connection.values).toHaveLength(1);
    expect(emulator.requests.count('OpenSocket')).toBe(2);
    expect(emulator.sockets().open).toBe(1);
  });
});

describe('a connection', () => {
  it('shows what becomes of it when it is cut', () => {
    const { advance, chat, connection, emulator } = connectedChat();
    const state = watch(chat.connectionState$);
    emulator.faults.refuseSockets({ times: 1 });
    emulator.faults.cutSockets(); // at 100, seen at 105
    advance(3_000);
    expect(state.values).toEqual([
      { status: 'connected', since: new Date(30), transport: 'websocket' },
      {
        ...{ status: 'reconnecting', attempt: 1, nextAttempt: new Date(155) },
        reason: expect.objectContaining({
          code: 'Network',
          message: expect.stringContaining('1006'),
        }),
      },
      {
        ...{ status: 'reconnecting', attempt: 2, nextAttempt: new Date(675) },
        reason: expect.objectContaining({ code: 'Network' }),
      },
      { status: 'connected', since: new Date(705), transport: 'websocket' },
    ]);
    expect(connection.values).toEqual([
      { since: new Date(30), resumed: false },
      { since: new Date(705), resumed: true },
    ]);
  });

  it('is tried again within 100 ms, then after jittered waits', () => {
    const { advance, chat, emulator } = connectedChat({ random: () => 0.999 });
    const state = watch(chat.connectionState$);
    emulator.faults.cutSockets();
    advance(10);
    expect(state.last).toMatchObject({ status: 'reconnecting', nextAttempt: new Date(105 + 99) });
  });

  it('is renewed after 59 minutes without anyone seeing it', () => {
    const { advance, agent, chat, connection, emulator } = connectedChat();
    const state = watch(chat.connectionState$);
    const messages = watch(chat.messages$);
    for (let minute = 0; minute < 180; minute++) {
      agent.say(`minute ${minute}`);
      advance(MINUTE);
    }
    expect(emulator.requests.count('OpenSocket')).toBe(4);
    expect(emulator.sockets().open).toBe(1);
    expect(statuses(state.values)).toEqual(['connected']);
    expect(connection.values).toHaveLength(1);
    expect(new Set(texts(messages.values)).size).toBe(180);
    expect(messages.values).toHaveLength(180);
  });

  it('is made again when the heartbeat stops', () => {
    const { advance, agent, chat, connection, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    const back = emulator.faults.silence();
    agent.say('into the void');
    advance(20_000);
    back();
    advance(10_000);
    expect(connection.values).toHaveLength(2);
    expect(texts(messages.values)).toEqual(['into the void']);
  });

  it('outlives deep heartbeats that fail', () => {
    const { advance, connection, emulator } = connectedChat();
    emulator.faults.withholdPings();
    advance(5 * MINUTE);
    expect(connection.values).toHaveLength(1);
    expect(emulator.requests.count('OpenSocket')).toBe(1);
  });
});

describe('network$', () => {
  it('holds the first attempt back until the network is there', () => {
    const network$ = new BehaviorSubject(false);
    const { advance, chat, emulator } = virtualChat({ network$ });
    const state = watch(chat.connectionState$);
    watch(chat.connect());
    advance(60 * MINUTE);
    expect(emulator.requests.entries).toEqual([]);
    expect(state.last).toEqual({ status: 'offline' });
    network$.next(true);
    advance(100);
    expect(statuses(state.values)).toEqual(['idle', 'offline', 'connecting', 'connected']);
  });

  it('stops the attempts while it is away, and lets one go at once when it is back', () => {
    const network$ = new BehaviorSubject(true);
    const { advance, chat, emulator } = connectedChat({ network$ });
    const state = watch(chat.connectionState$);
    const back = emulator.faults.offline();
    advance(20_000);
    network$.next(false);
    advance(20_000);
    expect(state.last).toEqual({ status: 'offline' });
    emulator.requests.clear();
    advance(60 * MINUTE);
    expect(emulator.requests.entries).toEqual([]);

    back();
    network$.next(true);
    advance(50);
    expect(state.last).toMatchObject({ status: 'connected' });
  });

  it('is taken as there where it says nothing, ends or fails', () => {
    const network$ = new BehaviorSubject(true);
    network$.error(new Error('no idea'));
    const { connection } = connectedChat({ network$ });
    expect(connection.values).toHaveLength(1);
  });

  it('is let go with the chat', () => {
    const network$ = new BehaviorSubject(true);
    const { chat, connection } = connectedChat({ network$ });
    expect(network$.observed).toBe(true);
    connection.unsubscribe();
    expect(network$.observed).toBe(false);
    watch(chat.connect());
    chat.close();
    expect(network$.observed).toBe(false);
  });
});
