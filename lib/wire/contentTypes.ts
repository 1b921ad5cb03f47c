/** Content types of the messages that a participant can receive. */
export const MESSAGE_CONTENT_TYPES = [
  'text/plain',
  'text/markdown',
  'text/csv',
  'application/json',
  'application/vnd.amazonaws.connect.message.interactive',
  'application/vnd.amazonaws.connect.message.interactive.response',
] as const;

/** @see MESSAGE_CONTENT_TYPES */
export type MessageContentType = (typeof MESSAGE_CONTENT_TYPES)[number];

/**
 * Content types of the messages that a participant can send. Interactive messages come from flows and
 * bots. Source: SendMessage of the Participant Service API, ContentType.
 */
export const SENDABLE_CONTENT_TYPES = [
  'text/plain',
  'text/markdown',
  'application/json',
  'application/vnd.amazonaws.connect.message.interactive.response',
] as const satisfies readonly MessageContentType[];

/** @see SENDABLE_CONTENT_TYPES */
export type SendableContentType = (typeof SENDABLE_CONTENT_TYPES)[number];

/**
 * How many bytes of UTF-8 the content of a message or an event may have. Source: Content of SendMessage
 * in the API reference of Amazon Connect.
 */
export const MAX_CONTENT_BYTES = 16_384;

/** What every event's content type begins with. */
export const EVENT_PREFIX = 'application/vnd.amazonaws.connect.event.';

/** The events of Amazon Connect chat, without {@link EVENT_PREFIX}. */
export const EVENT_NAMES = [
  'typing',
  'participant.joined',
  'participant.left',
  'participant.active',
  'participant.inactive',
  'participant.idle',
  'participant.returned',
  'participant.invited',
  'participant.autodisconnection',
  'participant.displayname.updated',
  'transfer.succeeded',
  'transfer.failed',
  'connection.acknowledged',
  'chat.ended',
  'chat.rehydrated',
  'message.read',
  'message.delivered',
  'message.metadata',
  'authentication.initiated',
  'authentication.succeeded',
  'authentication.failed',
  'authentication.timeout',
  'authentication.expired',
  'authentication.cancelled',
  'workflow.cancelled',
] as const;

/** @see EVENT_NAMES */
export type EventName = (typeof EVENT_NAMES)[number];

/**
 * The events that a participant can send, without {@link EVENT_PREFIX}. Source: SendEvent of the
 * Participant Service API, ContentType; the last is not maintained since the end of 2024.
 */
export const SENDABLE_EVENT_NAMES = [
  'typing',
  'message.delivered',
  'message.read',
  'connection.acknowledged',
] as const satisfies readonly EventName[];

/** The content type of an event that a participant can send. */
export type SendableEventContentType =
  `${typeof EVENT_PREFIX}${(typeof SENDABLE_EVENT_NAMES)[number]}`;

/** The full content type of an event, such as `application/vnd.amazonaws.connect.event.typing`. */
export type EventContentType = `${typeof EVENT_PREFIX}${EventName}`;

/** The content type of the event called `name`. */
export const eventType = <N extends EventName>(name: N): `${typeof EVENT_PREFIX}${N}` =>
  `${EVENT_PREFIX}${name}`;

/** Whether `contentType` is a {@link MessageContentType}. */
export const isMessageContentType = (contentType: string): contentType is MessageContentType =>
  (MESSAGE_CONTENT_TYPES as readonly string[]).includes(contentType);
