import { type Observable, type SchedulerLike, type Subscription, VirtualTimeScheduler } from 'rxjs';
import { type Chat, type ChatOptions, type ChatPorts, createChat } from '../lite.js';
import { JOURNAL_VERSION, type Journal, type JournalEntry } from './journal.js';
import { notify, type Opened, replayPorts } from './replayPorts.js';
import { createTurns } from './turns.js';

/** How a journal is played. */
export interface ReplayOptions {
  /**
   * Clock that it is played by, such as a TestScheduler.
   * @defaultValue a virtual one: all of it is played within {@link Replay.play}
   */
  readonly scheduler?: SchedulerLike;
}

/** A chat that goes as it went. */
export interface Replay extends Pick<
  Chat,
  | 'connectionState$'
  | 'messages$'
  | 'partials$'
  | 'events$'
  | 'transcript$'
  | 'typing$'
  | 'participants$'
  | 'receipts$'
  | 'unreadCount$'
  | 'metrics$'
  | 'ended$'
> {
  /**
   * Plays the journal: subscribe to what is of interest before. Once only; the streams of a chat that had
   * not ended stay open.
   */
  play(): void;
  /**
   * What could not be played so far, since the chat did not ask for it as it did then: another version
   * of the library does other things. The indexes of entries.
   */
  readonly missed: readonly number[];
}

/**
 * Plays a journal: the library itself runs again, and what came in then comes in at the same turn. So its
 * streams give what they gave, with stand-ins for texts and names.
 *
 * @throws Error for a journal of another version.
 */
export function replay(journal: Journal, { scheduler }: ReplayOptions = {}): Replay {
  const version: unknown = journal.version;
  if (version !== JOURNAL_VERSION) {
    throw new Error(
      `cannot play the journal: its version is ${String(version)}, and only ${JOURNAL_VERSION} is known`,
    );
  }
  const virtual = scheduler ? undefined : new VirtualTimeScheduler();
  const clock = scheduler ?? virtual!;
  const turns = createTurns(journal.seed);
  const opened = new Map<string, Opened>();
  const results = new Map<number, Observable<unknown>>();
  const subscriptions = new Map<number, Subscription>();
  const missed: number[] = [];
  const [first] = journal.entries;
  const beganAt = first?.at ?? 0;
  const chat = turns.run(0, beganAt, () => createReplayedChat(journal, clock, turns, opened));

  /** Whether there was something for `entry` to come to. */
  const come = (entry: JournalEntry, index: number): boolean => {
    switch (entry.type) {
      case 'timer': {
        const run = opened.get(entry.id)?.run;
        run?.();
        return run !== undefined;
      }
      case 'next':
      case 'error':
      case 'complete':
        return notify(opened.get(entry.id), entry);
      case 'call':
        results.set(index, call(chat, entry.name, entry.args) as Observable<unknown>);
        return true;
      case 'subscribe': {
        const result$ = results.get(entry.of);
        if (result$ === undefined) return false;
        subscriptions.set(index, result$.subscribe({ error: () => undefined }));
        return true;
      }
      case 'unsubscribe':
        subscriptions.get(entry.of)?.unsubscribe();
        return subscriptions.delete(entry.of);
      default:
        return true;
    }
  };

  return Object.assign(Object.create(chat) as Chat, {
    missed,
    play: () => {
      /** Has the entry at `index` come at its time, and then those after it. */
      const playFrom = (index: number, latest: number) => {
        const entry = journal.entries[index];
        if (entry === undefined) return;
        const at = Math.max(latest, entry.at); // the device's clock may have been set back
        clock.schedule(() => {
          if (!turns.run(index, entry.at, () => come(entry, index))) missed.push(index);
          playFrom(index + 1, at);
        }, at - latest);
      };
      playFrom(0, beganAt);
      virtual?.flush();
    },
  });
}

const call = (chat: Chat, name: string, args: readonly unknown[]): unknown => {
  if (name === 'outgoing') {
    chat.outgoing.next(args[0] as string);
    return undefined;
  }
  if (name in Object.prototype) return undefined;
  const { [name]: method } = chat as unknown as Record<
    string,
    ((...args: unknown[]) => unknown) | undefined
  >;
  return method?.(...args);
};

function createReplayedChat(
  journal: Journal,
  clock: SchedulerLike,
  turns: ReturnType<typeof createTurns>,
  opened: Map<string, Opened>,
): Chat {
  const { details, type, options, canBeLetIn } = journal.chat;
  const ports = replayPorts(journal, turns, opened);
  return createChat({
    ...(unbounded(options) as Partial<ChatOptions>),
    chatDetails: { ...definedIn(details), participantToken: 'token' } as ChatOptions['chatDetails'],
    type,
    api: ports.api,
    scheduler: clock,
    journal: {
      attach: <Settings extends ChatPorts>(settings: Settings) => ({
        ...settings,
        ...ports,
        canBeLetIn,
      }),
      around: (made) => made,
    },
  });
}

/** JSON has no Infinity. */
const unbounded = (value: unknown): unknown => {
  if (value === null) return Infinity;
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, unbounded(each)]));
};

const definedIn = (value: object) =>
  Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined && each !== null),
  );
