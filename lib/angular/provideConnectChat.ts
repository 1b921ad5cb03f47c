import {
  DestroyRef,
  inject,
  InjectionToken,
  Injector,
  NgZone,
  PLATFORM_ID,
  type Provider,
  signal,
} from '@angular/core';
import { NEVER, Subscription } from 'rxjs';
import { type Chat, type ChatError, type ChatOptions, createChat } from '../lite.js';
import { type ConnectChat, signalsOf } from './connectChat.js';

const CONNECT_CHAT = new InjectionToken<ConnectChat>('rx-connect-chat');

/**
 * Provides a chat to an application, a route or a component, and closes it when that is destroyed.
 *
 * The chat is made when it is first injected. On a server it is one that never connects: there, the
 * options are not asked for, and nothing is opened.
 *
 * @param options - of `createChat`, or a function that gives them, which may `inject()`.
 */
export const provideConnectChat = (options: ChatOptions | (() => ChatOptions)): Provider[] => [
  {
    provide: CONNECT_CHAT,
    useFactory: (): ConnectChat => {
      const isBrowser = inject(PLATFORM_ID) === 'browser';
      return connectChat(
        isBrowser ? createChat(typeof options === 'function' ? options() : options) : idleChat(),
      );
    },
  },
];

/**
 * The chat that {@link provideConnectChat} provides.
 *
 * @throws ChatError `InvalidArgument`, naming the option, when the first injection makes the chat.
 */
export const injectConnectChat = (): ConnectChat => inject(CONNECT_CHAT);

function connectChat(chat: Chat): ConnectChat {
  const zone = inject(NgZone);
  const error = signal<ChatError | undefined>(undefined);
  let connection = Subscription.EMPTY;
  inject(DestroyRef).onDestroy(() => {
    connection.unsubscribe();
    chat.close();
  });
  return Object.defineProperties(
    {
      chat,
      error: error.asReadonly(),
      connect: () => {
        if (!connection.closed) return;
        error.set(undefined);
        // Heartbeats are no reason to look for changes.
        zone.runOutsideAngular(() => {
          connection = chat.connect().subscribe({
            error: (failure: unknown) => {
              error.set(failure as ChatError);
            },
          });
        });
      },
      disconnect: () => {
        connection.unsubscribe();
      },
    },
    Object.getOwnPropertyDescriptors(signalsOf(chat, inject(Injector))),
  ) as ConnectChat;
}

/** A chat for a server that renders: all its states are those of a chat before it is connected. */
function idleChat(): Chat {
  const nobody = { contactId: 'none', participantId: 'none', participantToken: 'none' };
  const chat = createChat({ chatDetails: nobody, endpoint: 'https://localhost' });
  chat.connect = () => NEVER;
  return chat;
}
