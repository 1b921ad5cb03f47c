import type { ConnectionEvent } from '../../lib/connection/connectionEvent.js';
import {
  type ConnectionProgress,
  type ConnectionState,
  IDLE,
  reduceConnection,
} from '../../lib/connection/state.js';
import { ChatError } from '../../lib/api/index.js';

const NOW = Date.UTC(2026, 0, 1);
const error = new ChatError('Network', 'cannot keep the socket');

const connecting = (attempt: number): ConnectionEvent => ({ type: 'connecting', attempt });
const lost = (attempt: number, retryInMs = 500): ConnectionEvent => ({
  type: 'lost',
  error,
  attempt,
  retryInMs,
});
const subscribed: ConnectionEvent = { type: 'subscribed' };
const offline: ConnectionEvent = { type: 'offline' };
const polling: ConnectionEvent = { type: 'polling' };
const pollError = new ChatError('Service', 'cannot poll');
const pollFailed: ConnectionEvent = { type: 'poll-failed', error: pollError };

const after = (...events: ConnectionEvent[]): ConnectionProgress =>
  events.reduce((progress, event) => reduceConnection(progress, event, NOW), IDLE);

const since = new Date(NOW);
const nextAttempt = new Date(NOW + 500);

describe('reduceConnection', () => {
  it.each<[string, readonly ConnectionEvent[], ConnectionState]>([
    ['nothing has happened', [], { status: 'idle' }],
    ['the first attempt begins', [connecting(1)], { status: 'connecting', attempt: 1 }],
    [
      'the service has agreed',
      [connecting(1), { type: 'authorized' }, { type: 'opened' }, subscribed],
      { status: 'connected', since, transport: 'websocket' },
    ],
    [
      'the first attempt has failed',
      [connecting(1), lost(2)],
      { status: 'connecting', attempt: 2, reason: error },
    ],
    [
      'the second of the first attempts begins',
      [connecting(1), lost(2), connecting(2)],
      { status: 'connecting', attempt: 2, reason: error },
    ],
    [
      'the transcript is polled in place of the socket',
      [connecting(1), lost(2), connecting(2), lost(3), polling],
      { status: 'connected', since, transport: 'polling' },
    ],
    [
      'the socket is tried while the transcript is polled',
      [connecting(1), lost(2), polling, connecting(2), lost(3), connecting(3)],
      { status: 'connected', since, transport: 'polling' },
    ],
    [
      'the socket opens while the transcript is polled',
      [connecting(1), lost(2), polling, connecting(2), subscribed],
      { status: 'connected', since, transport: 'websocket' },
    ],
    [
      'polls fail',
      [connecting(1), lost(2), polling, connecting(2), lost(3), pollFailed],
      { status: 'reconnecting', attempt: 3, nextAttempt, reason: pollError },
    ],
    [
      'the network goes away while the transcript is polled',
      [connecting(1), lost(2), polling, offline],
      { status: 'offline' },
    ],
    [
      'the connection is lost',
      [connecting(1), subscribed, lost(1)],
      { status: 'reconnecting', attempt: 1, nextAttempt, reason: error },
    ],
    [
      'the attempt that was announced begins',
      [connecting(1), subscribed, lost(1), connecting(1)],
      { status: 'reconnecting', attempt: 1, nextAttempt, reason: error },
    ],
    [
      'it has failed as well',
      [connecting(1), subscribed, lost(1), connecting(1), lost(2, 700)],
      { status: 'reconnecting', attempt: 2, nextAttempt: new Date(NOW + 700), reason: error },
    ],
    [
      'the connection is made again',
      [connecting(1), subscribed, lost(1), connecting(1), subscribed],
      { status: 'connected', since, transport: 'websocket' },
    ],
    ['the network is away from the start', [offline], { status: 'offline' }],
    [
      'the network is back before the first connection',
      [offline, connecting(1)],
      { status: 'connecting', attempt: 1 },
    ],
    [
      'the network is away after a loss',
      [connecting(1), subscribed, lost(1), offline],
      { status: 'offline' },
    ],
    [
      'the network is back after a loss',
      [connecting(1), subscribed, lost(1), offline, connecting(1)],
      { status: 'reconnecting', attempt: 1, nextAttempt: since, reason: error },
    ],
    [
      'the network is back, and the service has asked for patience',
      [
        connecting(1),
        subscribed,
        lost(1, 900),
        offline,
        { type: 'waiting', error, attempt: 1, retryInMs: 500 },
      ],
      { status: 'reconnecting', attempt: 1, nextAttempt, reason: error },
    ],
  ])('says how it is when %s', (_what, events, state) => {
    expect(after(...events).state).toEqual(state);
  });

  it('does not count a renewal as a new connection', () => {
    const connected = after(connecting(1), subscribed);
    const renewed = reduceConnection(connected, subscribed, NOW + 3_600_000);

    expect(renewed).toBe(connected);
  });

  it.each<ConnectionEvent>([{ type: 'authorized' }, { type: 'opened' }])(
    'takes no notice of $type',
    (event) => {
      const connected = after(connecting(1), subscribed);

      expect(reduceConnection(connected, event, NOW + 1)).toBe(connected);
    },
  );

  it('returns the same progress for an announced attempt, so that nobody sees it twice', () => {
    const announced = after(connecting(1), subscribed, lost(1));

    expect(reduceConnection(announced, connecting(1), NOW + 500)).toBe(announced);
  });

  it('does not mutate its argument', () => {
    const before = Object.freeze(after(connecting(1), subscribed));

    expect(reduceConnection(before, lost(1), NOW)).not.toBe(before);
    expect(before.state.status).toBe('connected');
  });
});
