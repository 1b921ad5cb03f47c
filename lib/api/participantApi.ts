import type { ObservableInput } from 'rxjs';
import type { WireItem } from '../wire/index.js';

/**
 * The port to the Amazon Connect Participant Service, in the shapes of its REST API (PascalCase): one
 * method per operation.
 *
 * The default calls the service directly. A custom one may, for example, call a backend that keeps the
 * tokens. A method returns anything RxJS can subscribe to (an Observable, a Promise). The call is made
 * when the method is called or the Observable is subscribed to; unsubscribing should cancel it. Failures
 * should be {@link ChatError}s; anything else counts as `Network`. Methods do not retry: the library
 * does, by one policy, with the same `ClientToken`.
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
  startAttachmentUpload(
    request: StartAttachmentUploadRequest,
  ): ObservableInput<StartAttachmentUploadAnswer>;
  completeAttachmentUpload(request: CompleteAttachmentUploadRequest): ObservableInput<unknown>;
  getAttachment(request: GetAttachmentRequest): ObservableInput<GetAttachmentAnswer>;
  describeView(request: DescribeViewRequest): ObservableInput<DescribeViewAnswer>;
  getAuthenticationUrl(
    request: GetAuthenticationUrlRequest,
  ): ObservableInput<GetAuthenticationUrlAnswer>;
  cancelParticipantAuthentication(
    request: CancelParticipantAuthenticationRequest,
  ): ObservableInput<unknown>;
}

/** Carries the participant token as bearer. */
export interface CreateParticipantConnectionRequest {
  readonly ParticipantToken: string;
  readonly Type?: readonly ('WEBSOCKET' | 'CONNECTION_CREDENTIALS' | 'WEBRTC_CONNECTION')[];
  readonly ConnectParticipant?: boolean;
}

/** Facts about an answer, as the AWS SDK gives them. */
export interface AnswerMetadata {
  readonly httpStatusCode?: number | undefined;
  /** The service's id of the request, for support cases. */
  readonly requestId?: string | undefined;
}

interface Answer {
  readonly $metadata?: AnswerMetadata | undefined;
}

export interface CreateParticipantConnectionAnswer extends Answer {
  readonly Websocket?:
    | {
        readonly Url?: string | undefined;
        /** ISO 8601: when the URL expires, 100 s after its issue. */
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
  /** For `Type` `WEBRTC_CONNECTION`: a call, to be joined with the Amazon Chime SDK. */
  readonly WebRTCConnection?: WebRTCConnection | undefined;
}

/** How an in-app or web call is joined, in the Amazon Chime SDK's terms. */
export interface WebRTCConnection {
  readonly Attendee?:
    | {
        readonly AttendeeId?: string | undefined;
        readonly JoinToken?: string | undefined;
      }
    | undefined;
  readonly Meeting?:
    | {
        readonly MeetingId?: string | undefined;
        readonly MediaPlacement?:
          | Readonly<
              Partial<
                Record<
                  'AudioHostUrl' | 'AudioFallbackUrl' | 'SignalingUrl' | 'EventIngestionUrl',
                  string
                >
              >
            >
          | undefined;
        readonly MeetingFeatures?:
          | {
              readonly Audio?:
                { readonly EchoReduction?: 'AVAILABLE' | 'UNAVAILABLE' | undefined } | undefined;
            }
          | undefined;
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

export interface SendMessageAnswer extends Answer {
  readonly Id?: string | undefined;
  readonly AbsoluteTime?: string | undefined;
  readonly MessageMetadata?: { readonly MessageProcessingStatus?: string | undefined } | undefined;
}

export interface SendEventRequest extends WithConnectionToken {
  readonly ContentType: string;
  readonly Content?: string;
  readonly ClientToken?: string;
}

export interface SendEventAnswer extends Answer {
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

export interface GetTranscriptAnswer extends Answer {
  readonly InitialContactId?: string | undefined;
  readonly Transcript?: readonly WireItem[] | undefined;
  readonly NextToken?: string | undefined;
}

export interface DisconnectParticipantRequest extends WithConnectionToken {
  readonly ClientToken?: string;
  /**
   * Not sent to the service: the page is unloading, and the request has to outlive it, as by `fetch`
   * with `keepalive`; unsubscribing does not cancel it. @defaultValue false
   */
  readonly keepalive?: boolean;
}

export interface StartAttachmentUploadRequest extends WithConnectionToken {
  readonly ContentType: string;
  readonly AttachmentSizeInBytes: number;
  readonly AttachmentName: string;
  readonly ClientToken: string;
}

export interface StartAttachmentUploadAnswer extends Answer {
  readonly AttachmentId?: string | undefined;
  /** Where the bytes go, by PUT, with exactly these headers. */
  readonly UploadMetadata?:
    | {
        readonly Url?: string | undefined;
        /** ISO 8601. */
        readonly UrlExpiry?: string | undefined;
        readonly HeadersToInclude?: Readonly<Record<string, string>> | undefined;
      }
    | undefined;
}

export interface CompleteAttachmentUploadRequest extends WithConnectionToken {
  readonly AttachmentIds: readonly string[];
  readonly ClientToken: string;
}

export interface GetAttachmentRequest extends WithConnectionToken {
  readonly AttachmentId: string;
  /** Lifetime of the URL: 5 to 300. */
  readonly UrlExpiryInSeconds?: number;
}

export interface GetAttachmentAnswer extends Answer {
  readonly Url?: string | undefined;
  /** ISO 8601. */
  readonly UrlExpiry?: string | undefined;
  readonly AttachmentSizeInBytes?: number | undefined;
}

export interface DescribeViewRequest extends WithConnectionToken {
  readonly ViewToken: string;
}

export interface DescribeViewAnswer extends Answer {
  readonly View?: WireView | undefined;
}

/** A view as the service writes it, unchecked. */
export interface WireView {
  readonly Id?: string | undefined;
  readonly Arn?: string | undefined;
  readonly Name?: string | undefined;
  readonly Version?: number | undefined;
  readonly Content?:
    | {
        /** JSON Schema, as JSON text. */
        readonly InputSchema?: string | undefined;
        /** JSON text. */
        readonly Template?: string | undefined;
        readonly Actions?: readonly string[] | undefined;
      }
    | undefined;
}

export interface GetAuthenticationUrlRequest extends WithConnectionToken {
  /** From the content of the event `authentication.initiated`; good for one use. */
  readonly SessionId: string;
  readonly RedirectUri: string;
}

export interface GetAuthenticationUrlAnswer extends Answer {
  readonly AuthenticationUrl?: string | undefined;
}

export interface CancelParticipantAuthenticationRequest extends WithConnectionToken {
  readonly SessionId: string;
}
