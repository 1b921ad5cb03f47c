import type { Chat } from '../lite.js';
import type {
  AttachmentArgs,
  CancelParticipantAuthenticationArgs,
  ConnectArgs,
  DescribeViewArgs,
  GetAuthenticationUrlArgs,
  GetTranscriptArgs,
  SendAttachmentArgs,
  SendEventArgs,
  SendMessageArgs,
  SendMessageReceiptArgs,
} from './args.js';
import type { ConnectionStatus } from './connectionStatus.js';
import type { ChatDetails } from './details.js';
import type { HandlerMethods } from './events.js';
import type {
  ConnectChatResult,
  DescribeViewResult,
  GetAuthenticationUrlResult,
  GetTranscriptResult,
  ParticipantServiceResponse,
  SendEventResult,
  SendMessageResult,
  ServiceMethod,
  WithMetadata,
} from './results.js';

/**
 * A chat session: promises for what one does, handlers for what happens. Methods that ask the service
 * reject with a `ChatRejection`, wait for the connection, and try again what waiting can cure.
 */
export interface ChatSessionInterface extends HandlerMethods {
  /** The same chat as streams; another one after {@link reset}. */
  readonly chat: Chat;
  readonly controller: ChatController;
  getChatDetails(): ChatDetails;

  /** Resolves when the service has let the session in; rejects with the same shape. */
  connect<T>(args: WithMetadata<object, T>): Promise<WithMetadata<ConnectChatResult, T>>;
  connect(args?: ConnectArgs): Promise<ConnectChatResult>;

  readonly sendMessage: ServiceMethod<SendMessageArgs, SendMessageResult>;
  readonly sendEvent: ServiceMethod<SendEventArgs, SendEventResult>;
  getTranscript<T>(
    args: WithMetadata<GetTranscriptArgs, T>,
  ): Promise<WithMetadata<ParticipantServiceResponse<GetTranscriptResult>, T>>;
  getTranscript(args?: GetTranscriptArgs): Promise<ParticipantServiceResponse<GetTranscriptResult>>;
  readonly sendAttachment: ServiceMethod<SendAttachmentArgs, object>;
  /** Sends a receipt at once, whatever went before and whatever the features say. */
  readonly sendMessageReceipt: ServiceMethod<SendMessageReceiptArgs, SendEventResult>;
  downloadAttachment<T>(args: WithMetadata<AttachmentArgs, T>): Promise<WithMetadata<Blob, T>>;
  downloadAttachment(args: AttachmentArgs): Promise<Blob>;
  /** Declared with metadata as by amazon-connect-chatjs: a string, so that neither library adds any. */
  getAttachmentURL<T>(args: WithMetadata<AttachmentArgs, T>): Promise<WithMetadata<string, T>>;
  getAttachmentURL(args: AttachmentArgs): Promise<string>;
  readonly describeView: ServiceMethod<DescribeViewArgs, DescribeViewResult>;
  readonly getAuthenticationUrl: ServiceMethod<
    GetAuthenticationUrlArgs,
    GetAuthenticationUrlResult
  >;
  readonly cancelParticipantAuthentication: ServiceMethod<
    CancelParticipantAuthenticationArgs,
    void
  >;

  /**
   * Closes the socket and removes all handlers. The contact goes on: `connect()` joins it again. The
   * Promise never rejects, and receipts that are pending resolve.
   */
  reset(): Promise<void>;
  /** Lets go for good; amazon-connect-streams calls it when the contact is destroyed. */
  cleanUp(): void;
}

/** What pages reach as `session.controller`: the session itself, with what they look for in it. */
export interface ChatController extends ChatSessionInterface {
  readonly contactId: string;
  readonly initialContactId: string;
  readonly participantId: string;
  getConnectionStatus(): ConnectionStatus;
  /**
   * As the session's `on…` methods, by the event's name, such as `INCOMING_MESSAGE`; handlers of other
   * names are never called.
   *
   * @throws IllegalArgument if the name is not a string or the callback is not a function
   */
  subscribe(eventName: string, callback: (event: unknown) => void): void;
  disconnectParticipant(): Promise<ParticipantServiceResponse<void>>;
  cleanUpOnParticipantDisconnect(): void;
}

export interface AgentChatSession extends ChatSessionInterface {
  /** Drops all handlers. */
  cleanUpOnParticipantDisconnect(): void;
}

export interface CustomerChatSession extends ChatSessionInterface {
  /** Leaves the chat. Until the service ends it, the customer may answer what the flow asks. */
  disconnectParticipant(): Promise<ParticipantServiceResponse<void>>;
}
