import { filter, firstValueFrom, map, merge, Subject, Subscription } from 'rxjs';
import { ChatError } from '../lite.js';
import { asError, rejection } from './answers.js';
import type { SessionContext } from './context.js';
import type { Observed } from './observedApi.js';
import type { ConnectChatResult } from './results.js';

/** The part of a session that connects. */
export interface Connecting {
  readonly connect: (args?: { readonly metadata?: unknown }) => Promise<ConnectChatResult>;
  /** What it resolved with last. */
  readonly result: () => ConnectChatResult | undefined;
  /** Closes the socket; the contact goes on. A `connect()` under way rejects. */
  readonly leave: () => void;
}

/** Either lets a session in. */
const OPERATIONS: ReadonlySet<string> = new Set<Observed['operation']>([
  'createParticipantConnection',
  'getConnectionToken',
]);
/** How often the service may fail before `connect()` gives up: about 5 s. */
const MAX_TRIES = 5;

/**
 * Connects on `connect()` and stays connected. It resolves when the service has let the session in,
 * as with amazon-connect-chatjs; `onConnectionEstablished` tells of the socket. It can be repeated
 * after it has failed; while it is under way or done, it answers the same promise.
 */
export function createConnecting({ chat, observed$, log }: SessionContext): Connecting {
  let connected: Promise<ConnectChatResult> | undefined;
  let result: ConnectChatResult | undefined;
  let failed$ = new Subject<never>();
  let link = Subscription.EMPTY;

  const letIn = () => {
    let tries = 0;
    return observed$.pipe(
      filter(({ operation }) => OPERATIONS.has(operation)),
      map(({ error }) => {
        if (error === undefined) return true;
        tries += 1;
        if (tries >= MAX_TRIES) throw asError(error);
        return false;
      }),
      filter((isIn) => isIn),
    );
  };

  const attempt = () => {
    const mine$ = (failed$ = new Subject<never>());
    const outcome = firstValueFrom(merge(letIn(), mine$), { defaultValue: false });
    link = chat()
      .connect()
      .subscribe({
        error: (error: unknown) => {
          connected = undefined;
          mine$.error(error);
        },
        complete: () => {
          mine$.error(new ChatError('Ended', 'cannot connect: the chat is over'));
        },
      });
    return outcome.catch((error: unknown) => {
      if (failed$ === mine$) leave(); // else there is another attempt by now
      throw error;
    });
  };

  const leave = () => {
    connected = undefined;
    link.unsubscribe();
    failed$.error(new ChatError('NotConnected', 'cannot connect: the session was let go'));
  };

  return {
    connect: ({ metadata = null } = {}) => {
      if (connected) log.warn('Ignoring duplicate call to connect: it is under way or done');
      if (!connected) {
        const _debug = { websocketStatus: 'Starting' };
        result = { _debug, connectSuccess: true, connectCalled: true, metadata };
      }
      connected ??= attempt().then(
        () => result!,
        (error: unknown) => {
          const failure: ConnectChatResult & { readonly metadata: unknown } = {
            _debug: {
              reason: 'Failed to fetch connectionDetails with createParticipantConnection',
              _debug: rejection('connect', error, metadata),
            },
            connectSuccess: false,
            connectCalled: true,
            metadata,
          };
          throw failure as unknown as Error;
        },
      );
      return connected;
    },
    result: () => result,
    leave,
  };
}
