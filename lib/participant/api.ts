import type { ObservableInput } from 'rxjs';
import type { WireItem } from '../wire/index.js';

/**
 * The port to the Amazon Connect Participant Service: what the library asks of it, in the shapes of
 * its REST API (PascalCase), one method an operation.
 *
 * The default talks to the service itself. An own one may, for example, ask a backend that keeps the
 * tokens. A method returns anything RxJS can subscribe to (an Observable, a Promise); a call is made
 * when the method is called or the Observable subscribed, and an Observable's unsubscription should
 * cancel it. Failures should be {@link ChatError}s; anything else is taken as `Network`. Methods do
 * not retry: the library does, by one policy, with the same `ClientToken`.
 *
 * Source: Amazon Connect Participant Service API reference.
 */
export interface ParticipantApi {
  createParticipantConnection(
    request: CreateParticipantConnectionRequest,
  ): ObservableInput<CreateParticipantConnectionAnswer>;
  sendMessage(request: SendMessageRequest): ObservableInput<SendMessageAnswer>;
  sendEvent(request: SendEventRequest): ObservableInput<SendEventAnswer>;
  getTranscript(request: GetTranscriptRequest): ObservableInput<GetTranscriptAnswer>;
  disconnectParticipant(request: DisconnectParticipantRequest): ObservableInput<unknown>;
}

/** Carries the participant token as bearer. */
export interface CreateParticipantConnectionRequest {
  readonly ParticipantToken: string;
  readonly Type?: readonly ('WEBSOCKET' | 'CONNECTION_CREDENTIALS' | 'WEBRTC_CONNECTION')[];
  readonly ConnectParticipant?: boolean;
}

export interface CreateParticipantConnectionAnswer {
  readonly Websocket?:
    | {
        readonly Url?: string | undefined;
        /** ISO 8601: the URL must be used before; 100 s after its issue. */
        readonly ConnectionExpiry?: string | undefined;
      }
    | undefined;
  readonly ConnectionCredentials?:
    | {
        readonly ConnectionToken?: string | undefined;
        /** ISO 8601. */
        readonly Expiry?: string | undefined;
      }
    | undefined;
}

interface WithConnectionToken {
  /** The bearer. */
  readonly ConnectionToken: string;
}

export interface SendMessageRequest extends WithConnectionToken {
  readonly ContentType: string;
  readonly Content: string;
  /** Makes the request idempotent. */
  readonly ClientToken?: string;
}

export interface SendMessageAnswer {
  readonly Id?: string | undefined;
  readonly AbsoluteTime?: string | undefined;
  readonly MessageMetadata?: { readonly MessageProcessingStatus?: string | undefined } | undefined;
}

export interface SendEventRequest extends WithConnectionToken {
  readonly ContentType: string;
  readonly Content?: string;
  readonly ClientToken?: string;
}

export interface SendEventAnswer {
  readonly Id?: string | undefined;
  readonly AbsoluteTime?: string | undefined;
}

export interface GetTranscriptRequest extends WithConnectionToken {
  readonly ContactId?: string;
  /** 1 to 100; the service's default is 10. */
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly ScanDirection?: 'FORWARD' | 'BACKWARD';
  readonly SortOrder?: 'ASCENDING' | 'DESCENDING';
  /** One of its fields. */
  readonly StartPosition?: {
    readonly Id?: string;
    readonly AbsoluteTime?: string;
    readonly MostRecent?: number;
  };
}

export interface GetTranscriptAnswer {
  readonly InitialContactId?: string | undefined;
  readonly Transcript?: readonly WireItem[] | undefined;
  readonly NextToken?: string | undefined;
}

export interface DisconnectParticipantRequest extends WithConnectionToken {
  readonly ClientToken?: string;
}
