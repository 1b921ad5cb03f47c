import {
  catchError,
  defer,
  EMPTY,
  filter,
  finalize,
  map,
  NEVER,
  type Observable,
  of,
  ReplaySubject,
  type SchedulerLike,
  share,
  startWith,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import type { Ledger } from '../inbox/index.js';
import { asChatError, ChatError, type SendMessageAnswer } from '../api/index.js';
import type { ChatMessage, Participant, SendableContentType } from '../wire/index.js';
import type { CheckedMessage } from './checkMessage.js';
import { createJobQueue } from './jobQueue.js';

/** A message that the service has taken. */
export interface SentMessage {
  readonly id: string;
  readonly time: Date;
  readonly clientToken: string;
}

/** An event that the service has taken; it names no id and time for what it does not keep. */
export interface SentEvent {
  readonly id: string | undefined;
  readonly time: Date | undefined;
  readonly clientToken: string;
}

/**
 * Sends a message: waits for the connection, and retries transient failures. Calls `leaves` when the request
 * goes out; from then on it cannot be cancelled.
 */
export type Post = (
  message: CheckedMessage,
  clientToken: string,
  leaves: () => void,
) => Observable<SendMessageAnswer>;

/** What an outbox needs. */
export interface OutboxOptions {
  readonly ledger: Ledger;
  readonly post: Post;
  /** This participant, as own messages show it until the service gives them back. */
  readonly self: () => Participant;
  /** Told how many messages are on their way, at each change. */
  readonly queued: (length: number) => void;
  /**
   * Emits the client tokens of messages from before a reload, when they have been submitted: others that
   * were given before that, and have not left, go behind them.
   */
  readonly resent$: Observable<ReadonlySet<string>>;
  readonly scheduler: SchedulerLike;
}

/** Sends own messages: in the order given, one at a time. */
export interface Outbox {
  /**
   * Sends `message` under `clientToken`, which makes it one message however often it is subscribed.
   *
   * - **On subscribe**: the message is queued and is in the transcript at once.
   *   Later subscribers share the attempt in flight, even if it had no subscriber left, or the answer of
   *   one that succeeded.
   * - **Emits** what the service answers, and completes.
   * - **Errors** with what `post` errors; subscribing again tries again.
   * - **Unsubscribing** cancels the message unless its request has gone out.
   */
  submit(message: CheckedMessage, clientToken: string): Observable<SentMessage>;
  /**
   * The same for a message that has failed, under its own `clientToken`: it stays one item. If it is
   * cancelled, it has failed as before. Errors with `NotFound` if there is none.
   */
  resubmit(clientToken: string): Observable<SentMessage>;
  /** Sends what is submitted, while subscribed; emits nothing. A failure does not hold up the next. */
  readonly work$: Observable<never>;
}

export function createOutbox({
  ledger,
  post,
  self,
  queued,
  resent$,
  scheduler,
}: OutboxOptions): Outbox {
  const jobs = createJobQueue();
  /** Messages that are queued or requested, by client token: two with one token are one. */
  const inFlight = new Map<string, Observable<SentMessage>>();

  /** One attempt; it reports its failure to the ledger and to `result$`, not to the queue. */
  const attempt = (message: CheckedMessage, clientToken: string, way: { left: boolean }) =>
    defer(() => {
      const result$ = new ReplaySubject<SentMessage>(1);
      const withdrawn$ = new ReplaySubject<undefined>(1);
      way.left = false;
      let tries = 0;
      jobs.add(
        post(message, clientToken, () => {
          tries++;
          way.left = true;
          ledger.requested(clientToken);
        }).pipe(
          map((answer) => sentMessage(answer, clientToken)),
          tap(({ id, time }) => {
            ledger.sent(clientToken, id, time);
          }),
          catchError((error: unknown) => {
            const failure = asChatError('send a message', error);
            const isRefused = tries === 1 && !failure.retryable && failure.statusCode !== undefined;
            const echo = ledger.failed(clientToken, failure, isRefused);
            return echo
              ? of({ id: echo.id, time: echo.time, clientToken })
              : throwError(() => error);
          }),
          tap({
            next: (sent) => {
              result$.next(sent);
              result$.complete();
            },
            error: (error: unknown) => {
              result$.error(error);
            },
          }),
          catchError(() => EMPTY),
          takeUntil(withdrawn$),
        ),
        () => {
          ledger.sending(draft(message, clientToken, self(), scheduler.now()));
        },
      );
      return result$.pipe(
        finalize(() => {
          if (way.left) return;
          withdrawn$.next(undefined);
          ledger.withdrawn(clientToken);
        }),
      );
    });

  const submit: Outbox['submit'] = (message, clientToken) => {
    const way = { left: false };
    const sent$: Observable<SentMessage> = defer(() => {
      inFlight.set(clientToken, sent$);
      queued(inFlight.size);
      return resent$.pipe(
        filter((tokens) => !way.left && !tokens.has(clientToken)),
        startWith(undefined),
        switchMap(() => attempt(message, clientToken, way)),
        take(1),
      );
    }).pipe(
      finalize(() => {
        inFlight.delete(clientToken);
        queued(inFlight.size);
      }),
      share({
        connector: () => new ReplaySubject(1),
        resetOnError: true,
        resetOnComplete: false,
        // A request in flight stays so without subscribers: one that subscribes later shares it.
        resetOnRefCountZero: () => (way.left ? NEVER : of(undefined)),
      }),
    );
    return defer(() => inFlight.get(clientToken) ?? sent$);
  };

  const again = (clientToken: string) => {
    const message = ledger.failure(clientToken);
    if (message?.type !== 'MESSAGE') return undefined;
    const contentType = message.contentType as SendableContentType; // as it was checked when given
    return submit({ content: message.content, contentType }, clientToken);
  };

  return {
    submit,
    resubmit: (clientToken) => {
      let sent$: Observable<SentMessage> | undefined;
      return defer(() => {
        sent$ ??= inFlight.get(clientToken) ?? again(clientToken);
        return sent$ ?? throwError(() => new ChatError('NotFound', NO_FAILED_MESSAGE));
      });
    },
    work$: jobs.work$,
  };
}

const NO_FAILED_MESSAGE = 'cannot send a message again: none that failed has this id';

const draft = (
  { content, contentType }: CheckedMessage,
  clientToken: string,
  participant: Participant,
  now: number,
): ChatMessage => ({
  id: clientToken,
  type: 'MESSAGE',
  contentType,
  content,
  time: new Date(now),
  participant,
  attachments: [],
  status: 'sending',
  clientToken,
  raw: {},
});

function sentMessage({ Id, AbsoluteTime }: SendMessageAnswer, clientToken: string): SentMessage {
  const time = new Date(AbsoluteTime ?? NaN);
  if (!Id || Number.isNaN(time.getTime())) {
    throw new ChatError('Service', 'cannot send a message: the answer has no id or no time');
  }
  return { id: Id, time, clientToken };
}
