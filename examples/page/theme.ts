import { fromEvent, map, merge, type Observable, share, startWith, tap } from 'rxjs';

/**
 * Dark or light as the system says, until the reader says otherwise by `toggle`.
 *
 * - **On subscribe**, and with each change: emits which it is.
 */
export const followTheme = (toggle: HTMLButtonElement): Observable<'dark' | 'light'> => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const theme = () =>
    (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) as 'dark' | 'light';

  const toggled$ = fromEvent(toggle, 'click').pipe(
    tap(() => {
      root.dataset.theme = theme() === 'dark' ? 'light' : 'dark';
    }),
  );
  return merge(toggled$, fromEvent(system, 'change')).pipe(
    startWith(undefined),
    map(theme),
    tap((now) => {
      toggle.setAttribute('aria-pressed', String(now === 'dark'));
    }),
    share(),
  );
};
