import { filter, fromEvent, map, merge, type Observable } from 'rxjs';

/** What keys do outside of the list. */
export type Shortcut = 'next-waiting' | 'previous-waiting' | 'to-list';

const WITH_ALT: Readonly<Record<string, Shortcut>> = {
  ArrowDown: 'next-waiting',
  ArrowUp: 'previous-waiting',
};

/** Alt with an arrow, wherever the focus is; and Escape, which leads from the open chat to the list. */
export const shortcuts = (pane: HTMLElement): Observable<Shortcut> =>
  merge(
    fromEvent<KeyboardEvent>(document, 'keydown').pipe(
      filter(
        ({ altKey, ctrlKey, metaKey, shiftKey }) => altKey && !ctrlKey && !metaKey && !shiftKey,
      ),
      map((event) => {
        const shortcut = WITH_ALT[event.key];
        if (shortcut) event.preventDefault();
        return shortcut;
      }),
    ),
    fromEvent<KeyboardEvent>(pane, 'keydown').pipe(
      filter(({ key, isComposing }) => key === 'Escape' && !isComposing),
      map(() => 'to-list' as const),
    ),
  ).pipe(
    filter((shortcut) => shortcut !== undefined),
    filter(() => document.querySelector('dialog[open]') === null),
  );
