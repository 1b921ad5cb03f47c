import { defer, map, type Observable, of } from 'rxjs';
import { eventType } from '../lite.js';
import type { AskingPromise } from './asking.js';
import type { SessionContext } from './context.js';

/** What `sendEvent` is given for a receipt. */
interface ReceiptArgs {
  readonly contentType: string;
  readonly content?: unknown;
  readonly metadata?: unknown;
}

type Receipt = 'read' | 'delivered';

/** The receipt that an event of this content type is. */
export const receiptOf = (contentType: string): Receipt | undefined =>
  (['read', 'delivered'] as const).find((kind) => contentType === eventType(`message.${kind}`));

/**
 * Receipts by `sendEvent`: each once, and as few as say all, by the chat's own throttle; at once, as
 * `event$`, where the content says `disableThrottle`.
 */
export function createReceipts(
  { chat, answers, receiptsEnabled }: SessionContext,
  promise: AskingPromise,
) {
  const fired = new Set<string>();
  return {
    sendReceipt: async (
      kind: Receipt,
      args: ReceiptArgs,
      content: string | undefined,
      event$: Observable<object>,
    ) => {
      const refuse = (because: string) => {
        const errorMessage = `Ignoring messageReceipt: ${because}`;
        throw { errorMessage, data: args } as unknown as Error;
      };
      if (!receiptsEnabled()) return refuse('false');
      const { messageId, disableThrottle } = fieldsOf(content);
      if (typeof messageId !== 'string' || messageId === '') return refuse('missing messageId');

      const before = answers.event(args.contentType);
      const receipt = `${kind} ${messageId}`;
      const mark = (): Observable<unknown> => {
        if (fired.has(receipt)) return of(undefined);
        if (disableThrottle === true) return event$;
        return kind === 'read' ? chat().markRead(messageId) : chat().markDelivered(messageId);
      };
      const metadata = args.metadata ?? null;
      return promise(
        'sendEvent',
        args.metadata,
        defer(mark).pipe(
          map(() => {
            fired.add(receipt);
            const data = answers.event(args.contentType);
            return data === before
              ? { message: 'Event already fired', metadata }
              : { data, metadata };
          }),
        ),
      );
    },
    forget: () => {
      fired.clear();
    },
  };
}

function fieldsOf(content: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(content ?? '{}')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
