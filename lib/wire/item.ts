import type { WireItem } from './wireItem.js';

/** Who an item is from. `id` is empty where the service names nobody, as for `chat.ended`. */
export interface Participant {
  readonly id: string;
  readonly role: ParticipantRole;
  readonly displayName: string;
  /** In `participants$`: has not done anything for so long that the service has said so. */
  readonly idle?: true;
}

/** A participant's role; one that this library does not know is passed on as it came. */
export type ParticipantRole =
  'CUSTOMER' | 'AGENT' | 'SYSTEM' | 'CUSTOM_BOT' | 'SUPERVISOR' | (string & {});

/** A file of a message, with how its scan went. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly status: 'APPROVED' | 'REJECTED' | 'IN_PROGRESS' | (string & {});
}

/**
 * How far an own message has come: on its way, kept by the service, shown to somebody, read by
 * somebody, or given up.
 */
export type ItemStatus = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

/** Somebody who has got a message, or read it, and when. */
export interface Recipient {
  readonly participantId: string;
  readonly time: Date;
}

/** That somebody has got an own message, or read it; it holds for all own messages before that one. */
export interface Receipt {
  readonly messageId: string;
  /** Who has got it or read it. */
  readonly participantId: string;
  readonly status: 'delivered' | 'read';
  readonly time: Date;
}

interface ItemBase {
  /** The service's id; while an own message is on its way, its ClientToken. */
  readonly id: string;
  readonly contentType: string;
  /** Empty where the item has none. */
  readonly content: string;
  readonly time: Date;
  readonly participant: Participant;
  readonly attachments: readonly Attachment[];
  /** Of own messages only. */
  readonly status?: ItemStatus;
  /** The item as it came. */
  readonly raw: WireItem;
}

/** Something a participant says: a text, an interactive message, or attachments. */
export interface ChatMessage extends ItemBase {
  readonly type: 'MESSAGE' | 'ATTACHMENT';
  /** `true` while a streamed answer still grows; `messages$` waits for its end. */
  readonly partial?: true;
  /** Of own messages sent by this chat: what made the sending idempotent; stays when `id` changes. */
  readonly clientToken?: string;
  /** Of own messages: who has got it; whoever has read it has. Earliest first. */
  readonly deliveredTo?: readonly Recipient[];
  /** Of own messages: who has read it. Earliest first. */
  readonly readBy?: readonly Recipient[];
  /** Of a failed message: why. */
  readonly error?: Error;
}

/** Every item that is not a message: joined, left, typing, receipts, ended, and unknown ones. */
export interface ChatEvent extends ItemBase {
  readonly type: 'EVENT' | 'CONNECTION_ACK' | 'MESSAGEMETADATA' | (string & {});
}

/** Whatever the service says in a chat. */
export type ChatItem = ChatMessage | ChatEvent;

/**
 * Whether `item` is of a contact before the present one, which a persistent chat goes on from.
 *
 * Source: `RelatedContactId` of `Item`: "only populated for persistent chats when the transcript item
 * is from the past chat session".
 */
export const isPast = ({ raw: { RelatedContactId } }: Pick<ChatItem, 'raw'>): boolean =>
  typeof RelatedContactId === 'string' && RelatedContactId !== '';

/** Whether `item` belongs to `messages$`: `Type` MESSAGE or ATTACHMENT. */
export const isMessage = (item: ChatItem): item is ChatMessage => isMessageType(item.type);

export const isMessageType = (type: string): boolean => type === 'MESSAGE' || type === 'ATTACHMENT';
