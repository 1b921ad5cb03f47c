import { fromEvent, map, Observable } from 'rxjs';
import type { TabChannel, TabLocks } from './tabsOptions.js';

/** The browser's Web Locks, if this environment has them: only secure contexts do. */
export function browserLocks(): TabLocks | undefined {
  const { navigator } = globalThis as { navigator?: Partial<Navigator> };
  const locks = navigator?.locks;
  return typeof locks?.request === 'function' ? webLocks(locks) : undefined;
}

/** Web Locks as streams. Source: W3C, Web Locks API, "steal". */
export const webLocks = (locks: Pick<LockManager, 'request'>): TabLocks => ({
  hold: (name, steal) =>
    new Observable<void>((subscriber) => {
      const waiting = new AbortController();
      let release: (() => void) | undefined;
      const held = () => {
        if (subscriber.closed) return undefined;
        subscriber.next();
        return new Promise<void>((resolve) => {
          if (subscriber.closed) resolve();
          else release = resolve;
        });
      };
      subscriber.add(() => {
        release?.();
        waiting.abort();
      });
      // The two options exclude each other: a theft does not wait.
      locks.request(name, steal ? { steal } : { signal: waiting.signal }, held).then(
        () => {
          subscriber.complete();
        },
        (error: unknown) => {
          if (release) subscriber.complete();
          else subscriber.error(error);
        },
      );
    }),
});

/** Opens a BroadcastChannel, if this environment has them. */
export function browserChannel(): ((name: string) => TabChannel) | undefined {
  const { BroadcastChannel: Channel } = globalThis as {
    BroadcastChannel?: typeof BroadcastChannel;
  };
  return Channel && ((name) => broadcastChannel(new Channel(name)));
}

const broadcastChannel = (channel: BroadcastChannel): TabChannel => ({
  messages$: fromEvent<MessageEvent<unknown>>(channel, 'message').pipe(map(({ data }) => data)),
  post: (message) => {
    channel.postMessage(message);
  },
  close: () => {
    channel.close();
  },
});
