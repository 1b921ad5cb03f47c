import { defer, filter, merge, NEVER, type Observable } from 'rxjs';
import { fromDomEvent } from '../rx/index.js';

/**
 * Says when a page is back: shown again, restored from the back/forward cache, or resumed after the
 * browser froze it. Its timers may have stood still and its socket may be gone without a word.
 *
 * - **Emits** at each of these; never where there is no page, as in Node.
 * - **Unsubscribing** takes the listeners off.
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
