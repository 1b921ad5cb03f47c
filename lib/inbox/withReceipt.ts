import type { ChatMessage, Receipt, Recipient } from '../wire/index.js';

/**
 * The message with `receipt` added; the same message if it has that already. Of several times, the earliest
 * counts, so that receipts may come in any order. A read receipt is a delivered receipt as well.
 */
export function withReceipt(message: ChatMessage, receipt: Receipt): ChatMessage {
  const deliveredTo = withRecipient(message.deliveredTo, receipt);
  const readBy =
    receipt.status === 'read' ? withRecipient(message.readBy, receipt) : message.readBy;
  if (deliveredTo === message.deliveredTo && readBy === message.readBy) return message;
  return seen(message, deliveredTo, readBy);
}

/** The message with receipts that are those of a later one: they stand for all before it. */
export const withReceiptsOf = (message: ChatMessage, later: ChatMessage): ChatMessage =>
  later.deliveredTo === undefined ? message : seen(message, later.deliveredTo, later.readBy);

const seen = (
  message: ChatMessage,
  deliveredTo: readonly Recipient[],
  readBy: readonly Recipient[] | undefined,
): ChatMessage => ({
  ...message,
  status: readBy ? 'read' : 'delivered',
  deliveredTo,
  ...(readBy && { readBy }),
});

function withRecipient(
  recipients: readonly Recipient[] = [],
  { participantId, time }: Receipt,
): readonly Recipient[] {
  const known = recipients.find((recipient) => recipient.participantId === participantId);
  if (known && known.time <= time) return recipients;
  return [...recipients.filter((recipient) => recipient !== known), { participantId, time }].sort(
    (a, b) => a.time.getTime() - b.time.getTime() || (a.participantId < b.participantId ? -1 : 1),
  );
}
