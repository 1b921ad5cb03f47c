import { type ChatItem, isMessage, type Receipt, type WireReceipt } from '../wire/index.js';

/**
 * The receipts that an item of type MESSAGEMETADATA brings, or a message of itself: of every recipient, not of the first
 * alone, its delivered receipt before its read one. What cannot be read is left out.
 */
export function receiptsIn(item: ChatItem): readonly Receipt[] {
  const {
    raw: { MessageMetadata },
    time,
  } = item;
  const messageId: unknown = isMessage(item) ? item.id : MessageMetadata?.MessageId;
  const rows: unknown = MessageMetadata?.Receipts;
  if (!isText(messageId) || !Array.isArray(rows)) return [];
  return rows.flatMap((row: WireReceipt | null): Receipt[] => {
    const participantId: unknown = row?.RecipientParticipantId;
    if (!isText(participantId)) return [];
    const receipt = (status: Receipt['status'], timestamp: unknown): Receipt[] => {
      if (!isText(timestamp)) return [];
      const at = new Date(timestamp);
      return [{ messageId, participantId, status, time: Number.isNaN(at.getTime()) ? time : at }];
    };
    return [
      ...receipt('delivered', row?.DeliveredTimestamp),
      ...receipt('read', row?.ReadTimestamp),
    ];
  });
}

/** One receipt of one recipient for one message. */
export const receiptKey = ({ messageId, participantId, status }: Omit<Receipt, 'time'>): string =>
  `${status}\n${messageId}\n${participantId}`;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
