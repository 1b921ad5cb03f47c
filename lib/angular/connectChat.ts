import type { Injector, Signal } from '@angular/core';
import { untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import type { Observable } from 'rxjs';
import type {
  Chat,
  ChatEnded,
  ChatError,
  ConnectionState,
  Participant,
  Transcript,
} from '../lite.js';

/**
 * A chat for Angular: its streams and commands, and its state as signals. A signal costs nothing
 * until it is first read.
 */
export interface ConnectChat {
  /** The streams and commands. They run outside of Angular's zone, where there is one. */
  readonly chat: Chat;
  readonly connectionState: Signal<ConnectionState>;
  readonly transcript: Signal<Transcript>;
  readonly typing: Signal<readonly Participant[]>;
  readonly participants: Signal<readonly Participant[]>;
  readonly unreadCount: Signal<number>;
  /** How the chat ended; `undefined` until it has. */
  readonly ended: Signal<ChatEnded | undefined>;
  /** What waiting could not cure; `undefined` after the next `connect()`. */
  readonly error: Signal<ChatError | undefined>;
  /** Connects, and stays connected until the injector that provides it is destroyed. */
  connect(): void;
  /** Closes the connection; the chat goes on, and `connect()` comes back to it. */
  disconnect(): void;
}

type Signals = Omit<ConnectChat, 'chat' | 'error' | 'connect' | 'disconnect'>;

/** The chat's state as signals, each made when it is first read. */
export function signalsOf(chat: Chat, injector: Injector): Signals {
  const made = new Map<Observable<unknown>, Signal<unknown>>();
  /** A template reads in a reactive context, in which no signal may be made from a stream. */
  const signalOf = <T>(stream$: Observable<unknown>, make: () => Signal<T>): Signal<T> => {
    const known = made.get(stream$) ?? untracked(make);
    made.set(stream$, known);
    return known as Signal<T>;
  };
  const state = <T>(state$: Observable<T>) =>
    signalOf(state$, () => toSignal(state$, { requireSync: true, injector }));
  const { ended$ } = chat;
  return {
    get connectionState() {
      return state(chat.connectionState$);
    },
    get transcript() {
      return state(chat.transcript$);
    },
    get typing() {
      return state(chat.typing$);
    },
    get participants() {
      return state(chat.participants$);
    },
    get unreadCount() {
      return state(chat.unreadCount$);
    },
    get ended() {
      return signalOf(ended$, () => toSignal(ended$, { injector }));
    },
  };
}
