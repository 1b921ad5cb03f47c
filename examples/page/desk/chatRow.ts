import type { DeskChat } from 'rx-connect-chat/desk';
import { child, setText } from '../parts.js';
import { nameOf, previewOf, rowLabel, stateText, stopwatch, urgencyOf } from './rowText.js';

/** A chat's row in the list. */
export interface ChatRow {
  readonly element: HTMLLIElement;
  /** Shows the chat as it is; where it is the object that is shown, nothing is touched. */
  update(chat: DeskChat): void;
  choose(isChosen: boolean): void;
}

export function chatRow(contactId: string): ChatRow {
  const element = document.createElement('li');
  element.className = 'contact';
  element.setAttribute('role', 'option');
  element.dataset.contact = contactId;
  element.tabIndex = -1;
  element.setAttribute('aria-selected', 'false');

  const avatar = child(element, 'span', 'contact-avatar');
  avatar.setAttribute('aria-hidden', 'true');
  const name = child(element, 'span', 'contact-name');
  const how = child(element, 'span', 'contact-how');
  const state = child(how, 'span', 'contact-state');
  const waiting = child(how, 'time', 'contact-waiting');
  const preview = child(element, 'span', 'contact-preview');
  const unread = child(element, 'span', 'unread contact-unread');
  let shown: DeskChat | undefined;

  return {
    element,
    update: (chat) => {
      if (chat === shown) return;
      shown = chat;
      element.setAttribute('aria-label', rowLabel(chat));
      setText(avatar, nameOf(chat).slice(0, 1));
      setText(name, nameOf(chat));
      setText(preview, previewOf(chat));
      setText(state, stateText(chat.state) ?? '');
      setText(unread, String(chat.unreadCount));
      unread.hidden = chat.unreadCount === 0;
      waiting.hidden = chat.waitingMs === undefined;
      if (chat.waitingMs !== undefined) {
        setText(waiting, stopwatch(chat.waitingMs));
        waiting.dateTime = `PT${Math.floor(chat.waitingMs / 1_000)}S`;
        setData(waiting, 'urgency', urgencyOf(chat.waitingMs));
      }
      setData(element, 'status', chat.state.status);
      element.classList.toggle('contact-typing', chat.typing.length > 0 && !chat.ended);
    },
    choose: (isChosen) => {
      element.setAttribute('aria-selected', String(isChosen));
      element.tabIndex = isChosen ? 0 : -1;
    },
  };
}

/** Sets it only where it differs: styles are reckoned anew for what is set. */
function setData(element: HTMLElement, name: string, value: string): void {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
