import { defer, EMPTY, filter, fromEvent, merge, type Observable } from 'rxjs';
import type { PageHide } from '../lite.js';

/**
 * Says that the page goes away: closed, left, or put into the back/forward cache.
 *
 * Source: HTML, `PageTransitionEvent`.
 */
export const pageHide$: Observable<PageHide> = defer(() => {
  const { window } = globalThis as { window?: Window };
  return typeof window?.addEventListener === 'function'
    ? fromEvent<PageTransitionEvent>(window, 'pagehide')
    : EMPTY;
});

/**
 * Says that the browser freezes the page: none of its code runs until {@link pageBack$}.
 *
 * Source: Page Lifecycle, `freeze`.
 */
export const pageFrozen$: Observable<unknown> = defer(() => {
  const { document } = globalThis as { document?: Document };
  return typeof document?.addEventListener === 'function' ? fromEvent(document, 'freeze') : EMPTY;
});

/** Says that a page that went away, or was frozen, is back. */
export const pageBack$: Observable<unknown> = defer(() => {
  const { document, window } = globalThis as { document?: Document; window?: Window };
  if (typeof window?.addEventListener !== 'function' || document === undefined) return EMPTY;
  return merge(
    fromEvent<PageTransitionEvent>(window, 'pageshow').pipe(filter(({ persisted }) => persisted)),
    fromEvent(document, 'resume'),
  );
});
