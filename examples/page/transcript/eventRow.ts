import type { ChatItem } from 'rx-connect-chat/lite';
import { child } from '../parts.js';
import { describeEvent } from './itemText.js';
import { createTime } from './time.js';
import type { Row } from './row.js';

/** A line in the middle that says what has happened. */
export function eventRow(first: ChatItem): Row {
  const element = document.createElement('li');
  element.className = 'event';
  const time = createTime(element);
  child(element, 'span', 'event-text', describeEvent(first));
  element.append(' ', time.element);
  return { element, update: time.update };
}
