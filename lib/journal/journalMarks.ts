import { isMessageContentType } from '../wire/index.js';
import type { JournalEntry, Json } from './journal.js';

/** The lines, from top to bottom. */
export const LANES = ['app', 'calls', 'socket', 'items', 'states'] as const;
/** @see LANES */
export type Lane = (typeof LANES)[number];

/** A letter on a line. */
export interface Mark {
  readonly at: number;
  readonly lane: Lane;
  readonly letter: string;
}

/** How the states are drawn. */
const STATES: Readonly<Record<string, string>> = {
  idle: 'i',
  connecting: 'c',
  connected: 'k',
  reconnecting: 'r',
  offline: 'o',
  ended: 'e',
  failed: 'f',
  closed: 'x',
};

const COMMANDS: Readonly<Record<string, string>> = {
  connect: '+',
  close: '-',
  disconnect: 'd',
  markDelivered: 'r',
  markRead: 'r',
  outgoing: 'm',
  sendMessage: 'm',
  sendTyping: 't',
};

const CALLS: Readonly<Record<string, string>> = {
  createParticipantConnection: 'C',
  sendMessage: 'M',
  sendEvent: 'E',
  getTranscript: 'T',
};

const EVENTS: readonly (readonly [string, string])[] = [
  ['typing', 't'],
  ['message.', 'r'],
  ['participant.joined', 'j'],
  ['participant.left', 'j'],
  ['chat.ended', '|'],
];

/** What is drawn of a journal: everything but timers and heartbeats. */
export function marksOf(entries: readonly JournalEntry[]): readonly Mark[] {
  const opened = new Map<string, string>();
  return entries.flatMap((entry) => {
    if (entry.type === 'open') opened.set(entry.id, entry.what);
    const what = 'id' in entry ? (opened.get(entry.id) ?? '') : '';
    const [lane, letter] = markOf(entry, what, entries) ?? [];
    return lane && letter ? [{ at: entry.at, lane, letter }] : [];
  });
}

type LaneMark = readonly [Lane, string];

/** What else is opened, which is no call. */
const NO_CALLS = new Set([
  ...['socket', 'network', 'resume', 'visible', 'pageHide', 'manager', 'limiter', 'storage'],
]);
const isCall = (what: string) => what !== '' && !what.startsWith('on') && !NO_CALLS.has(what);

function markOf(
  entry: JournalEntry,
  what: string,
  entries: readonly JournalEntry[],
): LaneMark | undefined {
  switch (entry.type) {
    case 'call':
      return entry.name === 'connect' ? undefined : ['app', COMMANDS[entry.name] ?? 'c'];
    case 'subscribe':
      return isConnect(entries[entry.of]) ? ['app', '+'] : undefined;
    case 'unsubscribe': {
      const subscribed = entries[entry.of];
      const isLeft = subscribed?.type === 'subscribe' && isConnect(entries[subscribed.of]);
      return isLeft ? ['app', '-'] : undefined;
    }
    case 'state':
      return ['states', STATES[entry.status] ?? '?'];
    case 'open':
      return isCall(what) ? ['calls', CALLS[what] ?? 'O'] : undefined;
    case 'error':
      return isCall(what) ? ['calls', '#'] : undefined;
    case 'next':
      return markOfNext(what, entry.value);
    default:
      return undefined;
  }
}

const isConnect = (entry: JournalEntry | undefined) =>
  entry?.type === 'call' && entry.name === 'connect';

function markOfNext(what: string, value: Json): LaneMark | undefined {
  switch (what) {
    case 'network':
      return ['socket', 'n'];
    case 'resume':
      return ['socket', 'w'];
    case 'onConnectionGain':
      return ['socket', 'o'];
    case 'onConnectionLost':
      return ['socket', 'x'];
    case 'onMessage':
      return markOfFrame(value);
    case 'socket': {
      const { event, data } = value as Readonly<Record<string, Json>>;
      if (event === 'open') return ['socket', 'o'];
      if (event === 'error') return ['socket', '!'];
      if (event === 'close') return ['socket', 'x'];
      return markOfFrame(typeof data === 'string' ? (JSON.parse(data) as Json) : null);
    }
    case 'transfer': {
      const { type } = value as Readonly<Record<string, Json>>;
      return type === 'response' ? ['calls', '.'] : undefined;
    }
    default:
      return isCall(what) ? ['calls', '.'] : undefined;
  }
}

function markOfFrame(frame: Json): LaneMark | undefined {
  const { topic, content } = (frame ?? {}) as Readonly<Record<string, Json>>;
  if (topic === 'aws/heartbeat' || topic === 'aws/ping') return undefined;
  if (topic === 'aws/subscribe') return ['socket', 's'];
  return ['items', letterOfItem(typeof content === 'string' ? content : '')];
}

function letterOfItem(content: string): string {
  let item: Readonly<Record<string, unknown>>;
  try {
    item = JSON.parse(content) as typeof item;
  } catch {
    return '?';
  }
  const {
    ContentType: contentType,
    Type: type,
    MessageMetadata: metadata,
  } = Object(item) as typeof item;
  if (type === 'ATTACHMENT') return 'm';
  if (typeof contentType !== 'string') return '?';
  const { ChunkNumber, MessageCompleted } = Object(metadata) as Readonly<Record<string, unknown>>;
  if (isMessageContentType(contentType)) {
    return ChunkNumber !== undefined && MessageCompleted !== true ? 'p' : 'm';
  }
  return EVENTS.find(([name]) => contentType.includes(`.event.${name}`))?.[1] ?? 'e';
}
