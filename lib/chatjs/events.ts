import type { ChatDetails } from './details.js';
import type { ChatEventData, ChatTranscriptItem } from './items.js';
import type { EventContentType, eventType } from '../lite.js';

interface SessionEvent {
  /** Its tokens are not enumerable, so that whoever logs an event logs none. */
  readonly chatDetails: ChatDetails;
}

type Named<Name extends Parameters<typeof eventType>[0]> = Extract<
  EventContentType,
  `${string}.event.${Name}`
>;

export type ChatConnectionBrokenEvent = SessionEvent;
export type ChatConnectionLostEvent = SessionEvent;
export type ChatConnectionEstablishedEvent = SessionEvent;

export interface ChatEndedEvent extends SessionEvent {
  readonly data?: null;
}

export interface ChatMessageEvent extends SessionEvent {
  readonly data: ChatEventData & {
    readonly ContentType: Exclude<ChatTranscriptItem['ContentType'], Named<'typing'> | undefined>;
  };
}

export interface ChatTypingEvent extends SessionEvent {
  readonly data: ChatEventData & { readonly ContentType: Named<'typing'> };
}

export interface ChatAuthenticationInitiatedEvent extends SessionEvent {
  readonly data: ChatEventData & {
    readonly ContentType: Named<'authentication.initiated'>;
    /** JSON text with `SessionId`. */
    readonly Content: string;
  };
}

export interface ChatParticipantDisplayNameUpdatedEvent extends SessionEvent {
  readonly data: ChatEventData & {
    readonly ContentType: Named<'participant.displayname.updated'>;
    readonly DisplayName: string;
  };
}

export interface ChatTranscriptUpdatedEvent extends SessionEvent {
  readonly data: {
    readonly transcript: ChatTranscriptItem[];
    readonly previousTranscriptNextToken?: string;
  };
}

/** What each method's handlers get. */
export interface ChatEvents {
  onMessage: ChatMessageEvent;
  onTyping: ChatTypingEvent;
  onReadReceipt: ChatMessageEvent;
  onDeliveredReceipt: ChatMessageEvent;
  onConnectionEstablished: ChatConnectionEstablishedEvent;
  onConnectionLost: ChatConnectionLostEvent;
  onConnectionBroken: ChatConnectionBrokenEvent;
  onEnded: ChatEndedEvent;
  onParticipantIdle: ChatMessageEvent;
  onParticipantReturned: ChatMessageEvent;
  onParticipantInvited: ChatMessageEvent;
  onAutoDisconnection: ChatMessageEvent;
  onParticipantDisplayNameUpdated: ChatParticipantDisplayNameUpdatedEvent;
  onDeepHeartbeatSuccess: ChatMessageEvent;
  onDeepHeartbeatFailure: ChatMessageEvent;
  onAuthenticationInitiated: ChatAuthenticationInitiatedEvent;
  onAuthenticationSuccessful: ChatMessageEvent;
  onAuthenticationFailed: ChatMessageEvent;
  onAuthenticationTimeout: ChatMessageEvent;
  onAuthenticationExpired: ChatMessageEvent;
  onAuthenticationCanceled: ChatMessageEvent;
  onChatRehydrated: ChatMessageEvent;
  onTranscriptUpdated: ChatTranscriptUpdatedEvent;
}

/** A method that takes a handler for each of {@link ChatEvents}; it answers how to take it off. */
export type HandlerMethods = {
  [Name in keyof ChatEvents]: (handler: (event: ChatEvents[Name]) => void) => () => void;
};
