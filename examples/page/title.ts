import {
  asyncScheduler,
  combineLatest,
  finalize,
  map,
  type Observable,
  startWith,
  tap,
  throttleTime,
} from 'rxjs';

/** Says in the page's title how many messages are unread in all. */
export const countInTitle = (counts: readonly Observable<number>[]): Observable<number> => {
  const title = document.title.replace(/^\(\d+\) /, '');
  return combineLatest(counts.map((count$) => count$.pipe(startWith(0)))).pipe(
    map((all) => all.reduce((sum, count) => sum + count, 0)),
    // A title costs the browser more than a message.
    throttleTime(250, asyncScheduler, { leading: true, trailing: true }),
    tap((unread) => {
      document.title = unread > 0 ? `(${unread}) ${title}` : title;
    }),
    finalize(() => {
      document.title = title;
    }),
  );
};
