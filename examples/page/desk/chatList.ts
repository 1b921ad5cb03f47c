import { filter, fromEvent, map, merge, type Observable } from 'rxjs';
import type { DeskChat } from 'rx-connect-chat/desk';
import { type ChatRow, chatRow } from './chatRow.js';

/** The list of an agent's chats, of which one is chosen. */
export interface ChatList {
  /** Draws what has changed: rows that have come or gone, and of the others those that differ. */
  show(chats: readonly DeskChat[]): void;
  choose(contactId: string | undefined): void;
  /** Has the keys go to the chosen row; answers whether there is one. */
  focus(): boolean;
  readonly acts$: Observable<ListAct>;
}

/** What a reader does in the list. */
export type ListAct =
  | { readonly type: 'choose'; readonly contactId: string }
  /** Chooses the chat so many rows further down. */
  | { readonly type: 'move'; readonly by: number }
  /** Goes to the chosen chat. */
  | { readonly type: 'enter' };

const KEYS: Readonly<Record<string, ListAct>> = {
  ArrowDown: { type: 'move', by: 1 },
  ArrowUp: { type: 'move', by: -1 },
  PageDown: { type: 'move', by: 5 },
  PageUp: { type: 'move', by: -5 },
  Home: { type: 'move', by: -Infinity },
  End: { type: 'move', by: Infinity },
  Enter: { type: 'enter' },
  ' ': { type: 'enter' },
};

export function createChatList(list: HTMLUListElement): ChatList {
  const rows = new Map<string, ChatRow>();
  let chosen: string | undefined;

  const chosenRow = () => rows.get(chosen ?? '');
  const hasFocus = () => list.contains(document.activeElement);
  const place = (row: ChatRow, index: number) => {
    const there = list.children.item(index);
    if (there !== row.element) list.insertBefore(row.element, there);
  };

  return {
    show: (chats) => {
      const ids = new Set(chats.map(({ contactId }) => contactId));
      for (const [contactId, row] of rows) {
        if (ids.has(contactId)) continue;
        row.element.remove();
        rows.delete(contactId);
      }
      chats.forEach((chat, index) => {
        const row = rows.get(chat.contactId) ?? chatRow(chat.contactId);
        rows.set(chat.contactId, row);
        row.update(chat);
        place(row, index);
      });
    },
    choose: (contactId) => {
      const hadFocus = hasFocus();
      chosenRow()?.choose(false);
      chosen = contactId;
      const row = chosenRow();
      row?.choose(true);
      row?.element.scrollIntoView({ block: 'nearest' });
      if (hadFocus) row?.element.focus();
    },
    focus: () => {
      chosenRow()?.element.focus();
      return hasFocus();
    },
    acts$: merge(
      fromEvent(list, 'click').pipe(
        map(({ target }) => (target as Element).closest<HTMLElement>('[data-contact]')),
        map((row) => row?.dataset.contact),
        filter((contactId) => contactId !== undefined),
        map((contactId): ListAct => ({ type: 'choose', contactId })),
      ),
      fromEvent<KeyboardEvent>(list, 'keydown').pipe(
        filter(({ altKey, ctrlKey, metaKey }) => !altKey && !ctrlKey && !metaKey),
        map((event) => {
          const act = KEYS[event.key];
          if (act) event.preventDefault();
          return act;
        }),
        filter((act) => act !== undefined),
      ),
    ),
  };
}
