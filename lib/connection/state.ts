import type { ChatError } from '../participant/index.js';
import type { ConnectionEvent } from './connectionEvent.js';

/** Why a chat is over, from the weakest reason, which others explain, to the strongest. */
export const END_REASONS = ['expired', 'left', 'transferred', 'ended'] as const;

/** @see END_REASONS */
export type EndReason = (typeof END_REASONS)[number];

/** How the connection is; each state carries what is true in it. */
export type ConnectionState =
  /** Not connected, and nobody asks to be: `connect()` has no subscriber. */
  | { readonly status: 'idle' }
  /** The first connection is being made; `attempt` counts from 1. */
  | { readonly status: 'connecting'; readonly attempt: number }
  /** The service has agreed to send the chat's items. */
  | { readonly status: 'connected'; readonly since: Date }
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
  /** Why it was lost last. */
  readonly reason: ChatError | undefined;
}

/** A connection that nobody has asked for yet. */
export const IDLE: ConnectionProgress = {
  state: { status: 'idle' },
  wasConnected: false,
  reason: undefined,
};

/** How the connection is after `event`, which happened at `now` (milliseconds since 1970). */
export function reduceProgress(
  progress: ConnectionProgress,
  event: ConnectionEvent,
  now: number,
): ConnectionProgress {
  const { state, wasConnected, reason } = progress;
  const trying = (attempt: number, inMs: number, because: ChatError | undefined) =>
    wasConnected && because
      ? {
          status: 'reconnecting' as const,
          attempt,
          nextAttempt: new Date(now + inMs),
          reason: because,
        }
      : { status: 'connecting' as const, attempt };

  switch (event.type) {
    case 'connecting':
      return isAnnounced(state, event.attempt)
        ? progress
        : { ...progress, state: trying(event.attempt, 0, reason) };
    case 'subscribed':
      return state.status === 'connected'
        ? progress // renewed
        : { ...progress, wasConnected: true, state: { status: 'connected', since: new Date(now) } };
    case 'lost':
    case 'waiting':
      return {
        ...progress,
        reason: event.error,
        state: trying(event.attempt, event.retryInMs, event.error),
      };
    case 'offline':
      return { ...progress, state: { status: 'offline' } };
    default:
      return progress;
  }
}

/** Whether the state has said since the last failure that this attempt will be made. */
const isAnnounced = (state: ConnectionState, attempt: number) =>
  (state.status === 'connecting' || state.status === 'reconnecting') && state.attempt === attempt;
