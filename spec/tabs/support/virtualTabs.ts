import { NEVER, Observable, scan, type SchedulerAction, type SchedulerLike, Subject } from 'rxjs';
import type { EmulatedContact, EmulatedParticipant, Emulator } from '../../../lib/emulator.js';
import {
  applyTranscriptDelta,
  type Chat,
  type ChatItem,
  type ChatMessage,
  type Connection,
  type ConnectionState,
  type FileTransfer,
  type PageHide,
  type ParticipantApi,
  type Transcript,
  type TranscriptDelta,
  type WebSocketConstructor,
  type WebSocketLike,
} from '../../../lib/lite.js';
import {
  shareChat,
  type ShareChatOptions,
  type TabChannel,
  type TabLocks,
} from '../../../lib/tabs.js';
import { watch, type Watched } from '../../chat/support/watch.js';
import {
  virtualService,
  type VirtualService,
  type VirtualServiceOptions,
} from '../../support/virtualService.js';

/** How long a message between tabs, or a lock, takes. */
const BROWSER_MS = 1;

/** A page: what comes to it waits while it is frozen, and is lost when it is gone. */
export class Page {
  readonly #waiting: (() => void)[] = [];
  isFrozen = false;
  isGone = false;

  /** Has the page do something now, or when it is thawed. */
  run(task: () => void): void {
    if (this.isGone) return;
    if (this.isFrozen) this.#waiting.push(task);
    else task();
  }

  thaw(): void {
    this.isFrozen = false;
    while (!this.isFrozen && this.#waiting.length > 0) this.#waiting.shift()?.();
  }
}

/** The locks and channels of an origin, on virtual time. */
class Origin {
  readonly posted: unknown[] = [];
  readonly #channels = new Set<{
    readonly name: string;
    readonly page: Page;
    heard$: Subject<unknown>;
  }>();
  readonly #locks = new Map<string, Request[]>();

  constructor(readonly scheduler: SchedulerLike) {}

  channel(page: Page): (name: string) => TabChannel {
    return (name) => {
      const own = { name, page, heard$: new Subject<unknown>() };
      this.#channels.add(own);
      return {
        messages$: own.heard$,
        post: (message) => {
          const copy: unknown = structuredClone(message);
          this.posted.push(copy);
          for (const other of this.#channels) {
            if (other === own || other.name !== name) continue;
            this.#later(() => {
              other.page.run(() => {
                if (this.#channels.has(other)) other.heard$.next(copy);
              });
            });
          }
        },
        close: () => {
          this.#channels.delete(own);
        },
      };
    };
  }

  locks(page: Page): TabLocks {
    return {
      hold: (name, steal) =>
        new Observable<void>((subscriber) => {
          const queue = this.#locks.get(name) ?? [];
          this.#locks.set(name, queue);
          const request: Request = { page, subscriber, isHeld: false };
          const [holder] = queue;
          if (steal && holder?.isHeld) {
            queue.shift();
            this.#later(() => {
              holder.page.run(() => {
                holder.subscriber.complete();
              });
            });
          }
          if (steal) queue.unshift(request);
          else queue.push(request);
          this.#grant(queue);
          return () => {
            this.#drop(queue, request);
          };
        }),
    };
  }

  /** The page is gone: whatever it held is free. */
  gone(page: Page): void {
    for (const queue of this.#locks.values()) {
      for (const request of [...queue]) if (request.page === page) this.#drop(queue, request);
    }
    for (const channel of this.#channels) if (channel.page === page) this.#channels.delete(channel);
  }

  #drop(queue: Request[], request: Request): void {
    const place = queue.indexOf(request);
    if (place >= 0) queue.splice(place, 1);
    this.#grant(queue);
  }

  #grant([first]: Request[]): void {
    if (first === undefined || first.isHeld) return;
    first.isHeld = true;
    this.#later(() => {
      first.page.run(() => {
        first.subscriber.next();
      });
    });
  }

  #later(task: () => void): void {
    this.scheduler.schedule(task, BROWSER_MS);
  }
}

interface Request {
  readonly page: Page;
  readonly subscriber: { next(): void; complete(): void };
  isHeld: boolean;
}

/** A tab with the chat, and what was seen of it. */
export interface Tab {
  readonly chat: Chat;
  readonly connections: Watched<Connection>;
  readonly connect: () => Watched<Connection>;
  readonly messages: Watched<ChatMessage>;
  readonly events: Watched<ChatItem>;
  readonly transcript: Watched<Transcript>;
  /** The items that `transcriptChanges$` comes to. */
  readonly applied: Watched<readonly ChatItem[]>;
  readonly state: Watched<ConnectionState>;
  readonly isGone: boolean;
  readonly isFrozen: boolean;
  /** The user closes the tab: the page is told. */
  close(): void;
  /** The page is gone without a word. */
  crash(): void;
  /** None of its code runs, as under a debugger. */
  freeze(): void;
  thaw(): void;
  /** Into the back/forward cache, and back. */
  hide(): void;
  show(): void;
}

export interface VirtualTabs extends VirtualService {
  readonly contact: EmulatedContact;
  readonly agent: EmulatedParticipant;
  readonly origin: Origin;
  /** Opens a tab, connected. */
  readonly open: (options?: Partial<ShareChatOptions>) => Tab;
  /** What the service was asked, by operation. */
  readonly calls: Emulator['requests']['count'];
  /** What the tabs have asked the service, in this order. */
  readonly asked: readonly Asked[];
}

