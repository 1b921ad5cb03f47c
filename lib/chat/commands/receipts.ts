import {
  catchError,
  defer,
  EMPTY,
  filter,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  Subject,
  take,
  takeUntil,
  tap,
  throwError,
} from 'rxjs';
import { type OutgoingReceipt, supersedes, throttleReceipts } from '../../outbox/index.js';
import { asChatError, type ChatError, type ChatErrorCode } from '../../api/index.js';
import { lazySubject } from '../../rx/index.js';
import type { TranscriptChange } from '../../transcript/index.js';
import {
  type ChatItem,
  type ChatMessage,
  eventType,
  isMessage,
  isPast,
  isServiceId,
} from '../../wire/index.js';
import type { Chat } from '../chat.js';
import type { CommandContext } from './commandContext.js';

/** A receipt that was asked for, under the ClientToken of its command. */
interface AskedReceipt extends OutgoingReceipt {
  readonly clientToken: string;
}

/** How the sending of a receipt ended: without success, where there is an error. */
interface Settled {
  readonly receipt: OutgoingReceipt;
  readonly error?: ChatError;
}

/**
 * Refusals that are no failure: the chat does not want the receipt, as while a supervisor listens in
 * (409), or the chat is over without our knowing (403). They show in the metrics of the calls.
 */
const TOLERATED: ReadonlySet<ChatErrorCode> = new Set(['AccessDenied', 'Conflict', 'Validation']);

/** Telling the others what this participant has got and read. */
export function receiptCommands({
  command,
  lifecycle,
  ledger,
  newToken,
  readMarks,
  refused$,
  sendable$,
  settings: { details, receipts, scheduler },
  tell,
  streams,
}: CommandContext): Pick<Chat, 'markRead' | 'markDelivered'> {
  const self = details.participantId;
  const settled$ = new Subject<Settled>();
  const underWay = new Set<OutgoingReceipt>();

  /** What others have said, as it comes into the transcript: the newest of what comes at once. */
  const arrived$ = streams.transcript.changes$.pipe(
    mergeMap((changes): readonly AskedReceipt[] => {
      const message = changes.reduce(newestToDeliver(self), undefined);
      if (message === undefined) return [];
      const time = message.time.getTime();
      return [{ status: 'delivered', messageId: message.id, time, clientToken: newToken() }];
    }),
    filter((receipt) => !readMarks.has(receipt)),
  );

  const send = (receipt: AskedReceipt): Observable<Settled> =>
    defer(() => {
      if (readMarks.has(receipt)) return of<Settled>({ receipt });
      underWay.add(receipt);
      const { clientToken: ClientToken, messageId, status } = receipt;
      return tell('sendEvent', {
        ContentType: eventType(`message.${status}`),
        Content: JSON.stringify({ messageId }),
        ClientToken,
      }).pipe(
        map((): Settled => ({ receipt })),
        catchError((error: unknown) =>
          of(settledBy(asChatError('send a receipt', error), receipt)),
        ),
        tap(({ error }) => {
          underWay.delete(receipt);
          if (error === undefined) readMarks.add(receipt);
        }),
      );
    });

  const ask = lazySubject<AskedReceipt>((asked$) =>
    asked$
      .pipe(
        throttleReceipts({ throttleMs: receipts.throttleMs, ready$: sendable$, scheduler }),
        filter(() => !lifecycle.hasBegun),
        mergeMap(send),
        takeUntil(lifecycle.stop$),
      )
      .subscribe(settled$),
  );
  if (receipts.enabled && receipts.autoDelivered) {
    arrived$.pipe(tap(ask), takeUntil(lifecycle.stop$)).subscribe();
  }

  /** Asks for the receipt, unless one is on its way that stands for it; emits when one has gone. */
  const given = (receipt: AskedReceipt): Observable<void> =>
    merge(
      refused$,
      settled$.pipe(
        filter((settled) => endsWaiting(settled.receipt, receipt)),
        take(1),
        map(({ error }) => {
          if (error !== undefined) throw error;
        }),
      ),
      defer(() => {
        if (![...underWay].some((other) => supersedes(other, receipt))) ask(receipt);
        return EMPTY;
      }),
    ).pipe(take(1));

  /**
   * The service knows no receipt for a message that it gave no id. One for the message before it says as
   * much of all before.
   */
  const identifiedBefore = (message: ChatItem | undefined): ChatItem | undefined => {
    if (message === undefined) return undefined;
    for (const { item } of streams.transcript.sentSince(-Infinity)) {
      const isOthers = isMessage(item) && !isPast(item) && item.participant.id !== self;
      if (isOthers && item.time <= message.time && isServiceId(item.id)) return item;
    }
    return undefined;
  };

  const mark =
    (status: OutgoingReceipt['status'], act: string) =>
    (messageId: string): Observable<void> => {
      const marked$ = command(act, ({ text }) => {
        text('messageId', messageId);
        const clientToken = newToken();
        return defer(() => {
          const message = ledger.item(messageId);
          // An earlier contact of a persistent chat is over: nobody there waits for a receipt.
          if (message && (message.participant.id === self || isPast(message))) return DONE;
          if (status === 'read' && message) streams.readUpTo = message.time.getTime();
          const of = message && isServiceId(message.id) ? message : identifiedBefore(message);
          const receipt = {
            status,
            messageId: of?.id ?? messageId,
            time: of?.time.getTime(),
            clientToken,
          };
          if (!isServiceId(receipt.messageId)) return DONE;
          if (!receipts.enabled || lifecycle.hasBegun || readMarks.has(receipt)) return DONE;
          return given(receipt);
        });
      });
      return marked$.pipe(
        catchError((error: unknown) => {
          const isLate = lifecycle.isOver && asChatError(act, error).code !== 'InvalidArgument';
          return isLate ? DONE : throwError(() => error);
        }),
      );
    };

  return {
    markRead: mark('read', 'mark a message as read'),
    markDelivered: mark('delivered', 'mark a message as delivered'),
  };
}

const DONE = of(undefined);

const settledBy = (error: ChatError, receipt: OutgoingReceipt): Settled =>
  TOLERATED.has(error.code) ? { receipt } : { receipt, error };

/**
 * Whether the fate of `settled` is that of `asked` as well. Where it is not known when the message was
 * sent, nothing tells which receipt has taken its place: the next that goes ends the waiting.
 */
const endsWaiting = (settled: OutgoingReceipt, asked: OutgoingReceipt) =>
  supersedes(settled, asked) ||
  (asked.time === undefined && (settled.status === 'read' || asked.status === 'delivered'));

/** The newer of two messages of others that are complete; the system waits for no receipts. */
const newestToDeliver =
  (self: string) =>
  (newest: ChatMessage | undefined, change: TranscriptChange): ChatMessage | undefined => {
    if ((change.kind !== 'insert' && change.kind !== 'replace') || change.entry.arrival < 0) {
      return newest;
    }
    const { item } = change.entry;
    const { id, role } = item.participant;
    if (!isMessage(item) || item.partial || isPast(item)) return newest;
    if (id === self || role === 'SYSTEM' || !isServiceId(item.id)) return newest;
    return newest && newest.time > item.time ? newest : item;
  };
