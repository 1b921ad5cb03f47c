import type { Observable, Subscriber, Subscription } from 'rxjs';
import { Listener, type Owner } from './Listener.js';

/**
 * Subscribes to `source$` and forwards values to `next` until `owner` closes, even in the middle of a
 * synchronous burst. Does not subscribe if `owner` is closed. Ignores the completion of `source$`.
 *
 * A connection is made of hand-written subscribers that listen to one another: each operator takes half
 * a kilobyte while a chat is connected, and a process may hold thousands of chats.
 *
 * @param failed - called with an error of `source$`; by default, the error is sent to `owner`.
 */
export function listen<T>(
  source$: Observable<T>,
  owner: Subscriber<unknown>,
  next: (value: T) => void,
): void;
export function listen<T>(
  source$: Observable<T>,
  owner: Subscription,
  next: (value: T) => void,
  failed: (error: unknown) => void,
): void;
export function listen<T>(
  source$: Observable<T>,
  owner: Owner,
  next: (value: T) => void,
  failed?: (error: unknown) => void,
): void {
  new Listener(owner, next, failed).listen(source$);
}
