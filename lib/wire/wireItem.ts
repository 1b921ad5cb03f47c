/**
 * A field as JSON has it. The service leaves out what it has nothing to say for, and in GetTranscript
 * writes `null` for it.
 */
type Field<T> = T | null | undefined;

/**
 * An item as the service writes it: in a websocket frame's `content`, or in the `Transcript` of
 * GetTranscript. Nothing of it has been checked, and any field may be missing; `decodeItem` decides what
 * becomes of that.
 *
 * Source: `Item` of the Amazon Connect Participant Service API; `ContactId`, `InitialContactId` and
 * the streaming fields of `MessageMetadata` come over the websocket.
 */
export interface WireItem {
  readonly Id?: Field<string>;
  readonly Type?: Field<string>;
  readonly ContentType?: Field<string>;
  readonly Content?: Field<string>;
  /** ISO 8601 with milliseconds, UTC. */
  readonly AbsoluteTime?: Field<string>;
  readonly ParticipantId?: Field<string>;
  readonly ParticipantRole?: Field<string>;
  readonly DisplayName?: Field<string>;
  readonly Attachments?: Field<readonly WireAttachment[]>;
  readonly MessageMetadata?: Field<WireMessageMetadata>;
  readonly ContactId?: Field<string>;
  readonly InitialContactId?: Field<string>;
  readonly RelatedContactId?: Field<string>;
}

/** A file of an item. */
export interface WireAttachment {
  readonly AttachmentId?: Field<string>;
  readonly AttachmentName?: Field<string>;
  readonly ContentType?: Field<string>;
  readonly Status?: Field<string>;
}

/** Receipts of a message, the progress of a streamed one, or how its processing went. */
export interface WireMessageMetadata {
  readonly MessageId?: Field<string>;
  readonly Receipts?: Field<readonly WireReceipt[]>;
  readonly MessageProcessingStatus?: Field<string>;
  /** 1 for the first piece of a streamed message. */
  readonly ChunkNumber?: Field<number>;
  readonly MessageCompleted?: Field<boolean>;
}

/** What one recipient did with a message; times as {@link WireItem.AbsoluteTime}. */
export interface WireReceipt {
  readonly RecipientParticipantId?: Field<string>;
  readonly ReadTimestamp?: Field<string>;
  readonly DeliveredTimestamp?: Field<string>;
}
