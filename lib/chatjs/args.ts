import type { ChatEventContentType, ChatMessageContentType } from './items.js';

/** Echoed on what a method resolves or rejects with. */
export interface Echoed {
  readonly metadata?: unknown;
}

export type ConnectArgs = Echoed;

export interface SendMessageArgs extends Echoed {
  message: string;
  /** One of a message, such as `text/plain`. */
  contentType: ChatMessageContentType;
  clientToken?: string | undefined;
}

export interface SendEventArgs extends Echoed {
  contentType: ChatEventContentType;
  /** An object, or one as JSON text. */
  content?: string | object | undefined;
  clientToken?: string | undefined;
}

export interface SendMessageReceiptArgs extends Echoed {
  event: 'delivered' | 'read';
  /** Counts more than `message.Id`. */
  messageId?: string | undefined;
  message?: { readonly Id?: string | null | undefined } | undefined;
  clientToken?: string | undefined;
}

export interface SendAttachmentArgs extends Echoed {
  attachment: File;
}

export interface AttachmentArgs extends Echoed {
  attachmentId: string;
}

export interface GetTranscriptArgs extends Echoed {
  /** Another contact of the chain. @defaultValue the session's */
  readonly contactId?: string | undefined;
  /** @defaultValue 15 */
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
  /** @defaultValue BACKWARD */
  readonly scanDirection?: 'FORWARD' | 'BACKWARD' | undefined;
  /** @defaultValue ASCENDING */
  readonly sortOrder?: 'ASCENDING' | 'DESCENDING' | undefined;
  readonly startPosition?:
    | {
        readonly id?: string | undefined;
        readonly absoluteTime?: string | undefined;
        readonly mostRecent?: number | undefined;
      }
    | undefined;
}

export interface DescribeViewArgs extends Echoed {
  viewToken: string | undefined;
  /** Kept for code that names it; nothing asks for it. */
  InstanceId?: string | undefined;
}

export interface GetAuthenticationUrlArgs extends Echoed {
  redirectUri: string;
  sessionId: string;
}

export interface CancelParticipantAuthenticationArgs extends Echoed {
  sessionId: string;
}
