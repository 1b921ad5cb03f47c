import type { ChatEvents } from './events.js';

/** The names of a session's events, as `controller.subscribe` takes them. Source: amazon-connect-chatjs 5.0.0. */
export const EVENT_NAMES: Readonly<Record<keyof ChatEvents, string>> = {
  onMessage: 'INCOMING_MESSAGE',
  onTyping: 'INCOMING_TYPING',
  onReadReceipt: 'INCOMING_READ_RECEIPT',
  onDeliveredReceipt: 'INCOMING_DELIVERED_RECEIPT',
  onConnectionEstablished: 'CONNECTION_ESTABLISHED',
  onConnectionLost: 'CONNECTION_LOST',
  onConnectionBroken: 'CONNECTION_BROKEN',
  onEnded: 'CHAT_ENDED',
  onParticipantIdle: 'PARTICIPANT_IDLE',
  onParticipantReturned: 'PARTICIPANT_RETURNED',
  onParticipantInvited: 'PARTICIPANT_INVITED',
  onAutoDisconnection: 'AUTODISCONNECTION',
  onParticipantDisplayNameUpdated: 'PARTICIPANT_DISPLAY_NAME_UPDATED',
  onDeepHeartbeatSuccess: 'DEEP_HEARTBEAT_SUCCESS',
  onDeepHeartbeatFailure: 'DEEP_HEARTBEAT_FAILURE',
  onAuthenticationInitiated: 'AUTHENTICATION_INITIATED',
  onAuthenticationSuccessful: 'AUTHENTICATION_SUCCESSFUL',
  onAuthenticationFailed: 'AUTHENTICATION_FAILED',
  onAuthenticationTimeout: 'AUTHENTICATION_TIMEOUT',
  onAuthenticationExpired: 'AUTHENTICATION_EXPIRED',
  onAuthenticationCanceled: 'AUTHENTICATION_CANCELED',
  onChatRehydrated: 'CHAT_REHYDRATED',
  onTranscriptUpdated: 'TRANSCRIPT_UPDATED',
};

/** Every method of a session that takes a handler. */
export const HANDLER_METHODS = Object.keys(EVENT_NAMES) as readonly (keyof ChatEvents)[];
