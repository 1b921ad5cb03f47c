import type { ChatError } from '../api/index.js';
import type { ConnectionEvent } from './connectionEvent.js';

/** Why a chat has ended, from the weakest reason to the strongest, which replaces weaker ones. */
export const END_REASONS = ['expired', 'left', 'transferred', 'ended'] as const;

/** @see END_REASONS */
export type EndReason = (typeof END_REASONS)[number];

/** The state of the connection. Each state carries only what is true in it. */
export type ConnectionState =
  /** Not connected: `connect()` has no subscriber. */
  | { readonly status: 'idle' }
  /** The first connection is being made; `attempt` counts from 1. From the second on, `reason` says why the last failed. */
  | { readonly status: 'connecting'; readonly attempt: number; readonly reason?: ChatError }
  /**
   * The chat receives items: over the websocket or, while that cannot be opened, by fetching the
   * transcript repeatedly (`polling`), without others' typing.
   */
  | {
      readonly status: 'connected';
      readonly since: Date;
      readonly transport: 'websocket' | 'polling';
    }
  /** The connection was lost, or an attempt failed; the next attempt starts at `nextAttempt`. */
  | {
      readonly status: 'reconnecting';
      readonly attempt: number;
      readonly nextAttempt: Date;
      readonly reason: ChatError;
    }
  /** The network is away: there is no attempt until it is back. */
  | { readonly status: 'offline' }
  /** The chat has ended. */
  | { readonly status: 'ended'; readonly reason: EndReason }
  /** An error that is not retryable; `connect()` starts again. */
  | { readonly status: 'failed'; readonly error: ChatError }
  /** Disposed by `close()`. */
  | { readonly status: 'closed' };

/** The state of the connection, and what the next one depends on. */
export interface ConnectionProgress {
  readonly state: ConnectionState;
  /** Whether the connection has been made before. */
  readonly wasConnected: boolean;
  /** Why the connection was lost last, and when the next attempt starts. */
  readonly retry: PlannedRetry | undefined;
}

interface PlannedRetry {
  readonly reason: ChatError;
  readonly attempt: number;
  readonly nextAttempt: Date;
}

/** The connection before the first `connect()`. */
export const IDLE: ConnectionProgress = {
  state: { status: 'idle' },
  wasConnected: false,
  retry: undefined,
};

/** The progress after `event`, which happened at `now` (milliseconds since 1970). Pure. */
export function reduceConnection(
  progress: ConnectionProgress,
  event: ConnectionEvent,
  now: number,
): ConnectionProgress {
  const { state, retry } = progress;
  const isPolling = state.status === 'connected' && state.transport === 'polling';

  switch (event.type) {
    case 'connecting': {
      const { attempt } = event;
      if (isPolling || isAnnounced(state, attempt)) return progress;
      return trying(progress, attempt, retry && { ...retry, attempt, nextAttempt: new Date(now) });
    }
    case 'subscribed':
      return connected(progress, 'websocket', now);
    case 'polling':
      return connected(progress, 'polling', now);
    case 'lost':
    case 'waiting': {
      const { error: reason, attempt, retryInMs } = event;
      const next = { reason, attempt, nextAttempt: new Date(now + retryInMs) };
      return isPolling ? { ...progress, retry: next } : trying(progress, attempt, next);
    }
    case 'poll-failed': {
      const next = { attempt: 1, nextAttempt: new Date(now), ...retry, reason: event.error };
      return trying(progress, next.attempt, next);
    }
    case 'offline':
      return { ...progress, state: { status: 'offline' } };
    default:
      return progress;
  }
}

/** `connecting` until the connection has been made once, `reconnecting` after that. */
const trying = (
  progress: ConnectionProgress,
  attempt: number,
  retry: PlannedRetry | undefined,
): ConnectionProgress => ({
  ...progress,
  retry,
  state:
    progress.wasConnected && retry
      ? { status: 'reconnecting', ...retry }
      : { status: 'connecting', attempt, ...(attempt > 1 && retry && { reason: retry.reason }) },
});

/** A renewed socket, or one that replaces polling, continues the same connection. */
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

/** Whether the state has announced this attempt since the last failure. */
const isAnnounced = (state: ConnectionState, attempt: number) =>
  (state.status === 'connecting' || state.status === 'reconnecting') && state.attempt === attempt;
