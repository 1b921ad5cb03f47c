import type { ChatItem } from 'rx-connect-chat/lite';
import { child, setText } from '../parts.js';
import { dayOf, timeOfDay } from './itemText.js';

/** The time of an item, and above its row the day, where it is the first of that day. */
export function createTime(row: HTMLLIElement) {
  const element = document.createElement('time');
  let day: HTMLElement | undefined;

  return {
    element,
    update: (item: ChatItem, previous: ChatItem | undefined): void => {
      showTime(element, item.time);
      const isFirst = previous !== undefined && dayOf(previous.time) !== dayOf(item.time);
      if (!isFirst) {
        day?.remove();
        day = undefined;
        return;
      }
      if (day === undefined) {
        day = child(row, 'p', 'day');
        row.prepend(day);
      }
      setText(day, dayOf(item.time));
    },
  };
}

function showTime(element: HTMLTimeElement, time: Date): void {
  const iso = time.toISOString();
  if (element.dateTime === iso) return;
  element.dateTime = iso;
  element.title = iso;
  element.textContent = timeOfDay(time);
}
