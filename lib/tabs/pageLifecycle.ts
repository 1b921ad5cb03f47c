import { defer, EMPTY, filter, fromEvent, map, merge, type Observable, startWith } from 'rxjs';
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

/** Whether somebody can see the page; a page that does not say is taken for one that is seen. */
export const pageVisible$: Observable<boolean> = defer(() => {
  const { document } = globalThis as { document?: Document };
  if (typeof document?.addEventListener !== 'function') return EMPTY;
  return fromEvent(document, 'visibilitychange').pipe(
    startWith(undefined),
    map(() => document.visibilityState !== 'hidden'),
  );
});
