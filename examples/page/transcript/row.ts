import type { Observable } from 'rxjs';
import {
  type ChatItem,
  type ChatMessage,
  isMessage,
  type OutgoingMessage,
  parseInteractiveResponse,
} from 'rx-connect-chat/lite';
import { eventRow } from './eventRow.js';
import { describeEvent } from './itemText.js';
import { messageRow } from './messageRow.js';

/** One item on the screen. */
export interface Row {
  readonly element: HTMLLIElement;
  /** Shows what has become of the item; `previous` is the one above it that is shown. */
  update(item: ChatItem, previous: ChatItem | undefined): void;
  /** Of a question alone: it waits for an answer no more; `answer` is what the customer said next. */
  readonly close?: ((answer: ChatMessage) => void) | undefined;
}

/** What rows let the reader do, and for whom they are. */
export interface RowContext {
  /** The participant id of the reader. */
  readonly self: string;
  /** The customer is who is asked, and who has said what the customer said in earlier contacts. */
  readonly isCustomer: boolean;
  answer(message: OutgoingMessage): void;
  resend(id: string): void;
  download(attachmentId: string): Observable<Blob>;
}

/** Whether people need to see such an item; what an item is does not change. */
export const isShown = (item: ChatItem): boolean =>
  isMessage(item) ? isForPeople(item) : describeEvent(item) !== undefined;

/** A row for `item`, yet empty. */
export function createRow(item: ChatItem, context: RowContext): Row {
  if (!isShown(item)) return hiddenRow();
  return isMessage(item) ? messageRow(item, context) : eventRow(item);
}

/** What is done in a view is not, but what is written instead. */
function isForPeople(message: ChatMessage): boolean {
  const response = parseInteractiveResponse(message);
  return response === undefined || response.text !== undefined;
}

/** One that only keeps the place. */
function hiddenRow(): Row {
  const element = document.createElement('li');
  element.hidden = true;
  return { element, update: () => undefined };
}
