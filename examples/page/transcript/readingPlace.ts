import { fromEvent, Subscription } from 'rxjs';
import { part, setText } from '../parts.js';

/** Where the reader is in the log. */
export interface ReadingPlace {
  readonly watching: Subscription;
  /** Changes rows so that what the reader looks at stays where it is. */
  keep(change: (isAtEnd: boolean) => NewRows | void): void;
}

/** How many messages of others are new below, and whether an own one is. */
export interface NewRows {
  readonly others: number;
  readonly hasOwn: boolean;
}

/** How near the end is the end, in pixels. */
const END = 40;

/** Whether the end of the log is on the screen. */
export const isAtEnd = (log: HTMLElement): boolean =>
  log.scrollHeight - log.scrollTop - log.clientHeight < END;

/** The log stays at its end, unless the reader has scrolled up; then a button counts what is new. */
export function keepReadingPlace(pane: HTMLElement): ReadingPlace {
  const log = part(pane, 'log', HTMLElement);
  const rows = part(pane, 'rows', HTMLOListElement);
  const jump = part(pane, 'jump', HTMLButtonElement);
  const jumpText = part(pane, 'jump-text', HTMLElement);
  let atEnd = true;
  let unseen = 0;

  const toEnd = () => {
    log.scrollTop = log.scrollHeight;
    atEnd = true;
    showUnseen(0);
  };
  const showUnseen = (count: number) => {
    unseen = count;
    jump.hidden = count === 0;
    setText(jumpText, count === 1 ? '1 new message' : `${count} new messages`);
  };

  const watching = new Subscription();
  watching.add(
    fromEvent(log, 'scroll', { passive: true }).subscribe(() => {
      atEnd = isAtEnd(log);
      if (atEnd) showUnseen(0);
    }),
  );
  watching.add(
    fromEvent(jump, 'click').subscribe(() => {
      toEnd();
      log.focus();
    }),
  );
  const resized = new ResizeObserver(() => {
    if (atEnd) toEnd();
  });
  resized.observe(log);
  watching.add(() => {
    resized.disconnect();
  });

  return {
    watching,
    keep: (change) => {
      const anchor = atEnd ? undefined : firstVisible(rows, log.getBoundingClientRect().top);
      const top = anchor?.getBoundingClientRect().top ?? 0;
      const { others = 0, hasOwn = false } = change(atEnd) ?? {};
      if (atEnd || hasOwn) {
        toEnd();
        return;
      }
      if (anchor?.isConnected) log.scrollTop += anchor.getBoundingClientRect().top - top;
      if (others > 0) showUnseen(unseen + others);
    },
  };
}

/** The first row of which something is below `top`, found by halves. */
function firstVisible(rows: Element, top: number): Element | undefined {
  const shown = rows.querySelectorAll(':scope > :not([hidden])');
  let low = 0;
  let high = shown.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = shown.item(middle);
    if (row.getBoundingClientRect().bottom <= top) low = middle + 1;
    else high = middle;
  }
  return shown[low];
}
