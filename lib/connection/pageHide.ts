import { defer, NEVER, type Observable } from 'rxjs';
import { fromDomEvent } from '../rx/index.js';

/** A page goes: for good, or, `persisted`, into the back/forward cache, from where it may come back. */
export interface PageHide {
  readonly persisted: boolean;
}

/**
 * Says when the page is left, reloaded or closed.
 *
 * - **Emits** at each `pagehide`; never where there is no page, as in Node.
 * - **Unsubscribing** takes the listener off.
 *
 * Source: HTML, `PageTransitionEvent`.
 */
export const browserPageHide$: Observable<PageHide> = defer(() => {
  const { document, window } = globalThis as Partial<
    Pick<typeof globalThis, 'document' | 'window'>
  >;
  return document === undefined || typeof window?.addEventListener !== 'function'
    ? NEVER
    : fromDomEvent<PageTransitionEvent>(window, 'pagehide');
});