/** A call of the API, of a tab's. */
export interface Asked {
  readonly name: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** One contact and an origin whose tabs show it, on virtual time. Bea, the agent, is there. */
export function virtualTabs(
  given: Partial<ShareChatOptions> & { readonly service?: VirtualServiceOptions } = {},
): VirtualTabs {
  const { service: serviceOptions, ...shared } = given;
  const service = virtualService(serviceOptions);
  const contact = service.emulator.startChat();
  const agent = contact.join({ displayName: 'Bea' });
  const origin = new Origin(service.scheduler);
  const asked: Asked[] = [];
  let chance = 1;
  const random = () => (chance = (chance * 48_271) % 2_147_483_647) / 2_147_483_647;

  const open: VirtualTabs['open'] = (options = {}) => {
    const page = new Page();
    const pageHide$ = new Subject<PageHide>();
    const back$ = new Subject<void>();
    const sockets = new Set<WebSocketLike>();
    const chat = shareChat({
      chatDetails: contact.details,
      api: apiOf(service.api, page, asked),
      webSocket: socketOf(service.webSocket, page, sockets),
      transfer: gated(service.transfer, page),
      scheduler: schedulerOf(service.scheduler, page),
      random,
      network$: NEVER,
      resume$: back$,
      visible$: NEVER,
      pageHide$,
      orderingWindowMs: 0,
      tabs: { locks: origin.locks(page), channel: origin.channel(page) },
      ...shared,
      ...options,
    });
    let connections = watch(chat.connect());
    const die = () => {
      page.isGone = true;
      origin.gone(page);
      for (const socket of sockets) socket.close();
    };
    return {
      chat,
      get connections() {
        return connections;
      },
      connect: () => (connections = watch(chat.connect())),
      messages: watch(chat.messages$),
      events: watch(chat.events$),
      transcript: watch(chat.transcript$),
      applied: watch(
        chat.transcriptChanges$.pipe(
          scan<TranscriptDelta, readonly ChatItem[]>(applyTranscriptDelta, []),
        ),
      ),
      state: watch(chat.connectionState$),
      get isGone() {
        return page.isGone;
      },
      get isFrozen() {
        return page.isFrozen;
      },
      close: () => {
        pageHide$.next({ persisted: false });
        die();
      },
      crash: die,
      freeze: () => {
        page.isFrozen = true;
      },
      thaw: () => {
        page.thaw();
      },
      hide: () => {
        pageHide$.next({ persisted: true });
        page.isFrozen = true;
        for (const socket of sockets) socket.close();
      },
      show: () => {
        page.thaw();
        back$.next();
      },
    };
  };
  return {
    ...service,
    contact,
    agent,
    origin,
    open,
    asked,
    calls: (operation, scope) => service.emulator.requests.count(operation, scope),
  };
}

const gate =
  (page: Page) =>
  <T>(source: Observable<T>): Observable<T> =>
    new Observable((subscriber) =>
      source.subscribe({
        next: (value) => {
          page.run(() => {
            subscriber.next(value);
          });
        },
        error: (error: unknown) => {
          page.run(() => {
            subscriber.error(error);
          });
        },
        complete: () => {
          page.run(() => {
            subscriber.complete();
          });
        },
      }),
    );

const gated =
  (transfer: FileTransfer, page: Page): FileTransfer =>
  (request) =>
    gate(page)(transfer(request) as Observable<never>);

function apiOf(api: ParticipantApi, page: Page, asked: Asked[]): ParticipantApi {
  return Object.fromEntries(
    Object.entries(api).map(([name, call]: [string, (request: never) => Observable<unknown>]) => [
      name,
      (request: never) => {
        if (!page.isGone) asked.push({ name, request });
        return gate(page)(call(request));
      },
    ]),
  ) as unknown as ParticipantApi;
}

const schedulerOf = (scheduler: SchedulerLike, page: Page): SchedulerLike => ({
  now: () => scheduler.now(),
  schedule<T>(work: (this: SchedulerAction<T>, state?: T) => void, delayMs?: number, state?: T) {
    return scheduler.schedule<T>(
      function (given) {
        page.run(() => {
          if (!this.closed) work.call(this, given);
        });
      },
      delayMs,
      state,
    );
  },
});

function socketOf(
  Socket: WebSocketConstructor,
  page: Page,
  sockets: Set<WebSocketLike>,
): WebSocketConstructor {
  return class implements WebSocketLike {
    onopen: WebSocketLike['onopen'] = null;
    onmessage: WebSocketLike['onmessage'] = null;
    onerror: WebSocketLike['onerror'] = null;
    onclose: WebSocketLike['onclose'] = null;
    readonly #socket: WebSocketLike;

    constructor(url: string) {
      this.#socket = new Socket(url);
      sockets.add(this.#socket);
      this.#socket.onopen = (event) => {
        page.run(() => this.onopen?.(event));
      };
      this.#socket.onmessage = (event) => {
        page.run(() => this.onmessage?.(event));
      };
      this.#socket.onclose = (event) => {
        page.run(() => this.onclose?.(event));
      };
    }

    send(text: string): void {
      this.#socket.send(text);
    }

    close(): void {
      sockets.delete(this.#socket);
      this.#socket.close();
    }
  };
}
