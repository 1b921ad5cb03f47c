import type { AnswerMetadata } from '../lite.js';
import type { ChatTranscriptItem } from './items.js';

/** What a method resolves with. */
export interface ParticipantServiceResponse<Data> {
  /** The service's answer. */
  readonly data: Data & { readonly $metadata?: AnswerMetadata };
  /** Declared as by amazon-connect-chatjs, for code that names them; neither library sets them. */
  readonly error: Error | undefined;
  readonly requestId: string;
  readonly redirectCount: number;
  readonly retryCount: number;
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
  connectCalled: boolean;
  connectSuccess: boolean;
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
  /** Absent on the last page; declared as by amazon-connect-chatjs 5.0. */
  readonly NextToken: string;
}

export type SendAttachmentResult = object;

export interface GetAttachmentURLResult {
  readonly Url: string;
}

export interface GetAuthenticationUrlResult {
  AuthenticationUrl?: string;
}

/** Statuses of a view. Source: API_View of the Amazon Connect API. */
export interface ViewStatus {
  readonly PUBLISHED: 'PUBLISHED';
  readonly SAVED: 'SAVED';
}

/** Who manages a view. Source: API_View of the Amazon Connect API. */
export interface ViewType {
  readonly AWS_MANAGED: 'AWS_MANAGED';
  readonly CUSTOMER_MANAGED: 'CUSTOMER_MANAGED';
}

export interface ViewContent {
  /** JSON Schema, as JSON text. */
  InputSchema?: string;
  /** JSON text. */
  Template?: string;
  Actions?: string[];
}

/** What DescribeView answers: `Id`, `Arn`, `Name`, `Version` and `Content`; the others as declared by amazon-connect-chatjs. */
export interface View {
  Id?: string;
  Arn?: string;
  Name?: string;
  Status?: ViewStatus;
  Type?: ViewType;
  Description?: string;
  Version?: number;
  VersionDescription?: string;
  Content?: ViewContent;
  Tags?: Record<string, string>;
  CreatedTime?: Date;
  LastModifiedTime?: Date;
  ViewContentSha256?: string;
}

export interface DescribeViewResult {
  View?: View;
}
