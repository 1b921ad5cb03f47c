import type { AnswerMetadata } from '../lite.js';
import type { ChatTranscriptItem } from './items.js';

/** What a method resolves with. */
export interface ParticipantServiceResponse<Data> {
  /** The service's answer. */
  readonly data: Data & { readonly $metadata?: AnswerMetadata };
  /** Kept for code that names them; they are never there, nor are they with amazon-connect-chatjs. */
  readonly error?: undefined;
  readonly requestId?: undefined;
  readonly redirectCount?: undefined;
  readonly retryCount?: undefined;
}

/** The same, under the name of the AWS SDK's second version. */
export type AWSResponse<Data> = ParticipantServiceResponse<Data>;

export interface ChatMetadata<T> {
  /** Echoed on what the method resolves or rejects with. */
  readonly metadata: T;
}

export type WithMetadata<Data, T> = Data & ChatMetadata<T>;

/** A method that asks the service. */
export interface ServiceMethod<Args, Data> {
  <T>(args: WithMetadata<Args, T>): Promise<WithMetadata<ParticipantServiceResponse<Data>, T>>;
  (args: Args): Promise<ParticipantServiceResponse<Data>>;
}

/** What a method that asks the service rejects with. */
export interface ChatRejection {
  /** The name of the service's exception, such as `ThrottlingException`, or of what else went wrong. */
  readonly type: string;
  readonly message: string;
  readonly stack: readonly string[];
  readonly statusCode: number | undefined;
  readonly metadata: unknown;
  /** The `ChatError` behind it; not enumerable. */
  readonly cause?: unknown;
}

/** What `connect()` resolves with; what it rejects with has the same shape. */
export interface ConnectChatResult {
  readonly connectCalled: boolean;
  readonly connectSuccess: boolean;
  readonly _debug?: object;
  readonly metadata?: unknown;
}

export interface SendMessageResult {
  readonly Id: string;
  readonly AbsoluteTime: string;
  readonly MessageMetadata?: ChatTranscriptItem['MessageMetadata'];
}

export interface SendEventResult {
  readonly Id: string;
  readonly AbsoluteTime: string;
}

export interface GetTranscriptResult {
  readonly InitialContactId: string;
  readonly Transcript: ChatTranscriptItem[];
  readonly NextToken?: string;
}

export type SendAttachmentResult = object;

export interface GetAttachmentURLResult {
  readonly Url: string;
}

export interface GetAuthenticationUrlResult {
  readonly AuthenticationUrl?: string;
}

export interface View {
  readonly Id?: string;
  readonly Arn?: string;
  readonly Name?: string;
  readonly Status?: string;
  readonly Type?: string;
  readonly Description?: string;
  readonly Version?: number;
  readonly VersionDescription?: string;
  readonly Content?: {
    /** JSON Schema, as JSON text. */
    readonly InputSchema?: string;
    /** JSON text. */
    readonly Template?: string;
    readonly Actions?: string[];
  };
  readonly Tags?: Record<string, string>;
  readonly CreatedTime?: string;
  readonly LastModifiedTime?: string;
  readonly ViewContentSha256?: string;
}

export interface DescribeViewResult {
  readonly View?: View;
}
