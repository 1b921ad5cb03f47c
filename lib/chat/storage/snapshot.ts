import { END_REASONS, type EndReason } from '../../connection/index.js';
import type { Known, Remembered } from '../../inbox/index.js';
import { checkMessage, type OutgoingMessage } from '../../outbox/index.js';
import { ChatError, type ChatErrorCode } from '../../participant/index.js';
import type { Transcript } from '../../transcript/index.js';
import {
  type ChatItem,
  decodeItem,
  isMessage,
  type ItemStatus,
  type Recipient,
  type WireItem,
} from '../../wire/index.js';
import type { ChatDetails } from '../chatOptions.js';

/** What lasts of a chat, besides its items. */
export interface Rest {
  /** What `createChat` is told of the chat; without its token unless that is to be kept. */
  readonly details: Omit<ChatDetails, 'participantToken'> & {
    readonly participantToken?: string | undefined;
  };
  readonly hasOlder: boolean;
  readonly ended?: EndReason | undefined;
  /** What further parts keep, by their names: plain JSON. */
  readonly parts: Readonly<Record<string, unknown>>;
}

/** What a snapshot brings back. */
export interface Snapshot extends Rest {
  /** Ascending; own messages on their way are not among them. */
  readonly items: readonly Remembered[];
  /** Own messages on their way, in the order given, each under its ClientToken. */
  readonly outbox: readonly OutgoingMessage[];
  /** Up to where the transcript was known to be whole; `undefined` where nothing was known. */
  readonly known: Known | undefined;
}

/** What a snapshot is made of. */
export interface SnapshotSource extends Rest {
  readonly transcript: Transcript;
  /** Whether the transcript has dropped items. */
  readonly hasDropped: boolean;
  readonly maxItems: number;
  /** Whether `messages$` has not told of the item yet. */
  readonly isUntold: (id: string) => boolean;
  readonly known: Known | undefined;
}

/** As it is written. Another form gets another version. */
interface Written extends Rest {
  readonly version: typeof VERSION;
  readonly outbox: readonly OutgoingMessage[];
  /** What is needed of {@link Snapshot.known}. */
  readonly known?: WireItem | 'nothing' | undefined;
  readonly items: readonly WrittenItem[];
}

type WrittenRecipients = readonly { readonly participantId: string; readonly time: string }[];

interface WrittenItem {
  readonly raw: WireItem;
  readonly status?: ItemStatus | undefined;
  readonly clientToken?: string | undefined;
  readonly deliveredTo?: WrittenRecipients | undefined;
  readonly readBy?: WrittenRecipients | undefined;
  readonly error?: { readonly code: ChatErrorCode; readonly message: string } | undefined;
  readonly untold?: true | undefined;
}

const VERSION = 1;
/** Items and messages on their way have this many at most; a page's storage holds about 5 million. */
const MAX_CHARACTERS = 1_000_000;

/** A snapshot as text. */
export interface Encoded {
  readonly text: string;
  /** Messages on their way that it has. */
  readonly kept: number;
  /** Messages on their way that did not fit. */
  readonly left: number;
}

/** What is on its way out, the first given first, and the newest items, as far as they fit each. */
export function encodeSnapshot(source: SnapshotSource): Encoded {
  const { transcript, hasDropped, maxItems, isUntold, known, ...rest } = source;
  const outbox: OutgoingMessage[] = [];
  const items: string[] = [];
  let oldest: ChatItem | undefined;
  let isKnownKept = false;
  let characters = 0;
  let isAll = !hasDropped;
  for (let index = transcript.size - 1; index >= 0; index--) {
    const item = transcript.at(index);
    if (item === undefined || (isMessage(item) && item.partial)) continue; // it comes again, whole
    if (item.status === 'sending') {
      const { content, contentType, id: clientToken } = item;
      outbox.unshift({ content, contentType, clientToken } as OutgoingMessage);
      continue;
    }
    const text = JSON.stringify(writtenItem(item, isUntold(item.id)));
    characters += text.length;
    if (items.length >= maxItems || characters > MAX_CHARACTERS) {
      isAll = false;
      break;
    }
    items.push(text);
    if (item.status === 'failed') continue;
    oldest = item;
    isKnownKept ||= known !== 'nothing' && known?.id === item.id;
  }
  const fitting = outbox.slice(0, countFitting(outbox));
  const written: Omit<Written, 'items'> = {
    ...rest,
    version: VERSION,
    outbox: fitting,
    hasOlder: rest.hasOlder || !isAll,
    // Items before those that are kept would come again as new.
    known: markOf(known !== undefined && (isAll || isKnownKept) ? known : oldest),
  };
  return {
    text: `${JSON.stringify(written).slice(0, -1)},"items":[${items.reverse().join()}]}`,
    kept: fitting.length,
    left: outbox.length - fitting.length,
  };
}

