import type { Observable } from 'rxjs';
import type { Chat, ChatOptions } from '../lite.js';

/** The port to the lock by which tabs agree who leads. */
export interface TabLocks {
  /**
   * Asks for the lock of this name, which one tab of an origin holds at a time.
   *
   * - **Emits** once when this tab holds it.
   * - **Completes** when another tab has stolen it.
   * - **Errors** if there can be no locks here, such as in a sandboxed frame.
   * - **Unsubscribing** releases it, or gives up waiting for it.
   *
   * @param steal - whether to take it from the tab that holds it, before all that wait for it.
   */
  hold(name: string, steal: boolean): Observable<void>;
}

/** A channel between the tabs of an origin: what one posts, all others get, in order. */
export interface TabChannel {
  /** What other tabs post, while subscribed. */
  readonly messages$: Observable<unknown>;
  /** @throws Error for a value that cannot be cloned. */
  post(message: unknown): void;
  close(): void;
}

/** Through which tabs find each other, with defaults of the browser's. */
export interface TabsOptions {
  /** @defaultValue navigator.locks */
  readonly locks?: TabLocks;
  /** Opens the channel of this name. @defaultValue BroadcastChannel */
  readonly channel?: (name: string) => TabChannel;
}

/** What `shareChat` is told: the options of a chat, and how tabs find each other. */
export interface ShareChatOptions extends Omit<ChatOptions, 'journal'> {
  /** Makes the chat, such as `createChat` of rx-connect-chat. @defaultValue that of rx-connect-chat/lite */
  readonly createChat?: (options: ChatOptions) => Chat;
  readonly tabs?: TabsOptions;
}
