import { defer, filter, merge, NEVER, type Observable } from 'rxjs';
import { fromDomEvent } from '../rx/index.js';

/**
 * The page is shown again, restored from the back/forward cache, or resumed after the browser froze it.
 * Its timers may have stood still, and its socket may be dead without a `close`.
 *
 * - **Emits** at each of these; never if there is no page, as in Node. Never completes.
 * - **Unsubscribing** removes the listeners.
 *
 * Source: Page Lifecycle (`visibilitychange`, `pageshow`, `resume`).
 */
export const browserResume$: Observable<unknown> = defer(() => {
  const { document, window } = globalThis as Partial<
    Pick<typeof globalThis, 'document' | 'window'>
  >;
  if (typeof document?.addEventListener !== 'function' || window === undefined) return NEVER;
  return merge(
    fromDomEvent(document, 'visibilitychange').pipe(
      filter(() => document.visibilityState === 'visible'),
    ),
    fromDomEvent<PageTransitionEvent>(window, 'pageshow').pipe(
      filter(({ persisted }) => persisted),
    ),
    fromDomEvent(document, 'resume'),
  );
});
