import {
  distinctUntilChanged,
  map,
  type Observable,
  of,
  type Subscription,
  switchMap,
  timer,
} from 'rxjs';
import type { ConnectionState } from 'rx-connect-chat/lite';
import { describeConnection } from './describeConnection.js';
import { part, setText } from './parts.js';

/** Says how the connection is, and counts down to the next attempt. */
export function showConnection(
  pane: HTMLElement,
  connectionState$: Observable<ConnectionState>,
): Subscription {
  const badge = part(pane, 'connection', HTMLElement);
  const text = part(pane, 'connection-text', HTMLElement);
  const announcer = part(pane, 'announcer', HTMLElement);
  const retry = part(pane, 'retry', HTMLButtonElement);

  const shown = connectionState$.subscribe(({ status }) => {
    badge.dataset.status = status;
    retry.hidden = status !== 'failed';
  });
  shown.add(
    connectionState$
      .pipe(
        switchMap((state) =>
          (state.status === 'reconnecting' ? timer(0, 250) : of(0)).pipe(
            map(() => describeConnection(state, Date.now())),
          ),
        ),
        distinctUntilChanged((a, b) => a.text === b.text),
      )
      .subscribe((said) => {
        setText(text, said.text);
        setText(announcer, said.announcement);
      }),
  );
  return shown;
}
