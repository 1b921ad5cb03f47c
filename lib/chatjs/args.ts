import type { ChatEventContentType, ChatMessageContentType } from './items.js';

/** Echoed on what a method resolves or rejects with. */
export interface Echoed {
  readonly metadata?: unknown;
}

export type ConnectArgs = Echoed;

export interface SendMessageArgs extends Echoed {
  readonly message: string;
  /** One of a message, such as `text/plain`. */
  readonly contentType: ChatMessageContentType;
  readonly clientToken?: string | undefined;
}

export interface SendEventArgs extends Echoed {
  readonly contentType: ChatEventContentType;
  /** An object, or one as JSON text. */
  readonly content?: string | object | undefined;
  readonly clientToken?: string | undefined;
}

export interface SendMessageReceiptArgs extends Echoed {
  readonly event: 'delivered' | 'read';
  /** Counts more than `message.Id`. */
  readonly messageId?: string | undefined;
  readonly message?: { readonly Id?: string | undefined } | undefined;
  readonly clientToken?: string | undefined;
}

export interface SendAttachmentArgs extends Echoed {
  readonly attachment: File;
}

export interface AttachmentArgs extends Echoed {
  readonly attachmentId: string;
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
  readonly viewToken: string | undefined;
  /** Kept for code that names it; nothing asks for it. */
  readonly InstanceId?: string | undefined;
}

export interface GetAuthenticationUrlArgs extends Echoed {
  readonly redirectUri: string;
  readonly sessionId: string;
}

export interface CancelParticipantAuthenticationArgs extends Echoed {
  readonly sessionId: string;
}
