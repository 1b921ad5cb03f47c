import { defer, map, type Observable, of, startWith } from 'rxjs';
import { fromDomEvent } from '../rx/index.js';

/**
 * Whether somebody can see the page.
 *
 * - **Emits** the present state on subscribe, then each change; `true` alone if there is no page, as in
 *   Node.
 * - **Unsubscribing** takes the listener off.
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
