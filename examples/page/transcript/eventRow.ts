import type { ChatItem } from 'rx-connect-chat/lite';
import { child } from '../parts.js';
import { describeEvent } from './itemText.js';
import { createTime } from './time.js';
import type { Row } from './row.js';

/** A line in the middle that says what has happened. */
export function eventRow(first: ChatItem): Row {
  const text = describeEvent(first);
  const element = document.createElement('li');
  if (text === undefined) {
    element.hidden = true;
    return { element, update: () => undefined };
  }
  element.className = 'event';
  const time = createTime(element);
  child(element, 'span', 'event-text', text);
  element.append(' ', time.element);
  return { element, update: time.update };
}
