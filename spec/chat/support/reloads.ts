import { Subject } from 'rxjs';
import {
  type Chat,
  type ChatMessage,
  type ChatOptions,
  type ChatStorage,
  memoryStorage,
  type PageHide,
  type Transcript,
} from '../../../lib/lite.js';
import { virtualChat, type VirtualChat, type VirtualChatOptions } from './virtualChat.js';
import { watch, type Watched } from './watch.js';

/** One page's life: a chat that is connected, and what was seen of it. */
export interface Life {
  readonly chat: Chat;
  readonly messages: Watched<ChatMessage>;
  readonly transcript: Watched<Transcript>;
}

export interface Reloads extends Omit<VirtualChat, 'chat'> {
  readonly storage: ChatStorage;
  readonly stored: () => string | null | undefined;
  /** The present page. */
  readonly life: () => Life;
  /** The page closes its chat, and another comes. */
  readonly reload: (options?: Partial<ChatOptions>) => Life;
  /** The browser takes the page away without asking its code, but for `pagehide`. */
  readonly kill: (options?: Partial<ChatOptions>) => Life;
  /** The same, without even that. */
  readonly crash: () => Life;
}

/** A page with a chat on a storage, and how it goes. */
export interface Page extends Life {
  /** The browser takes the page away without asking its code, but for `pagehide`. */
  readonly kill: () => void;
  /** The same, without even that. */
  readonly crash: () => void;
}

/** Opens pages of one contact on one storage, as tabs that live at the same time or one after another. */
export function pagesOn(
  { contact, create }: Pick<VirtualChat, 'contact' | 'create'>,
  storage: ChatStorage,
  options: Partial<ChatOptions> = {},
): (more?: Partial<ChatOptions>) => Page {
  let chance = 1;
  return (more = {}) => {
    let isGone = false;
    const pageHide$ = new Subject<PageHide>();
    const chat = create({
      chatDetails: contact.details,
      // ClientTokens of different pages differ.
      random: () => (chance = (chance * 48_271) % 2_147_483_647) / 2_147_483_647,
      pageHide$,
      storage: {
        getItem: (key) => storage.getItem(key),
        setItem: (key, value) => (isGone ? undefined : storage.setItem(key, value)),
        removeItem: (key) => (isGone ? undefined : storage.removeItem(key)),
      },
      ...options,
      ...more,
    });
    const seen = { chat, messages: watch(chat.messages$), transcript: watch(chat.transcript$) };
    watch(chat.connect());
    const crash = () => {
      isGone = true;
      seen.messages.unsubscribe(); // nobody is there to see what closing brings out
      chat.close();
    };
    return {
      ...seen,
      crash,
      kill: () => {
        pageHide$.next({ persisted: false });
        crash();
      },
    };
  };
}

/** A page after another, with one storage; the first is there. */
export function reloads({
  storage = memoryStorage(),
  ...given
}: VirtualChatOptions & { readonly storage?: ChatStorage } = {}): Reloads {
  const { service, startChat, ...options } = given;
  const { chat: unused, ...virtual } = virtualChat({
    ...(service && { service }),
    ...(startChat && { startChat }),
  });
  unused.close();
  const open = pagesOn(virtual, storage, options);
  let present = open();

  return {
    ...virtual,
    storage,
    stored: () => storage.getItem('rx-connect-chat') as string | undefined,
    life: () => present,
    reload: (more) => {
      present.chat.close();
      return (present = open(more));
    },
    kill: (more) => {
      present.kill();
      return (present = open(more));
    },
    crash: () => {
      present.crash();
      return (present = open());
    },
  };
}
