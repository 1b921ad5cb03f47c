import { END_REASONS, type EndReason } from '../../connection/index.js';
import type { SyncCursor, RestoredItem } from '../../inbox/index.js';
import { checkMessage, type OutgoingMessage } from '../../outbox/index.js';
import { ChatError, type ChatErrorCode } from '../../api/index.js';
import type { Transcript } from '../../transcript/index.js';
import {
  type ChatItem,
  decodeItem,
  isMessage,
  isServiceId,
  isTimed,
  type ItemStatus,
  type Recipient,
  timeOf,
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
  readonly items: readonly RestoredItem[];
  /** Own messages that have not been sent; those that have failed are among the items as well. */
  readonly messages: StoredMessages;
  /** Up to where the transcript was known to be whole; `undefined` where nothing was known. */
  readonly known: SyncCursor | undefined;
}

/** What a snapshot is made of. */
export interface SnapshotSource extends Rest {
  readonly transcript: Transcript;
  /** Whether the transcript has dropped items. */
  readonly hasDropped: boolean;
  readonly maxItems: number;
  /** Whether `messages$` has not told of the item yet. */
  readonly isUnpublished: (id: string) => boolean;
  readonly known: SyncCursor | undefined;
}

/** As it is written. Another form gets another version. */
export interface Written extends Rest {
  readonly version: typeof VERSION;
  readonly outbox: readonly OutgoingMessage[];
  /** ClientTokens of messages that were on their way when they were stored, and that the service has. */
  readonly sent?: readonly string[] | undefined;
  /** What is needed of {@link Snapshot.known}. */
  readonly known?: WireItem | 'nothing' | undefined;
  readonly items: readonly WrittenItem[];
}

type WrittenRecipients = readonly { readonly participantId: string; readonly time: string }[];

/** An item as it is written, with what has become of it. */
export interface WrittenItem {
  readonly raw: WireItem;
  /** Of an item that the service gave no id, the one that it has here. */
  readonly id?: string | undefined;
  /** When the item came, if it does not say when it was sent. */
  readonly time?: string | undefined;
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

/** A chat as it is to be stored: the newest items and what is on its way out, as far as they fit each. */
export interface Taken {
  /** What is written besides items and messages. */
  readonly head: Omit<Written, 'items' | 'outbox' | 'sent'>;
  /** Items as JSON, ascending. */
  readonly items: readonly string[];
  /** Own messages on their way, the first given first. */
  readonly outbox: readonly StoredMessage[];
  /** Messages on their way that did not fit. */
  readonly left: number;
  /** ClientTokens of own messages that are on their way or have failed. */
  readonly unsent: readonly string[];
  /** ClientTokens of own messages that the service has. */
  readonly sent: readonly string[];
}

/** A message on its way, which always has its ClientToken. */
export interface StoredMessage extends OutgoingMessage {
  readonly clientToken: string;
}

/** What pages of a chat have stored of messages that have not been sent. */
export interface StoredMessages {
  /** On their way, the first given first. */
  readonly outbox: readonly StoredMessage[];
  readonly failed: readonly WrittenItem[];
  /** ClientTokens of those that were on their way when they were stored, and that the service has. */
  readonly sent: readonly string[];
}

/** The chat as it is now. */
export function takeSnapshot(source: SnapshotSource): Taken {
  const { transcript, hasDropped, maxItems, isUnpublished, known, ...rest } = source;
  const outbox: StoredMessage[] = [];
  const failed: string[] = [];
  const sent: string[] = [];
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
      outbox.unshift({ content, contentType, clientToken } as StoredMessage);
      continue;
    }
    const clientToken = isMessage(item) ? item.clientToken : undefined;
    if (clientToken !== undefined) (item.status === 'failed' ? failed : sent).push(clientToken);
    const text = JSON.stringify(writtenItem(item, isUnpublished(item.id)));
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
  const head: Taken['head'] = {
    ...rest,
    version: VERSION,
    hasOlder: rest.hasOlder || !isAll,
    // Items before those that are kept would come again as new.
    known: markOf(known !== undefined && (isAll || isKnownKept) ? known : oldest),
  };
  const fitting = fittingWithin(MAX_CHARACTERS, outbox);
  const unsent = [...failed, ...outbox.map(({ clientToken }) => clientToken)];
  const left = outbox.length - fitting.length;
  return { head, items: items.reverse(), outbox: fitting, left, unsent, sent: sent.reverse() };
}

/** The text of a snapshot; its items come last, so that what comes before them can be read alone. */
export function encodeSnapshot(
  { head, items }: Taken,
  { outbox, failed, sent }: StoredMessages,
): string {
  const written: Omit<Written, 'items'> = { ...head, outbox, sent };
  const all = [...items, ...failed.map((item) => JSON.stringify(item))];
  return `${JSON.stringify(written).slice(0, -1)}${ITEMS}${all.join()}]}`;
}

