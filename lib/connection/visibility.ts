import { defer, map, type Observable, of, startWith } from 'rxjs';
import { fromDomEvent } from '../rx/index.js';

/**
 * Whether the page is visible.
 *
 * - **On subscribe**: emits the present state.
 * - **Emits** each change. If there is no page, as in Node, emits `true` and completes.
 * - **Unsubscribing** removes the listener.
 *
 * Source: Page Visibility (`visibilitychange`).
 */
export const browserVisible$: Observable<boolean> = defer(() => {
  const { document } = globalThis as Partial<Pick<typeof globalThis, 'document'>>;
  if (typeof document?.addEventListener !== 'function') return of(true);
  return fromDomEvent(document, 'visibilitychange').pipe(
    startWith(undefined),
    map(() => document.visibilityState !== 'hidden'),
  );
});
