import type { EventContentType } from '../lite.js';

/** What a message or a file can be, as pages know it from amazon-connect-chatjs. */
export type ChatMessageContentType =
  | 'text/plain'
  | 'text/markdown'
  | 'text/csv'
  | 'application/json'
  | 'application/pdf'
  | 'application/msword'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  | 'application/vnd.ms-powerpoint'
  | 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
  | 'application/vnd.ms-excel'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  | 'image/jpeg'
  | 'image/png'
  | 'audio/wav'
  | 'audio/x-wav'
  | 'audio/vnd.wave'
  | 'application/vnd.amazonaws.connect.message.interactive'
  | 'application/vnd.amazonaws.connect.message.interactive.response';

export type ChatEventContentType = EventContentType;
export type ChatContentType = ChatEventContentType | ChatMessageContentType;

/** How far a message has come that the service processes on its way. */
export interface MessageProcessingStatus {
  readonly PROCESSING: 'PROCESSING';
  readonly FAILED: 'FAILED';
  readonly REJECTED: 'REJECTED';
}

export interface AttachmentItem {
  readonly AttachmentId: string;
  readonly AttachmentName: string;
  readonly ContentType: string;
  readonly Status: 'APPROVED' | 'REJECTED' | 'IN_PROGRESS';
}

/** An item as the service writes it. */
export interface ChatTranscriptItem {
  readonly Id: string;
  readonly Type: 'MESSAGE' | 'EVENT' | 'ATTACHMENT' | 'CONNECTION_ACK' | 'MESSAGEMETADATA';
  /** ISO 8601, UTC; empty while an own message is on its way. */
  readonly AbsoluteTime: string;
  readonly ContentType?: ChatContentType;
  readonly Content?: string;
  readonly ParticipantId?: string;
  readonly ParticipantRole?: 'AGENT' | 'CUSTOMER' | 'SYSTEM' | 'CUSTOM_BOT' | 'SUPERVISOR';
  readonly DisplayName?: string;
  readonly Attachments?: AttachmentItem[];
  readonly RelatedContactId?: string;
  readonly MessageMetadata?: {
    readonly MessageId?: string;
    /** Of own messages in `onTranscriptUpdated`. */
    readonly Status?: 'SENDING' | 'SENT' | 'DELIVERED' | 'READ' | 'FAILED' | 'UNKNOWN';
    readonly MessageProcessingStatus?: MessageProcessingStatus[keyof MessageProcessingStatus];
    readonly Receipts?: {
      readonly RecipientParticipantId?: string;
      readonly DeliveredTimestamp?: string;
      readonly ReadTimestamp?: string;
    }[];
    /** Of streamed messages. */
    readonly MessageCompleted?: boolean;
    readonly ChunkNumber?: number;
  };
  /** In `onTranscriptUpdated`: the other fields as JSON text. */
  readonly serializedContent?: string;
}

/** An item as events carry it. */
export interface ChatEventData extends ChatTranscriptItem {
  readonly ContactId?: string;
  readonly InitialContactId?: string;
}
