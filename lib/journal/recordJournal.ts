import { takeWhile } from 'rxjs';
import type { Chat, ChatJournal, ChatOptions, ChatPorts } from '../lite.js';
import { JOURNAL_VERSION, type Journal, type JournalChat, type OptionalPort } from './journal.js';
import { createLog, type Log } from './log.js';
import { recordedChat } from './recordedChat.js';
import { recordedPorts } from './recordedPorts.js';
import { createRedactor } from './redact.js';

/** How much is recorded at most. */
export interface RecordOptions {
  /** @defaultValue 50000: about a day of a chat in which little is said */
  readonly maxEntries?: number;
  /** In characters of JSON. @defaultValue 4 million */
  readonly maxBytes?: number;
}

/** Records one chat: the option `journal` of `createChat`. */
export interface JournalRecorder extends ChatJournal {
  /**
   * What has been recorded so far. It can be read at any time, and given to `JSON.stringify`.
   *
   * @throws Error where no chat has been made with this recorder yet.
   */
  read(): Journal;
}

/**
 * Records what comes into a chat: what the network brings, what the app does, when timers run. No
 * token, URL, text or name is recorded, but numbered stand-ins, the same for the same.
 *
 * When it is full, it stops: a journal can only be played from its beginning. `truncated` says so.
 *
 * @throws RangeError for a size below 1.
 */
export function recordJournal({
  maxEntries = 50_000,
  maxBytes = 4_000_000,
}: RecordOptions = {}): JournalRecorder {
  if (!(maxEntries >= 1 && maxBytes >= 1)) {
    throw new RangeError('cannot record a journal: maxEntries and maxBytes must be at least 1');
  }
  const redactor = createRedactor();
  let begun: { readonly log: Log; readonly chat: JournalChat; readonly seed: number } | undefined;

  return {
    attach: <Settings extends ChatPorts>(settings: Settings): Settings => {
      if (begun)
        throw new Error('cannot record a journal: it has a chat already; make one for each');
      const { scheduler, random } = settings;
      const seed = Math.floor(random() * 2 ** 32);
      const log = createLog({ seed, maxEntries, maxBytes, now: () => scheduler.now() });
      begun = { log, chat: chatOf(settings), seed };
      log.note({ type: 'create' });
      return recordedPorts(settings, { log, redactor });
    },
    around: (chat) => {
      const { log } = begun!;
      (chat as unknown as Chat).connectionState$
        .pipe(
          takeWhile(({ status }) => {
            log.note({ type: 'state', status });
            return !log.isFull;
          }),
        )
        .subscribe();
      return recordedChat(chat, { log, redactor });
    },
    read: () => {
      if (!begun) throw new Error('cannot read the journal: no chat has been made with it');
      const { log, chat, seed } = begun;
      const { entries, isFull: truncated } = log;
      return { version: JOURNAL_VERSION, chat, seed, truncated, entries: [...entries] };
    },
  };
}

/** The options that count: numbers and switches. */
const OPTIONS = [
  'disconnectOnPageHide',
  'history',
  'maxItems',
  'maxMessageBytes',
  'orderingWindowMs',
  'receipts',
  'reconnect',
  'polling',
  'typing',
] as const satisfies readonly (keyof ChatOptions)[];

const OPTIONAL_PORTS: readonly OptionalPort[] = [
  'limiter',
  'webSocketManager$',
  'getConnectionToken',
  'storage',
];

function chatOf(settings: ChatPorts): JournalChat {
  const { details, type, canBeLetIn, storageOptions, ...rest } = settings as ChatPorts &
    Required<Pick<ChatOptions, (typeof OPTIONS)[number] | 'storageOptions' | 'type'>> & {
      readonly details: JournalChat['details'];
      readonly canBeLetIn: boolean;
    };
  const { contactId, participantId, initialContactId, continuedFromContactId } = details;
  const options = Object.fromEntries(OPTIONS.map((name) => [name, rest[name]]));
  return {
    details: { contactId, participantId, initialContactId, continuedFromContactId },
    type,
    // A copy: what happens to the app's objects is not to change it.
    options: JSON.parse(
      JSON.stringify({ ...options, storageOptions: { ...storageOptions, key: 'journal' } }),
    ) as Record<string, unknown>,
    ports: OPTIONAL_PORTS.filter((name) => settings[name] !== undefined),
    canBeLetIn,
  };
}
