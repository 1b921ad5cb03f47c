import {
  type ChatItem,
  type ChatMessage,
  decodeItem,
  type EventName,
  eventType,
  isMessage,
  type Participant,
  type WireItem,
} from '../../lib/wire/index.js';

/** When the chats of the specs begin; times of items are given in milliseconds since. */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

/** What matters of an item; the rest is made up. */
export interface ItemOptions {
  /** Milliseconds since {@link EPOCH_MS}. */
  readonly at?: number;
  /** The participant's id, which is its display name as well. */
  readonly from?: string;
  readonly role?: string;
  readonly content?: string;
  readonly wire?: WireItem;
}

/** The item that `wire` is. */
export function itemOf(wire: WireItem): ChatItem {
  const item = decodeItem(wire);
  if (typeof item === 'string') throw new Error(item);
  return item;
}

/** A text message. Its content is its id where nothing else is given. */
export function messageItem(id: string, options: ItemOptions = {}): ChatMessage {
  const item = itemOf({
    Id: id,
    Type: 'MESSAGE',
    ContentType: 'text/plain',
    Content: options.content ?? id,
    ...wireOf(options),
  });
  if (!isMessage(item)) throw new Error('not a message');
  return item;
}

/** Piece number `turn` (from 1) of a streamed message. */
export const piece = (id: string, turn: number, content: string, options: ItemOptions = {}) =>
  messageItem(id, {
    ...options,
    content,
    wire: { MessageMetadata: { ChunkNumber: turn, MessageCompleted: false } },
  });

/** The last of a streamed message, which holds it whole. */
export const lastPiece = (id: string, turn: number, content: string, options: ItemOptions = {}) =>
  messageItem(id, {
    ...options,
    content,
    wire: { MessageMetadata: { ChunkNumber: turn, MessageCompleted: true } },
  });

/** An event, such as `participant.joined`. */
export const eventItem = (id: string, name: EventName, options: ItemOptions = {}): ChatItem =>
  itemOf({ Id: id, Type: 'EVENT', ContentType: eventType(name), ...wireOf(options) });

/** The participant whom {@link ItemOptions.from} names. */
export const participant = (id: string, role = 'AGENT'): Participant => ({
  id,
  role,
  displayName: id,
});

const wireOf = ({ at = 0, from = 'bea', role = 'AGENT', wire }: ItemOptions): WireItem => ({
  AbsoluteTime: new Date(EPOCH_MS + at).toISOString(),
  ParticipantId: from,
  ParticipantRole: role,
  DisplayName: from,
  ...wire,
});
