import { fromEvent, map, merge, startWith, type Subscription } from 'rxjs';

/** Dark or light as the system says, until the reader says otherwise. */
export function followTheme(toggle: HTMLButtonElement): Subscription {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';

  const toggled$ = fromEvent(toggle, 'click').pipe(
    map(() => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
    }),
  );
  return merge(toggled$, fromEvent(system, 'change'))
    .pipe(startWith(undefined))
    .subscribe(() => {
      toggle.setAttribute('aria-pressed', String(isDark()));
    });
}
