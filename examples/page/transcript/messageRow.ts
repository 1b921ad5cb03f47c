import { fromEvent } from 'rxjs';
import { type ChatItem, type ChatMessage, isMessage, parseInteractive } from 'rx-connect-chat/lite';
import { button, child, icon, setText } from '../parts.js';
import { attachmentsBody } from './attachmentsBody.js';
import { messageText, STATUS_TEXT } from './itemText.js';
import { questionBody } from './questionBody.js';
import type { Row, RowContext } from './row.js';
import { createTime } from './time.js';

/** What a message says, in its row. */
export interface MessageBody {
  update(message: ChatMessage): void;
  readonly close?: Row['close'];
}

/** A message: who, what, when, and of own ones how far it has come. */
export function messageRow(first: ChatMessage, context: RowContext): Row {
  const isPast = Boolean(first.raw.RelatedContactId);
  const isOwn =
    first.participant.id === context.self ||
    (isPast && context.isCustomer && first.participant.role === 'CUSTOMER');
  const element = document.createElement('li');
  element.className = `message ${isOwn ? 'message-own' : 'message-other'}`;
  element.classList.toggle('message-past', isPast);
  element.dataset.role = first.participant.role;

  const author = child(element, 'span', 'message-author');
  const body = createBody(element, first, context);
  const foot = child(element, 'span', 'message-foot');
  const time = createTime(element);
  foot.append(time.element);
  const status = child(foot, 'span', 'message-status');

  return {
    element,
    close: body.close,
    update: (item, previous) => {
      if (!isMessage(item)) return;
      setText(author, isOwn ? 'You' : item.participant.displayName || 'Somebody');
      body.update(item);
      time.update(item, previous);
      showStatus(status, item, context);
      element.classList.toggle('message-continues', continues(item, previous));
      element.classList.toggle('message-partial', item.partial === true);
      // A screen reader waits for the end of a message that is still growing.
      element.setAttribute('aria-busy', String(item.partial === true));
    },
  };
}

/** Files, a question, or a text; what a message is does not change. */
function createBody(row: Element, first: ChatMessage, context: RowContext): MessageBody {
  if (first.attachments.length > 0) {
    return attachmentsBody(child(row, 'div', 'message-bubble'), context);
  }
  const question = parseInteractive(first);
  if (question !== undefined) {
    return questionBody(child(row, 'div', 'message-bubble'), first, question, context);
  }
  const bubble = child(row, 'p', 'message-bubble');
  return {
    update: (message) => {
      setText(bubble, messageText(message));
    },
  };
}

function showStatus(
  element: HTMLElement,
  { id, status, error }: ChatMessage,
  { resend }: RowContext,
): void {
  if (status === undefined || element.dataset.status === status) return;
  element.dataset.status = status;
  element.title = error?.message ?? '';
  element.replaceChildren(icon(status === 'read' ? 'delivered' : status), STATUS_TEXT[status]);
  if (status !== 'failed') return;
  fromEvent(button(element, 'Send again', 'link'), 'click').subscribe(() => {
    resend(id);
  });
}

/** Whether a message goes on where the same sender stopped less than two minutes before. */
const continues = (item: ChatMessage, previous: ChatItem | undefined): boolean =>
  previous !== undefined &&
  isMessage(previous) &&
  previous.participant.id === item.participant.id &&
  item.time.getTime() - previous.time.getTime() < 120_000;