const ITEMS = ',"items":[';
const FAILED: ItemStatus = 'failed';

/**
 * The messages of the chat with these `details` in `text`; none if it has no snapshot of that chat, or a
 * damaged one. Called for each write, so it reads the items only if there is one that has failed.
 */
export function decodeMessages(
  text: string,
  details: Pick<ChatDetails, 'contactId' | 'participantId'>,
): StoredMessages {
  const end = text.indexOf(ITEMS);
  const isInHead = end > 0 && !text.includes(`"status":"${FAILED}"`);
  const written = parseSnapshot(isInHead ? `${text.slice(0, end)},"items":[]}` : text);
  if (written === undefined || !isOf(written, details)) return NO_MESSAGES;
  try {
    return messagesIn(written);
  } catch {
    return NO_MESSAGES;
  }
}

/** @throws Error if they are damaged. */
function messagesIn({ outbox, items, sent = [] }: Written): StoredMessages {
  const isSent = new Set(sent);
  return {
    outbox: outbox.map(storedMessage).filter(({ clientToken }) => !isSent.has(clientToken)),
    failed: items.filter(({ status }) => status === FAILED),
    sent: [...isSent],
  };
}

export const NO_MESSAGES: StoredMessages = { outbox: [], failed: [], sent: [] };

function storedMessage(message: OutgoingMessage): StoredMessage {
  const { clientToken, ...checked } = checkMessage(message);
  if (clientToken === undefined) throw new Error('a message has no ClientToken');
  return { ...checked, clientToken };
}

const isOf = ({ details: of }: Rest, details: Pick<ChatDetails, 'contactId' | 'participantId'>) =>
  of.contactId === details.contactId && of.participantId === details.participantId;

/** The first of `messages` that have no more than `most` characters together. */
export function fittingWithin<T>(most: number, messages: readonly T[]): readonly T[] {
  let characters = 0;
  const end = messages.findIndex(
    (message) => (characters += JSON.stringify(message).length) > most,
  );
  return end < 0 ? messages : messages.slice(0, end);
}

/**
 * The snapshot of the chat with these `details`, or why there is none: the reason never quotes `text`.
 */
export function decodeSnapshot(text: string, details: ChatDetails): Snapshot | string {
  const written = parseSnapshot(text);
  if (written === undefined) return 'it is none of this version';
  const { ended } = written;
  if (!isOf(written, details)) return 'it is of another chat';
  if (ended !== undefined && !END_REASONS.includes(ended)) return 'it is damaged';
  try {
    const items = written.items.map(rememberedItem);
    const known =
      written.known === 'nothing' || written.known === undefined
        ? written.known
        : itemOf(written.known);
    return { ...written, messages: messagesIn(written), items, known };
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
    ...(!isServiceId(item.id) && { id: item.id }),
    ...(isOfTheService(item) && !isTimed(item) && { time: item.time.toISOString() }),
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
const markOf = (known: SyncCursor | undefined): Written['known'] =>
  typeof known !== 'object'
    ? known
    : {
        ...rawOf(known),
        Id: known.id,
        AbsoluteTime: known.time.toISOString(),
        Content: undefined,
      };

/** Whether the service has given the item back, so that it is known by more than its send answer. */
const isOfTheService = ({ raw }: ChatItem) => Object.keys(raw).length > 0;

/** The item as the service writes it, with what has become of it. */
function rawOf(item: ChatItem): WireItem {
  const { id, type, contentType, content, time, participant, raw } = item;
  const isMoved = isTimed(item) && timeOf(raw.AbsoluteTime) !== time.getTime();
  const AbsoluteTime = isMoved ? time.toISOString() : raw.AbsoluteTime;
  if (isOfTheService(item)) return { ...raw, Content: content || raw.Content, AbsoluteTime };
  return {
    Id: id,
    Type: type,
    ContentType: contentType,
    Content: content,
    AbsoluteTime: time.toISOString(),
    ParticipantId: participant.id,
    ParticipantRole: participant.role,
    DisplayName: participant.displayName,
  };
}

function rememberedItem(written: WrittenItem): RestoredItem {
  const { raw, id, time, status, clientToken, deliveredTo, readBy, error, untold } = written;
  return {
    item: {
      ...itemOf(raw),
      ...(id && { id }),
      ...(time && { time: new Date(time) }),
      ...(status && { status }),
      ...(clientToken && { clientToken }),
      ...(deliveredTo && { deliveredTo: deliveredTo.map(recipient) }),
      ...(readBy && { readBy: readBy.map(recipient) }),
      ...(error && { error: new ChatError(error.code, error.message) }),
    },
    isUnpublished: untold === true,
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
