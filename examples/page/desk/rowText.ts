import type { DeskChat } from 'rx-connect-chat/desk';
import { type ChatMessage, type ConnectionState, parseInteractive } from 'rx-connect-chat/lite';
import { durationText } from '../measures/measuresText.js';
import { messageText } from '../transcript/itemText.js';

/** What of a chat is in its row. */
export interface RowChat extends Pick<DeskChat, 'customer' | 'lastMessage' | 'typing' | 'ended'> {
  readonly chat: { readonly details: { readonly participantId: string } };
}

/** How the name of a customer is given of whom nothing is known yet. */
export const nameOf = ({ customer }: Pick<DeskChat, 'customer'>): string =>
  customer?.displayName || 'Customer';

/** What is under the name: who types, else what was said last. */
export function previewOf({ chat, lastMessage, typing, ended }: RowChat): string {
  if (typing.length > 0 && !ended) return 'is typing';
  if (!lastMessage) return 'Nothing said yet';
  const isOwn = lastMessage.participant.id === chat.details.participantId;
  return `${isOwn ? 'You: ' : ''}${shortText(lastMessage)}`;
}

function shortText(message: ChatMessage): string {
  const [file] = message.attachments;
  if (file) return `File ${file.name}`;
  const question = parseInteractive(message);
  return question && 'title' in question ? question.title : messageText(message);
}

/** What is said of a chat that is not simply connected. */
export function stateText(state: ConnectionState): string | undefined {
  switch (state.status) {
    case 'connected':
      return undefined;
    case 'ended':
      return ENDED[state.reason];
    default:
      return STATUS[state.status];
  }
}

const STATUS = {
  idle: 'Not connected',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  offline: 'No network',
  failed: 'Failed',
  closed: 'Closed',
} as const;

const ENDED = {
  ended: 'Ended',
  transferred: 'Handed over',
  left: 'You left',
  expired: 'Expired',
} as const;

/** The whole row, as it is read out. */
export function rowLabel(
  chat: RowChat & Pick<DeskChat, 'state' | 'unreadCount' | 'waitingMs'>,
): string {
  const { state, unreadCount, waitingMs } = chat;
  return [
    nameOf(chat),
    stateText(state),
    waitingMs !== undefined && `waits ${durationText(waitingMs)}`,
    unreadCount > 0 && `${unreadCount} unread`,
    previewOf(chat),
  ]
    .filter(Boolean)
    .join(', ');
}

/** A time on a stop watch, such as `0:42` or `1:05:09`. */
export function stopwatch(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** How much a waiting customer needs an answer. */
export type Urgency = 'fresh' | 'due' | 'late';

export const urgencyOf = (waitingMs: number): Urgency =>
  waitingMs < 60_000 ? 'fresh' : waitingMs < 180_000 ? 'due' : 'late';
