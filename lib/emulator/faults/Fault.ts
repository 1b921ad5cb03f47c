import type { Lifetimes } from '../service/options.js';
import type { ServiceErrorType } from '../service/ServiceError.js';
import type { RequestName } from '../requestName.js';
import type { AccountQuotas } from './AccountQuotas.js';

/**
 * Whom a fault befalls: one participant, the participants of one contact, an agent with their sockets and
 * all of its contacts, or, with none of these, all.
 */
export interface FaultScope {
  readonly participantId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly agentId?: string | undefined;
}

/** @see FaultScope */
export interface FaultOptions extends FaultScope {
  /** How often it strikes before it is over. @defaultValue Infinity */
  readonly times?: number | undefined;
}

/** An error that an operation answers without having had any effect. */
export interface Failure {
  /** The name in `x-amzn-errortype`. @defaultValue InternalServerException */
  readonly error?: ServiceErrorType | (string & {}) | undefined;
  /** @defaultValue the one of `error`, or 500 */
  readonly status?: number | undefined;
  readonly message?: string | undefined;
  /** Sent as the header `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
}

/** An operation, or `*` for every one. */
export type FaultyOperation = RequestName | '*';

/** A fault of each of the kinds, with nothing to say about it. */
type PlainFault<Kind extends string> = Kind extends string ? { readonly kind: Kind } : never;

/** Everything that can go wrong for as long as it is told to. */
export type Fault =
  | PlainFault<'dropFrames' | 'doubleFrames' | 'silence' | 'offline'>
  | PlainFault<'withholdHeartbeats' | 'withholdPings' | 'withholdSubscriptionAnswers'>
  | { readonly kind: 'delayFrames'; readonly delayMs: number }
  | { readonly kind: 'reorderFrames'; readonly count: number }
  | { readonly kind: 'refuseSockets'; readonly status: number }
  | { readonly kind: 'failPings'; readonly statusCode: number }
  | { readonly kind: 'refuseSubscriptions'; readonly status: string }
  | {
      readonly kind: 'failOperation';
      readonly operation: FaultyOperation;
      readonly failure: Failure;
    }
  | { readonly kind: 'loseAnswer'; readonly operation: FaultyOperation }
  | {
      readonly kind: 'delayOperation';
      readonly operation: FaultyOperation;
      readonly delayMs: number;
    }
  | { readonly kind: 'shortenLifetimes'; readonly lifetimes: Partial<Lifetimes> }
  | { readonly kind: 'accountQuotas'; readonly quotas: AccountQuotas };

/** @see Fault */
export type FaultKind = Fault['kind'];
