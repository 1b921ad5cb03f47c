import type { WireItem, WireReceipt } from '../../wire/index.js';
import type { SentItem } from './state.js';
import type { TranscriptEntry } from './Transcript.js';

/**
 * An item as it comes over a socket: the fields in the order in which the service writes them, and none
 * for which it has nothing to say. A file has neither content nor content type of its own.
 *
 * Source: the frames of the wire samples; the same order in all that come from the live service.
 */
export const frameItem = (item: SentItem): SentItem => ({
  AbsoluteTime: item.AbsoluteTime,
  ...present('Attachments', item.Attachments),
  ...present('Content', item.Content),
  ...present('ContentType', item.ContentType),
  Id: item.Id,
  ...present('Type', item.Type),
  ...present('ParticipantId', item.ParticipantId),
  ...present('DisplayName', item.DisplayName),
  ...present('ParticipantRole', item.ParticipantRole),
  ...present('InitialContactId', item.InitialContactId),
  ...present('ContactId', item.ContactId),
  ...present('MessageMetadata', item.MessageMetadata),
});

const present = <K extends keyof WireItem>(
  name: K,
  value: WireItem[K],
): Partial<Pick<WireItem, K>> =>
  value === undefined ? {} : ({ [name]: value } as unknown as Pick<WireItem, K>);

/**
 * An item as GetTranscript gives it: `null` where it has no content, type or participant, no contact ids, but
 * `RelatedContactId` where it is of an earlier contact of a persistent chat. A message has its receipts in it.
 *
 * Source: the rows of the wire samples.
 */
export function transcriptRow(
  { item, contactId }: TranscriptEntry,
  currentContactIds: readonly string[],
): WireItem {
  const { Attachments, MessageMetadata: metadata } = item;
  return {
    AbsoluteTime: item.AbsoluteTime,
    ...(Attachments && { Attachments }),
    Content: item.Content ?? null,
    ContentType: item.ContentType ?? null,
    Id: item.Id,
    Type: item.Type ?? null,
    ParticipantId: item.ParticipantId ?? null,
    DisplayName: item.DisplayName ?? null,
    ParticipantRole: item.ParticipantRole ?? null,
    ...(metadata && {
      MessageMetadata: {
        MessageId: metadata.MessageId,
        Receipts: metadata.Receipts?.map(rowReceipt),
      },
    }),
    ...(!currentContactIds.includes(contactId) && { RelatedContactId: contactId }),
  };
}

const rowReceipt = (receipt: WireReceipt): WireReceipt => ({
  DeliveredTimestamp: receipt.DeliveredTimestamp ?? null,
  ReadTimestamp: receipt.ReadTimestamp ?? null,
  RecipientParticipantId: receipt.RecipientParticipantId,
});

/** A receipt over a socket has neither id nor participant nor contact. */
export const receiptFrame = (
  time: string,
  MessageMetadata: WireItem['MessageMetadata'],
): WireItem => ({
  AbsoluteTime: time,
  ContentType: 'application/vnd.amazonaws.connect.event.message.metadata',
  Type: 'MESSAGEMETADATA',
  MessageMetadata,
});