/** How many of `messages` have no more than {@link MAX_CHARACTERS} together. */
function countFitting(messages: readonly OutgoingMessage[]): number {
  let characters = 0;
  const end = messages.findIndex(
    (message) => (characters += JSON.stringify(message).length) > MAX_CHARACTERS,
  );
  return end < 0 ? messages.length : end;
}

/**
 * The snapshot of the chat with these `details`, or why there is none: the reason never quotes `text`.
 */
export function decodeSnapshot(text: string, details: ChatDetails): Snapshot | string {
  const written = parseSnapshot(text);
  if (written === undefined) return 'it is none of this version';
  const { contactId, participantId } = written.details;
  const { ended } = written;
  if (contactId !== details.contactId || participantId !== details.participantId) {
    return 'it is of another chat';
  }
  if (ended !== undefined && !END_REASONS.includes(ended)) return 'it is damaged';
  try {
    const items = written.items.map(rememberedItem);
    const known =
      written.known === 'nothing' || written.known === undefined
        ? written.known
        : itemOf(written.known);
    return {
      ...written,
      outbox: written.outbox.map((message) => checkMessage(message)),
      items,
      known,
    };
  } catch {
    return 'it is damaged';
  }
}

/** What has the form of a snapshot, of whichever chat. */
export function parseSnapshot(text: string): Written | undefined {
  try {
    const written = JSON.parse(text) as Partial<Written> | null;
    return written?.version === VERSION && typeof written.details === 'object' && written.details
      ? { ...(written as Written), parts: written.parts ?? {} }
      : undefined;
  } catch {
    return undefined;
  }
}

function writtenItem(item: ChatItem, untold: boolean): WrittenItem {
  const { clientToken, deliveredTo, readBy, error } = isMessage(item) ? item : {};
  return {
    raw: rawOf(item),
    status: item.status,
    clientToken,
    deliveredTo: deliveredTo?.map(writtenRecipient),
    readBy: readBy?.map(writtenRecipient),
    error: error && {
      code: error instanceof ChatError ? error.code : 'Network',
      message: error.message,
    },
    ...(untold && { untold }),
  };
}

/** As much of the item as it takes to ask for what came after it. */
const markOf = (known: Known | undefined): Written['known'] =>
  typeof known !== 'object' ? known : { ...rawOf(known), Content: undefined };

/** The item as the service writes it, with what has become of it. */
function rawOf({ id, type, contentType, content, time, participant, raw }: ChatItem): WireItem {
  const known = Date.parse(raw.AbsoluteTime ?? '') === time.getTime();
  const AbsoluteTime = known ? raw.AbsoluteTime : time.toISOString();
  if (raw.Id !== undefined) return { ...raw, Content: content || raw.Content, AbsoluteTime };
  return {
    Id: id,
    Type: type,
    ContentType: contentType,
    Content: content,
    AbsoluteTime,
    ParticipantId: participant.id,
    ParticipantRole: participant.role,
    DisplayName: participant.displayName,
  };
}

function rememberedItem(written: WrittenItem): Remembered {
  const { raw, status, clientToken, deliveredTo, readBy, error, untold } = written;
  return {
    item: {
      ...itemOf(raw),
      ...(status && { status }),
      ...(clientToken && { clientToken }),
      ...(deliveredTo && { deliveredTo: deliveredTo.map(recipient) }),
      ...(readBy && { readBy: readBy.map(recipient) }),
      ...(error && { error: new ChatError(error.code, error.message) }),
    },
    isUntold: untold === true,
  };
}

const writtenRecipient = ({ participantId, time }: Recipient) => ({
  participantId,
  time: time.toISOString(),
});

const recipient = ({ participantId, time }: WrittenRecipients[number]): Recipient => ({
  participantId,
  time: new Date(time),
});

function itemOf(raw: WireItem): ChatItem {
  const item = decodeItem(raw);
  if (typeof item === 'string') throw new Error(item);
  return item;
}
