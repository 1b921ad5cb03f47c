import {
  BehaviorSubject,
  catchError,
  defer,
  EMPTY,
  ignoreElements,
  merge,
  mergeMap,
  of,
  type Subscription,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import {
  checkMessage,
  createOutbox,
  flushed,
  type OutgoingMessage,
  type Post,
} from '../../outbox/index.js';
import { argumentsOf, asChatError, errorName } from '../../api/index.js';
import { lazySubject } from '../../rx/index.js';
import type { Chat, FlushOptions } from '../chat.js';
import type { DisposalCode } from '../lifecycle.js';
import type { CommandContext } from './commandContext.js';

/** Sending messages: in order, one at a time. */
export function messageCommands({
  api,
  begun,
  call,
  command,
  lifecycle,
  ledger,
  persistence,
  newToken,
  patiently,
  self,
  settings: { log, maxMessageBytes, scheduler },
  streams,
}: CommandContext): Pick<Chat, 'sendMessage' | 'resend' | 'outgoing' | 'flush'> {
  const act = 'send a message';
  const post: Post = ({ content: Content, contentType: ContentType }, ClientToken, leaves) =>
    command(act, () => {
      const send = (ConnectionToken: string) => {
        leaves();
        return api.sendMessage({ ConnectionToken, Content, ContentType, ClientToken });
      };
      return call('SendMessage', send, patiently);
    });
  /** How many messages wait; at the end of the chat, how many waited until then. */
  const waiting$ = new BehaviorSubject(0);
  const queued = (length: number) => {
    streams.metric({ type: 'queue', length });
    if (!lifecycle.isOver) waiting$.next(length);
  };
  const { resent$ } = persistence;
  const outbox = createOutbox({ ledger, post, self, queued, resent$, scheduler });
  const reportDropped = (code: DisposalCode) => {
    const kept = code === 'Ended' ? 0 : persistence.keptMessages;
    const messages = waiting$.value - kept;
    if (messages <= 0) return;
    streams.metric({ type: 'dropped', messages });
    const reason = code === 'Ended' ? 'the chat has ended' : 'the chat was closed';
    log.warn('messages were dropped that waited to be sent', { messages, reason });
  };
  const dropped$ = lifecycle.stop$.pipe(tap(reportDropped), ignoreElements());
  /** From the first message on. */
  let work: Subscription | undefined;
  const working = () => {
    work ??= merge(dropped$, outbox.work$).pipe(takeUntil(lifecycle.over$)).subscribe();
    return outbox;
  };

  // Checked when called, so that all subscriptions share the message and its token.
  const submitted = (message: string | OutgoingMessage) => {
    const { clientToken = newToken(), ...checked } = checkMessage(message, maxMessageBytes);
    return working().submit(checked, clientToken);
  };

  const dropped = (reason: string) => {
    log.warn('a message fed to outgoing is not sent', { reason });
  };
  /** What nobody waits for: how it went shows on its item. */
  const feed = lazySubject<string | OutgoingMessage>((fed$) =>
    fed$
      .pipe(
        mergeMap((message) =>
          defer(() => submitted(message)).pipe(
            catchError((failure: unknown) => {
              const { code, message: reason } = asChatError(act, failure);
              if (code === 'InvalidArgument') dropped(reason);
              return EMPTY;
            }),
          ),
        ),
        takeUntil(lifecycle.over$),
      )
      .subscribe(),
  );

  const flush = (options: FlushOptions = {}) => {
    try {
      const { timeoutMs } = checkFlush(options);
      const { stop$ } = lifecycle;
      return defer(() =>
        lifecycle.isOver ? of(undefined) : flushed({ waiting$, stop$, timeoutMs, scheduler }),
      );
    } catch (error) {
      return throwError(() => error);
    }
  };

  return {
    flush,
    // At the end, `post` errs, so that the message stays as one that has failed.
    sendMessage: (message) => begun(act, () => submitted(message)),
    resend: (id) => begun('send a message again', ({ text }) => working().resubmit(text('id', id))),
    outgoing: {
      next: (message) => {
        if (lifecycle.isOver) dropped('the chat is over');
        else feed(message);
      },
      error: (error: unknown) => {
        const reason = errorName(error);
        log.warn('what was fed to outgoing has errored', { reason });
      },
      complete: () => undefined,
    },
  };
}

/** The longest wait that a timer can take, in milliseconds. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

function checkFlush(options: FlushOptions): FlushOptions {
  const { number, object } = argumentsOf('flush');
  object('options', options);
  const { timeoutMs } = options;
  if (timeoutMs !== undefined) number('timeoutMs', timeoutMs, 0, MAX_TIMEOUT_MS);
  return { timeoutMs };
}
