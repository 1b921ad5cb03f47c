import { filter, firstValueFrom, type Observable, Subject, Subscription, take } from 'rxjs';
import { type Chat, ChatError } from '../lite.js';
import { rejection } from './errors.js';
import type { Logger } from './logManager.js';
import type { Observed } from './observedApi.js';
import type { ConnectChatResult } from './results.js';

/** The part of a session that connects. */
export interface Connecting {
  readonly connect: (args?: { readonly metadata?: unknown }) => Promise<ConnectChatResult>;
  /** What it resolves with, or would have. */
  readonly result: () => ConnectChatResult | undefined;
  /** Whether `connect()` has been called, and `leave` has not. */
  readonly isAsked: () => boolean;
  /** Leaves the connection, for good; the contact goes on. A `connect()` under way rejects. */
  readonly leave: () => void;
}

/** How often the service may fail before `connect()` gives up: about 5 s. */
const MAX_TRIES = 5;

/**
 * Connects on `connect()` and stays connected. It resolves when the service has let the session in,
 * as with amazon-connect-chatjs; `onConnectionEstablished` tells of the socket. It can be repeated
 * after it has failed; while it is under way or done, it answers the same promise.
 *
 * @param entrance$ - how each request for a connection went; first of all the one that succeeded, if the
 *   chat is connected already.
 */
export function createConnecting(
  chat: Chat,
  entrance$: Observable<Observed>,
  log: Logger,
): Connecting {
  let connected: Promise<ConnectChatResult> | undefined;
  let result: ConnectChatResult | undefined;
  let leave = () => {};
  let hasLeft = false;

  const attempt = (metadata: unknown) => {
    const outcome$ = new Subject<ConnectChatResult>();
    const success = (result = {
      _debug: { websocketStatus: 'Starting' },
      connectSuccess: true,
      connectCalled: true,
      metadata,
    });
    const promise = (connected = firstValueFrom(outcome$, { defaultValue: success }));
    const link = new Subscription();
    const fail = (error: unknown) => {
      link.unsubscribe();
      connected = undefined;
      const _debug = {
        reason: 'Failed to fetch connectionDetails with createParticipantConnection',
        _debug: rejection('connect', error, metadata),
      };
      const failure: unknown = { ...success, _debug, connectSuccess: false };
      outcome$.error(failure); // of the same shape, as pages know it
    };
    leave = () => {
      fail(new ChatError('NotConnected', 'cannot connect: the session was let go'));
    };
    if (hasLeft) {
      leave();
      return promise;
    }
    let tries = 0;
    const letIn$ = entrance$.pipe(
      filter(({ error }) => {
        if (error !== undefined && ++tries === MAX_TRIES) throw error as Error;
        return error === undefined;
      }),
      take(1),
    );
    const next = () => {
      outcome$.next(success);
    };
    link.add(letIn$.subscribe({ next, error: fail }));
    link.add(
      chat.connect().subscribe({
        error: fail,
        complete: () => {
          fail(new ChatError('Ended', 'cannot connect: the chat is over'));
        },
      }),
    );
    return promise;
  };

  return {
    connect: ({ metadata = null } = {}) => {
      if (connected) log.warn('Ignoring duplicate call to connect: it is under way or done');
      return connected ?? attempt(metadata);
    },
    result: () => result,
    isAsked: () => result !== undefined && !hasLeft,
    leave: () => {
      hasLeft = true;
      leave();
    },
  };
}
