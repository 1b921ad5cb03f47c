import {
  firstValueFrom,
  filter,
  type Observable,
  ReplaySubject,
  take,
  timeout,
  toArray,
} from 'rxjs';
import { WebSocket } from 'ws';
import {
  startEmulator,
  type EmulatedContact,
  type EmulatedParticipant,
  type Emulator,
} from '../../../lib/emulator.js';
import type { Chat, ChatOptions } from '../../../lib/lite.js';

/** How long anything awaited may take, in milliseconds. */
const PATIENCE_MS = 10_000;

/** The first value of `source` for which `is` holds. */
export const first = <T>(source: Observable<T>, is: (value: T) => boolean): Promise<T> =>
  firstValueFrom(source.pipe(filter(is), timeout(PATIENCE_MS)));

/** What comes from now on, to be awaited at leisure. */
export interface Recording<T> {
  /** The first `count` values. */
  readonly first: (count: number) => Promise<readonly T[]>;
  /** All values, once the source has completed. */
  readonly all: () => Promise<readonly T[]>;
}

export function record<T>(source: Observable<T>): Recording<T> {
  const recorded$ = new ReplaySubject<T>(Infinity);
  source.subscribe(recorded$);
  const collected = (values$: Observable<T>) =>
    firstValueFrom(values$.pipe(toArray(), timeout(PATIENCE_MS)));
  return {
    first: (count) => collected(recorded$.pipe(take(count))),
    all: () => collected(recorded$),
  };
}

export type CreateChat = (options: ChatOptions) => Chat;

/** A service with one contact: Ann, the customer, and Bea, the agent. */
export interface RealChat {
  readonly emulator: Emulator;
  readonly contact: EmulatedContact;
  readonly agent: EmulatedParticipant;
  readonly create: (options?: Partial<ChatOptions>) => Chat;
}

/** Runs `test` against a service of its own; its chats are closed after it. */
export const withChat =
  (createChat: CreateChat, test: (real: RealChat) => Promise<void>) => async (): Promise<void> => {
    const emulator = await startEmulator();
    const chats: Chat[] = [];
    try {
      const contact = emulator.startChat({ displayName: 'Ann' });
      const agent = contact.join({ displayName: 'Bea' });
      const create: RealChat['create'] = (options) => {
        const chat = createChat({
          chatDetails: contact.details,
          endpoint: emulator.url,
          webSocket: WebSocket,
          reconnect: { firstDelayMs: 50, maxDelayMs: 200 },
          ...options,
        });
        chats.push(chat);
        return chat;
      };
      await test({ emulator, contact, agent, create });
    } finally {
      for (const chat of chats) chat.close();
      await emulator.close();
    }
  };

/** Connects, and waits until that is done. */
export async function connected(chat: Chat): Promise<Chat> {
  chat.connect().subscribe();
  await first(chat.connectionState$, ({ status }) => status === 'connected');
  return chat;
}
