import { type ChatItem, type ChatMessage, isMessage } from 'rx-connect-chat/lite';
import { describeEvent, STATUS_TEXT, timeOfDay } from './itemText.js';
import { icon, setText } from './parts.js';

/** One item on the screen. */
export interface Row {
  readonly element: HTMLLIElement;
  /** Shows what has become of the item; `previous` is the one above it. */
  update(item: ChatItem, previous: ChatItem | undefined): void;
}

/**
 * What stays the same of an item from its sending to its end, so that its row stays too: an own
 * message has its ClientToken before it has an id.
 */
export const keyOf = (item: ChatItem): string =>
  (isMessage(item) ? item.clientToken : undefined) ?? item.id;

/** A row for `item`, yet empty, or nothing where people need not see such an item. */
export function createRow(item: ChatItem, self: string): Row | undefined {
  if (isMessage(item)) return messageRow(item, self);
  const text = describeEvent(item);
  return text === undefined ? undefined : eventRow(text);
}

function eventRow(text: string): Row {
  const element = document.createElement('li');
  element.className = 'event';
  const time = document.createElement('time');
  element.append(text, ' ', time);
  return {
    element,
    update: (item) => {
      showTime(time, item);
    },
  };
}

function messageRow(first: ChatMessage, self: string): Row {
  const isOwn = first.participant.id === self;
  const element = document.createElement('li');
  element.className = `message ${isOwn ? 'message-own' : 'message-other'}`;
  element.dataset.role = first.participant.role;

  const author = child(element, 'span', 'message-author');
  const bubble = child(element, 'p', 'message-bubble');
  const foot = child(element, 'span', 'message-foot');
  const time = child(foot, 'time', 'message-time');
  const status = child(foot, 'span', 'message-status');

  return {
    element,
    update: (item, previous) => {
      if (!isMessage(item)) return;
      setText(author, isOwn ? 'You' : item.participant.displayName || 'Somebody');
      setText(bubble, textOf(item));
      showTime(time, item);
      showStatus(status, item);
      element.classList.toggle('message-continues', continues(item, previous));
      element.classList.toggle('message-partial', item.partial === true);
      // A screen reader waits for the end of a message that is still growing.
      element.setAttribute('aria-busy', String(item.partial === true));
    },
  };
}

/** Texts as they are, files by their names, anything else by what it is. */
function textOf({ content, contentType, attachments }: ChatMessage): string {
  if (attachments.length > 0) return attachments.map(({ name }) => name).join(', ');
  return contentType.startsWith('text/') ? content : `(a message of type ${contentType})`;
}

function showTime(element: HTMLTimeElement, { time }: ChatItem): void {
  const iso = time.toISOString();
  if (element.dateTime === iso) return;
  element.dateTime = iso;
  element.title = iso;
  element.textContent = timeOfDay(time);
}

function showStatus(element: HTMLElement, { status, error }: ChatMessage): void {
  if (status === undefined || element.dataset.status === status) return;
  element.dataset.status = status;
  element.title = error?.message ?? '';
  element.replaceChildren(icon(status === 'read' ? 'delivered' : status), STATUS_TEXT[status]);
}

/** Whether a message goes on where the same sender stopped less than two minutes before. */
const continues = (item: ChatMessage, previous: ChatItem | undefined): boolean =>
  previous !== undefined &&
  isMessage(previous) &&
  previous.participant.id === item.participant.id &&
  item.time.getTime() - previous.time.getTime() < 120_000;

function child<K extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement,
  tag: K,
  className: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  parent.append(element);
  return element;
}
