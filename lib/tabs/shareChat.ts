import {
  asyncScheduler,
  defer,
  EMPTY,
  finalize,
  ReplaySubject,
  share,
  Subject,
  takeUntil,
} from 'rxjs';
import {
  type Chat,
  type ChatLogger,
  type ChatOptions,
  type Connection,
  createChat as createLiteChat,
} from '../lite.js';
import { browserChannel, browserLocks } from './browserTabs.js';
import { sharedCommands } from './commands.js';
import { createMirror } from './mirror.js';
import {
  pageBack$,
  pageFrozen$,
  pageHide$ as browserPageHide$,
  pageVisible$,
} from './pageLifecycle.js';
import { NOT_SHARED, tabSession } from './session.js';
import { VERSION } from './tabMessage.js';
import type { ShareChatOptions } from './tabsOptions.js';

/**
 * A chat that all tabs of an origin share: one of them has the connection, the others show what it has and
 * hand it their commands. Each tab calls this, with the details of the same chat.
 *
 * A tab takes part while its `connect()` has a subscriber. When the tab that leads is closed, crashes, is
 * frozen or goes into the back/forward cache, another takes over within a second: nothing is lost, and nothing
 * is sent or told twice.
 *
 * If there are no Web Locks or no BroadcastChannel, it is a chat of this tab alone, and a `warn` says so.
 *
 * @throws ChatError `InvalidArgument`, naming the option that is missing or wrong.
 */
export function shareChat(options: ShareChatOptions): Chat {
  const { createChat = createLiteChat, tabs = {}, ...chatOptions } = options;
  const { random = Math.random, scheduler = asyncScheduler, orderingWindowMs = 100 } = chatOptions;
  const warn = warnTo(options);
  const locks = tabs.locks ?? browserLocks();
  const openChannel = tabs.channel ?? browserChannel();
  const chat = createChat(chatOptions);
  if (locks === undefined || openChannel === undefined) {
    const missing = locks === undefined ? 'Web Locks' : 'BroadcastChannel';
    warn(NOT_SHARED, { missing });
    return chat;
  }
  const { details } = chat;
  chat.close(); // it has checked the options

  const mirror = createMirror({
    orderingWindowMs,
    scheduler,
    frameScheduler: chatOptions.frameScheduler,
  });
  const commands = sharedCommands({ mirror, random, scheduler, warn });
  const closed$ = new Subject<void>();
  let isOver = false;
  const connection$ = tabSession({
    name: `rx-connect-chat/${VERSION}/${details.contactId}/${details.participantId}`,
    locks,
    openChannel,
    createChat,
    chatOptions,
    secret: details.participantToken,
    mirror,
    commands,
    scheduler,
    random,
    pageHide$: chatOptions.pageHide$ ?? browserPageHide$,
    frozen$: pageFrozen$,
    back$: chatOptions.resume$ ?? pageBack$,
    visible$: chatOptions.visible$ ?? pageVisible$,
    warn,
    ended: () => {
      isOver = true;
      commands.fail('Ended', 'the chat has ended');
      mirror.complete();
    },
  }).pipe(
    takeUntil(closed$),
    finalize(() => {
      if (!isOver && mirror.state.status !== 'failed') mirror.setState({ status: 'idle' });
    }),
    share({ connector: () => new ReplaySubject<Connection>(1) }),
  );

  const close = () => {
    if (isOver) return;
    isOver = true;
    closed$.next(); // what the chat holds comes out first
    mirror.setState({ status: 'closed' });
    mirror.complete();
  };
  return {
    details,
    ...mirror.streams,
    ...commands.commands,
    connect: () => defer(() => (isOver ? EMPTY : connection$)),
    close,
    ...disposable(close),
  };
}

function warnTo({
  logger,
  logLevel = 'info',
}: Pick<ChatOptions, 'logger' | 'logLevel'>): ChatLogger['warn'] {
  const isHeard = logLevel !== 'silent' && logLevel !== 'error';
  return (message, details) => {
    try {
      if (isHeard) logger?.warn(message, details);
    } catch {
      // Nowhere left to say so.
    }
  };
}

/** `using chat = …` where the environment knows that; elsewhere, there is no symbol to name it by. */
const disposable = (close: () => void): Disposable =>
  (typeof Symbol.dispose === 'symbol' ? { [Symbol.dispose]: close } : {}) as Disposable;
