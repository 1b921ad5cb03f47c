import { type Observable, Subject } from 'rxjs';
import type { Receipt } from '../wire/index.js';
import { type OutgoingReceipt } from './throttleReceipts.js';

/** A message, by its id, and when it was sent, in milliseconds since 1970. */
export interface ReadMark {
  readonly id: string;
  readonly time: number;
}

/** Up to where this participant has sent receipts; JSON. */
export interface ReadMarksSnapshot {
  readonly readUpTo?: ReadMark;
  readonly deliveredUpTo?: ReadMark;
}

/** Which receipts this participant has given, so that no message gets one twice. */
export interface ReadMarks {
  /** Whether the message has this receipt, or one that supersedes it. */
  has(receipt: OutgoingReceipt): boolean;
  /** The receipt has been given. */
  add(receipt: OutgoingReceipt): void;
  /** Emits when one has been. */
  readonly added$: Observable<unknown>;
  snapshot(): ReadMarksSnapshot;
  /** Adds what an earlier snapshot says; a mark never goes back. */
  restore(snapshot: ReadMarksSnapshot): void;
}

/** How many receipts are remembered one by one, for messages whose place is not known. */
const REMEMBERED = 1_000;

/** Marks of a participant that has given no receipt. */
export function createReadMarks(): ReadMarks {
  const upTo: Partial<Record<Receipt['status'], ReadMark>> = {};
  const given = new Set<string>(); // iterates oldest first
  const added$ = new Subject<void>();

  const isMarked = (status: Receipt['status'], { messageId, time }: OutgoingReceipt): boolean => {
    const mark = upTo[status];
    if (given.has(key(status, messageId)) || mark?.id === messageId) return true;
    return mark !== undefined && time !== undefined && time < mark.time;
  };

  const add = ({ status, messageId, time }: OutgoingReceipt) => {
    given.add(key(status, messageId));
    if (given.size > REMEMBERED) given.delete(given.values().next().value ?? '');
    if (time !== undefined && !(time < (upTo[status]?.time ?? -Infinity))) {
      upTo[status] = { id: messageId, time };
    }
    added$.next();
  };

  return {
    has: (receipt) =>
      isMarked('read', receipt) ||
      (receipt.status === 'delivered' && isMarked('delivered', receipt)),
    add,
    added$: added$.asObservable(),
    snapshot: () => ({
      ...(upTo.read && { readUpTo: upTo.read }),
      ...(upTo.delivered && { deliveredUpTo: upTo.delivered }),
    }),
    restore: ({ readUpTo, deliveredUpTo }) => {
      if (readUpTo) add({ status: 'read', messageId: readUpTo.id, time: readUpTo.time });
      if (deliveredUpTo) {
        add({ status: 'delivered', messageId: deliveredUpTo.id, time: deliveredUpTo.time });
      }
    },
  };
}

const key = (status: Receipt['status'], messageId: string) => `${status} ${messageId}`;
