import { fromEvent, type Observable, Subscription } from 'rxjs';
import { type ChatItem, isMessage, type Transcript } from 'rx-connect-chat/lite';
import { part, setText } from './parts.js';
import { createRow, keyOf, type Row } from './rows.js';

interface Shown {
  readonly row: Row;
  item: ChatItem;
  previous: ChatItem | undefined;
}

/**
 * Keeps the rows as the transcript is. Rows are known by their items' keys and items do not change, so
 * that a snapshot touches only what differs from the one before.
 */
export function showTranscript(
  pane: HTMLElement,
  transcript$: Observable<Transcript>,
  self: string,
): Subscription {
  const list = part(pane, 'rows', HTMLOListElement);
  const scroll = keepAtEnd(pane);
  const shown = new Map<string, Shown>();

  /** Answers the messages that were not there before. */
  const patch = (items: readonly ChatItem[]): readonly ChatItem[] => {
    const keys = new Set<string>();
    const added: ChatItem[] = [];
    let next = list.firstElementChild;
    let previous: ChatItem | undefined;
    for (const item of items) {
      const key = keyOf(item);
      let known = shown.get(key);
      if (known === undefined) {
        const row = createRow(item, self);
        if (row === undefined) continue;
        row.update(item, previous);
        known = { row, item, previous };
        shown.set(key, known);
        if (isMessage(item)) added.push(item);
      } else if (known.item !== item || known.previous !== previous) {
        known.row.update(item, previous);
        known.item = item;
        known.previous = previous;
      }
      keys.add(key);
      if (known.row.element === next) next = next.nextElementSibling;
      else list.insertBefore(known.row.element, next);
      previous = item;
    }
    for (const [key, { row }] of shown) {
      if (keys.has(key)) continue;
      row.element.remove();
      shown.delete(key);
    }
    return added;
  };

  const subscription = transcript$.subscribe(({ items }) => {
    const added = patch(items);
    scroll.changed(
      added.filter(({ participant }) => participant.id !== self).length,
      added.some(({ participant }) => participant.id === self),
    );
  });
  subscription.add(scroll.watching);
  return subscription;
}

/** The log stays at its end, unless the reader has scrolled up; then a button counts what is new. */
function keepAtEnd(pane: HTMLElement) {
  const log = part(pane, 'log', HTMLElement);
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
      atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
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
    /** Rows have changed: `others` of them are new messages of others. */
    changed: (others: number, hasOwn: boolean) => {
      if (atEnd || hasOwn) toEnd();
      else if (others > 0) showUnseen(unseen + others);
    },
  };
}
