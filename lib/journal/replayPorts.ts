import { Observable, type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs';
import {
  ChatError,
  type ChatErrorCode,
  type ChatPorts,
  type ChatStorage,
  type FileTransfer,
  type TransferEvent,
  type WebSocketConstructor,
  type WebSocketLike,
  type WebSocketManager,
} from '../lite.js';
import type { Journal, Json, Notice } from './journal.js';
import { apiOf } from './operations.js';
import { called } from './recordedStorage.js';
import type { Turns } from './turns.js';

/** What can happen to something that the chat has opened. */
export interface Opened {
  readonly next?: (value: Json) => void;
  readonly error?: (value: Json) => void;
  readonly complete?: () => void;
  /** Its timer runs. */
  readonly run?: () => void;
}

/** Says what there is for something to come to, and has it come what came at once; answers its id. */
type Open = (it: Opened) => string;

/** Has `it` take `notice`; answers whether it could. */
export function notify(it: Opened | undefined, notice: Notice): boolean {
  if (notice.type === 'complete') {
    it?.complete?.();
    return it?.complete !== undefined;
  }
  const take = it?.[notice.type];
  take?.(notice.value);
  return take !== undefined;
}

/** Ports through which comes what a journal says; `opened` holds what there is for it to come to. */
export function replayPorts(
  journal: Journal,
  turns: Turns,
  opened: Map<string, Opened>,
): ChatPorts {
  const { ports } = journal.chat;
  const atOnce = new Map(
    journal.entries.flatMap((entry) =>
      entry.type === 'at-once' ? [[entry.id, entry.came] as const] : [],
    ),
  );
  const open: Open = (it) => {
    const id = turns.newId();
    opened.set(id, it);
    for (const notice of atOnce.get(id) ?? []) notify(it, notice);
    return id;
  };

  const source = <T>(decode: (value: Json) => T): Observable<T> =>
    new Observable((subscriber) => {
      const id = open({
        next: (value) => subscriber.next(decode(value)),
        error: (value) => subscriber.error(decodeError(value)),
        complete: () => subscriber.complete(),
      });
      return () => opened.delete(id);
    });
  const asItIs = source((value) => value as never);

  return {
    api: apiOf(() => () => asItIs),
    limiter: ports.includes('limiter') ? { acquire: () => asItIs } : undefined,
    transfer: (() => source(decodeTransfer)) as FileTransfer,
    webSocket: () => replaySocket(open),
    webSocketManager$: ports.includes('webSocketManager$')
      ? source((methods) =>
          replayManager(methods as readonly string[], open, (id) => opened.delete(id)),
        )
      : undefined,
    getConnectionToken: ports.includes('getConnectionToken') ? () => asItIs : undefined,
    network$: asItIs,
    resume$: asItIs,
    visible$: asItIs,
    pageHide$: asItIs,
    storage: ports.includes('storage') ? replayStorage(open) : undefined,
    scheduler: replayScheduler(turns, opened),
    random: turns.random,
  };
}

/** What the chat restored; what it reads later, before it writes, changes nothing. */
function replayStorage(open: Open): ChatStorage {
  let hasRestored = false;
  return {
    getItem: () => {
      if (hasRestored) return null;
      let text: Json | undefined;
      let ok = (value: Json): unknown => (text = value);
      let fail: (error: unknown) => void = () => undefined;
      const next = (value: Json) => {
        hasRestored = true;
        ok(value);
      };
      const error = (reason: unknown) => {
        hasRestored = true;
        fail(reason);
      };
      open({ next, error });
      if (text !== undefined) return text as string | null;
      return called((resolve: (text: string | null) => void, reject) => {
        ok = (value) => resolve(value as string | null);
        fail = reject;
      });
    },
    setItem: () => undefined,
    removeItem: () => undefined,
  };
}

/** Tasks run when the journal says so, whatever time that was to take. */
function replayScheduler(turns: Turns, opened: Map<string, Opened>): SchedulerLike {
  class ReplayAction<T> extends Subscription implements SchedulerAction<T> {
    readonly #id = turns.newId();

    constructor(private readonly work: (this: SchedulerAction<T>, state?: T) => void) {
      super(() => opened.delete(this.#id));
    }

    schedule(state?: T): Subscription {
      opened.set(this.#id, {
        run: () => {
          opened.delete(this.#id);
          this.work.call(this, state);
        },
      });
      return this;
    }
  }
  return {
    now: () => turns.now() ?? 0,
    schedule: <T>(
      work: (this: SchedulerAction<T>, state?: T) => void,
      _delayMs?: number,
      state?: T,
    ) => new ReplayAction<T>(work).schedule(state),
  };
}

function replaySocket(open: Open): WebSocketConstructor {
  return class ReplaySocket implements WebSocketLike {
    onopen: WebSocketLike['onopen'] = null;
    onmessage: WebSocketLike['onmessage'] = null;
    onerror: WebSocketLike['onerror'] = null;
    onclose: WebSocketLike['onclose'] = null;

    constructor() {
      open({
        next: (value) => {
          const { event, data, code } = value as Readonly<Record<string, Json>>;
          if (event === 'open') this.onopen?.(undefined);
          if (event === 'message') this.onmessage?.({ data: decodeFrame(data) });
          if (event === 'error') this.onerror?.(undefined);
          if (event === 'close') this.onclose?.({ code: Number(code) });
        },
      });
    }

    send(): void {
      // what the chat says, the journal has no answer to
    }

    close(): void {
      this.onopen = this.onmessage = this.onerror = this.onclose = null;
    }
  };
}

function replayManager(
  methods: readonly string[],
  open: Open,
  close: (id: string) => void,
): WebSocketManager {
  const listen = (callback: (message?: unknown) => void) => {
    const id = open({
      next: (value) => {
        callback(decodeMessage(value));
      },
    });
    return () => close(id);
  };
  return {
    onMessage: (_topic, callback) => listen(callback),
    subscribeTopics: () => undefined,
    ...Object.fromEntries(methods.map((name) => [name, listen])),
  };
}

/** Of a frame that was too long, or no text, only that is known. */
const decodeFrame = (data: Json | undefined): unknown => {
  if (typeof data === 'string') return data;
  const { length } = data as { readonly length: number };
  return length > 0 ? ' '.repeat(length) : undefined;
};

const decodeMessage = (value: Json): unknown => {
  const { length } = (value ?? {}) as { readonly length?: number };
  return length === undefined ? value : { topic: 'aws/chat', content: ' '.repeat(length) };
};

function decodeError(value: Json): Error {
  if (value === null) return new Error('as recorded');
  const { code, statusCode, retryAfterMs } = value as Readonly<Record<string, Json>>;
  return new ChatError(code as ChatErrorCode, `as recorded: ${code as ChatErrorCode}`, {
    statusCode: (statusCode as number | null) ?? undefined,
    retryAfterMs: (retryAfterMs as number | null) ?? undefined,
  });
}

const decodeTransfer = (value: Json): TransferEvent => {
  const { size, ...event } = value as Readonly<Record<string, Json>>;
  return {
    ...(event as unknown as TransferEvent),
    ...(size !== undefined && { body: new Blob([]) }),
  };
};
