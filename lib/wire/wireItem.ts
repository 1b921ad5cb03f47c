/**
 * An item as the service writes it: in a websocket frame's `content`, or in the `Transcript` of
 * GetTranscript. Nothing of it has been checked; `decodeItem` does that.
 *
 * Source: `Item` of the Amazon Connect Participant Service API; `ContactId`, `InitialContactId` and
 * the streaming fields of `MessageMetadata` come over the websocket.
 */
export interface WireItem {
  readonly Id?: string | undefined;
  readonly Type?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Content?: string | undefined;
  /** ISO 8601 with milliseconds, UTC. */
  readonly AbsoluteTime?: string | undefined;
  readonly ParticipantId?: string | undefined;
  readonly ParticipantRole?: string | undefined;
  readonly DisplayName?: string | undefined;
  readonly Attachments?: readonly WireAttachment[] | undefined;
  readonly MessageMetadata?: WireMessageMetadata | undefined;
  readonly ContactId?: string | undefined;
  readonly InitialContactId?: string | undefined;
  readonly RelatedContactId?: string | undefined;
}

/** A file of an item. */
export interface WireAttachment {
  readonly AttachmentId?: string | undefined;
  readonly AttachmentName?: string | undefined;
  readonly ContentType?: string | undefined;
  readonly Status?: string | undefined;
}

/** Receipts of a message, the progress of a streamed one, or how its processing went. */
export interface WireMessageMetadata {
  readonly MessageId?: string | undefined;
  readonly Receipts?: readonly WireReceipt[] | undefined;
  readonly MessageProcessingStatus?: string | undefined;
  /** 1 for the first piece of a streamed message. */
  readonly ChunkNumber?: number | undefined;
  readonly MessageCompleted?: boolean | undefined;
}

/** What one recipient did with a message; times as {@link WireItem.AbsoluteTime}. */
export interface WireReceipt {
  readonly RecipientParticipantId?: string | undefined;
  readonly ReadTimestamp?: string | undefined;
  readonly DeliveredTimestamp?: string | undefined;
}
