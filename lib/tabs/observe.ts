import type { Observable, Subscription } from 'rxjs';

/** Subscribes to a stream of a chat, or of the environment: these do not error, and if one does, it is over. */
export const observe = <T>(stream$: Observable<T>, next: (value: T) => void): Subscription =>
  stream$.subscribe({ next, error: () => undefined });
