// The types of a global `connect`, for code that was written for those of amazon-connect-chatjs.
export { ChatClient, ChatSession } from './chatjs.js';
import type * as types from './chatjs/index.js';

declare global {
  namespace connect {
    const ChatSession: ChatSessionObject;
    const ChatJS: ChatJSObject;

    type ChatJSObject = types.ChatJSObject;
    type ChatSessionObject = types.ChatSessionObject;
    type ChatSessionTypes = types.ChatSessionTypes;
    type MessageProcessingStatus = types.MessageProcessingStatus;
    type ChatDetailsInput = types.ChatDetailsInput;
    type ChatSessionOptions = types.ChatSessionOptions;
    type ChatSessionArgs = types.ChatSessionArgs;
    type CustomerChatSessionArgs = types.CustomerChatSessionArgs;
    type AgentChatSessionArgs = types.AgentChatSessionArgs;
    /** For code that names it; `create` takes what Streams gives. */
    interface WebSocketManager {
      onConnectionGain(callback: (event: unknown) => void): void;
      onConnectionLost(callback: (event: unknown) => void): void;
      onMessage(callback: (event: unknown) => void): void;
      sendMessage(message: Record<string, unknown>): void;
      connect(): void;
      disconnect(): void;
    }
    type ChatClient = types.ChatClient;
    type CreateParticipantConnectionResult = types.CreateParticipantConnectionResult;
    type ChatFeaturesConfig = types.ChatFeatures;
    type MessageReceiptsConfig = types.MessageReceiptsConfig;
    type ChatLogLevel = types.ChatLogLevel;
    type ChatGlobalConfig = types.ChatGlobalConfig;
    type ChatLogger = types.ChatLogger;
    type NetworkLinkStatus = types.NetworkLinkStatus;
    type CSMService = types.CsmService;
    type SetFeatureFlag = types.ChatSessionObject['setFeatureFlag'];
    type SetRegionOverride = types.ChatSessionObject['setRegionOverride'];
    type ChatController = types.ChatController;
    type ChatSessionInterface = types.ChatSessionInterface;
    type AgentChatSession = types.AgentChatSession;
    type CustomerChatSession = types.CustomerChatSession;
    type ChatDetails = types.ChatDetails;
    type ChatEventContentType = types.ChatEventContentType;
    type ChatMessageContentType = types.ChatMessageContentType;
    type ChatContentType = types.ChatContentType;
    type AWSResponse<Data> = types.AWSResponse<Data>;
    type ChatMetadata<T> = types.ChatMetadata<T>;
    type WithMetadata<Data, T> = types.WithMetadata<Data, T>;
    type ParticipantServiceResponse<Data> = types.ParticipantServiceResponse<Data>;
    type ConnectArgs = types.ConnectArgs;
    type ConnectChatResult = types.ConnectChatResult;
    type GetTranscriptArgs = types.GetTranscriptArgs;
    type GetTranscriptResult = types.GetTranscriptResult;
    type CancelParticipantAuthenticationArgs = types.CancelParticipantAuthenticationArgs;
    type GetAuthenticationUrlArgs = types.GetAuthenticationUrlArgs;
    type GetAuthenticationUrlResult = types.GetAuthenticationUrlResult;
    type ChatTranscriptItem = types.ChatTranscriptItem;
    type AttachmentItem = types.AttachmentItem;
    type SendMessageArgs = types.SendMessageArgs;
    type SendMessageResult = types.SendMessageResult;
    type SendEventArgs = types.SendEventArgs;
    type SendEventResult = types.SendEventResult;
    type SendMessageReceiptArgs = types.SendMessageReceiptArgs;
    type SendAttachmentArgs = types.SendAttachmentArgs;
    type SendAttachmentResult = types.SendAttachmentResult;
    type DownloadAttachmentArgs = types.AttachmentArgs;
    type GetAttachmentURLArgs = types.AttachmentArgs;
    type GetAttachmentURLResult = types.GetAttachmentURLResult;
    type DescribeViewArgs = types.DescribeViewArgs;
    type DescribeViewResult = types.DescribeViewResult;
    type View = types.View;
    type ViewContent = types.ViewContent;
    type ViewStatus = types.ViewStatus;
    type ViewType = types.ViewType;
    type ChatEventData = types.ChatEventData;
    type ChatConnectionBrokenEvent = types.ChatConnectionBrokenEvent;
    type ChatConnectionEstablishedEvent = types.ChatConnectionEstablishedEvent;
    type ChatEndedEvent = types.ChatEndedEvent;
    type ChatConnectionLostEvent = types.ChatConnectionLostEvent;
    type ChatMessageEvent = types.ChatMessageEvent;
    type ChatTranscriptUpdatedEvent = types.ChatTranscriptUpdatedEvent;
    type ChatAuthenticationInitiatedEvent = types.ChatAuthenticationInitiatedEvent;
    type ChatParticipantDisplayNameUpdatedEvent = types.ChatParticipantDisplayNameUpdatedEvent;
    type ChatTypingEvent = types.ChatTypingEvent;
  }
}
