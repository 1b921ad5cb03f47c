import { defaultIfEmpty, defer, map, type Observable, of, takeUntil, throwError } from 'rxjs';
import { type Chat, eventType } from '../lite.js';
import type { SendEventArgs } from './args.js';
import type { LatestAnswer } from './latestAnswer.js';

type ReceiptKind = 'read' | 'delivered';

/** The receipt that an event of this content type is. */
export const receiptOf = (contentType: string): ReceiptKind | undefined =>
  (['read', 'delivered'] as const).find((kind) => contentType === eventType(`message.${kind}`));

/** What receipts stand on. */
export interface ReceiptParts {
  readonly chat: Chat;
  readonly latest: LatestAnswer;
  readonly receiptsEnabled: () => boolean;
  /** Emits when the session is reset or cleaned up: receipts that are pending are dropped. */
  readonly left$: Observable<unknown>;
}

/**
 * Receipts by `sendEvent`: each once, and as few as say all, by the chat's own throttle; at once, as
 * `event$`, where the content says `disableThrottle`.
 *
 * - **Emits** what `sendEvent` resolves with.
 * - **Errors** with what `sendEvent` rejects with where receipts are off, or there is no message.
 */
export function createReceipts({ chat, latest, receiptsEnabled, left$ }: ReceiptParts) {
  const fired = new Set<string>();

  return (
    kind: ReceiptKind,
    { contentType, content, metadata }: SendEventArgs,
    text: string | undefined,
    event$: Observable<unknown>,
  ): Observable<object> => {
    const { messageId, disableThrottle } = Object(JSON.parse(text ?? '{}')) as {
      messageId?: string;
      disableThrottle?: boolean;
    };
    if (!receiptsEnabled() || typeof messageId !== 'string' || messageId === '') {
      const errorMessage = `Ignoring messageReceipt: ${receiptsEnabled() && 'missing messageId'}`;
      const refusal: unknown = { errorMessage, data: { contentType, content, metadata } };
      return throwError(() => refusal as Error); // an object, as pages know it
    }
    const receipt = `${kind} ${messageId}`;
    const before = latest('sendEvent', contentType);
    const sent$ = () => {
      if (fired.has(receipt)) return of(undefined);
      if (disableThrottle === true) return event$;
      return kind === 'read' ? chat.markRead(messageId) : chat.markDelivered(messageId);
    };
    return defer(sent$).pipe(
      takeUntil(left$),
      defaultIfEmpty(undefined),
      map(() => {
        fired.add(receipt);
        const data = latest('sendEvent', contentType);
        return data === before
          ? { message: 'Event already fired', metadata: metadata ?? null }
          : { data, metadata: metadata ?? null };
      }),
    );
  };
}
