import { defer, NEVER, type Observable } from 'rxjs';
import { fromDomEvent } from '../rx/index.js';

/** A page unloads: for good or, if `persisted`, into the back/forward cache, which may restore it. */
export interface PageHide {
  readonly persisted: boolean;
}

/**
 * The page is left, reloaded or closed.
 *
 * - **Emits** at each `pagehide`; never if there is no page, as in Node. Never completes.
 * - **Unsubscribing** removes the listener.
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
