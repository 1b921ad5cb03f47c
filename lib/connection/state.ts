import type { ChatError } from '../api/index.js';
import type { ConnectionEvent } from './connectionEvent.js';

/** Why a chat is over, from the weakest reason, which others explain, to the strongest. */
export const END_REASONS = ['expired', 'left', 'transferred', 'ended'] as const;

/** @see END_REASONS */
export type EndReason = (typeof END_REASONS)[number];

/** How the connection is; each state carries what is true in it. */
export type ConnectionState =
  /** Not connected, and nobody asks to be: `connect()` has no subscriber. */
  | { readonly status: 'idle' }
  /** The first connection is being made; `attempt` counts from 1. From the second on, `reason` says why the last failed. */
  | { readonly status: 'connecting'; readonly attempt: number; readonly reason?: ChatError }
  /**
   * The chat's items come: over the websocket, or, while that cannot be opened, by fetching the
   * transcript again and again (`polling`), without others' typing.
   */
  | {
      readonly status: 'connected';
      readonly since: Date;
      readonly transport: 'websocket' | 'polling';
    }
  /** The connection was lost, or could not be made; the next attempt begins at `nextAttempt`. */
  | {
      readonly status: 'reconnecting';
      readonly attempt: number;
      readonly nextAttempt: Date;
      readonly reason: ChatError;
    }
  /** The network is away; nothing is tried until it is back. */
  | { readonly status: 'offline' }
  /** The chat is over. */
  | { readonly status: 'ended'; readonly reason: EndReason }
  /** What waiting cannot cure; `connect()` tries anew. */
  | { readonly status: 'failed'; readonly error: ChatError }
  /** Let go by `close()`. */
  | { readonly status: 'closed' };

/** What the next state depends on. */
export interface ConnectionProgress {
  readonly state: ConnectionState;
  /** Whether this connection was made before. */
  readonly wasConnected: boolean;
  /** Why it was lost last, and when the next attempt begins. */
  readonly loss: ConnectionLoss | undefined;
}

interface ConnectionLoss {
  readonly reason: ChatError;
  readonly attempt: number;
  readonly nextAttempt: Date;
}

/** A connection that nobody has asked for yet. */
export const IDLE: ConnectionProgress = {
  state: { status: 'idle' },
  wasConnected: false,
  loss: undefined,
};

/** How the connection is after `event`, which happened at `now` (milliseconds since 1970). */
export function reduceConnection(
  progress: ConnectionProgress,
  event: ConnectionEvent,
  now: number,
): ConnectionProgress {
  const { state, loss } = progress;
  const isPolling = state.status === 'connected' && state.transport === 'polling';

  switch (event.type) {
    case 'connecting': {
      const { attempt } = event;
      if (isPolling || isAnnounced(state, attempt)) return progress;
      return trying(progress, attempt, loss && { ...loss, attempt, nextAttempt: new Date(now) });
    }
    case 'subscribed':
      return connected(progress, 'websocket', now);
    case 'polling':
      return connected(progress, 'polling', now);
    case 'lost':
    case 'waiting': {
      const { error: reason, attempt, retryInMs } = event;
      const next = { reason, attempt, nextAttempt: new Date(now + retryInMs) };
      return isPolling ? { ...progress, loss: next } : trying(progress, attempt, next);
    }
    case 'poll-failed': {
      const next = { attempt: 1, nextAttempt: new Date(now), ...loss, reason: event.error };
      return trying(progress, next.attempt, next);
    }
    case 'offline':
      return { ...progress, state: { status: 'offline' } };
    default:
      return progress;
  }
}

/** The first connection is `connecting` until it is made; one that was lost is `reconnecting`. */
const trying = (
  progress: ConnectionProgress,
  attempt: number,
  loss: ConnectionLoss | undefined,
): ConnectionProgress => ({
  ...progress,
  loss,
  state:
    progress.wasConnected && loss
      ? { status: 'reconnecting', ...loss }
      : { status: 'connecting', attempt, ...(attempt > 1 && loss && { reason: loss.reason }) },
});

/** A socket that was renewed, or takes over from polling, goes on with the same connection. */
function connected(
  progress: ConnectionProgress,
  transport: 'websocket' | 'polling',
  now: number,
): ConnectionProgress {
  const { state } = progress;
  const isConnected = state.status === 'connected';
  if (isConnected && state.transport === transport) return progress;
  const since = isConnected ? state.since : new Date(now);
  return { ...progress, wasConnected: true, state: { status: 'connected', since, transport } };
}

/** Whether the state has said since the last failure that this attempt will be made. */
const isAnnounced = (state: ConnectionState, attempt: number) =>
  (state.status === 'connecting' || state.status === 'reconnecting') && state.attempt === attempt;
