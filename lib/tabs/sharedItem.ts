import { type ChatItem, isMessage, type Recipient } from '../lite.js';
import { readItem, type WireItem } from '../wire/index.js';
import { decodeError, encodeError, type EncodedError } from './sharedError.js';

/** How an item goes over the channel: what can be told without reading it, and the item as text. */
export interface EncodedItem {
  readonly id: string;
  /** Its place in the order of the transcript: milliseconds since 1970; Infinity for what is on its way. */
  readonly key: number;
  readonly stage: ItemStage;
  readonly text: string;
}

/**
 * How far an item has come. `piece`: a streamed message that grows. `draft`: an own message on its way.
 * `failed`: an own message that was not sent. `answered`: an own message that is known by the answer to its
 * sending alone. `whole`: as the service has it.
 */
export type ItemStage = 'piece' | 'draft' | 'failed' | 'answered' | 'whole';

/**
 * An item that tabs share. A tab that leads has it as an object, the others as text until somebody reads it:
 * the text takes a fraction of the memory.
 */
export class SharedItem {
  #item: ChatItem | undefined;
  #text: string | undefined;

  private constructor(
    readonly id: string,
    readonly key: number,
    readonly stage: ItemStage,
    item: ChatItem | undefined,
    text: string | undefined,
  ) {
    this.#item = item;
    this.#text = text;
  }

  /** @param keyBefore - the key of the item before it. A failed message stays where it failed. */
  static of(item: ChatItem, keyBefore = -Infinity): SharedItem {
    const stage = stageOf(item);
    const time = item.time.getTime();
    const key = stage === 'draft' ? Infinity : stage === 'failed' ? keyBefore : time;
    return new SharedItem(item.id, key, stage, item, undefined);
  }

  static decode({ id, key, stage, text }: EncodedItem): SharedItem {
    return new SharedItem(id, key, stage, undefined, text);
  }

  /** The same object each time. */
  get item(): ChatItem {
    if (this.#item === undefined) {
      this.#item = itemOf(this.#text!);
      this.#text = undefined;
    }
    return this.#item;
  }

  encode(): EncodedItem {
    const { id, key, stage } = this;
    return { id, key, stage, text: this.#text ?? textOf(this.#item!) };
  }
}

function stageOf(item: ChatItem): ItemStage {
  if (item.status === 'sending') return 'draft';
  if (item.status === 'failed') return 'failed';
  if (isMessage(item) && item.partial) return 'piece';
  return Object.keys(item.raw).length === 0 ? 'answered' : 'whole';
}

/** An item as text: as the service wrote it, and how it differs from that by now. */
interface WrittenItem {
  readonly raw: WireItem;
  readonly time: number;
  readonly changed?: Partial<Pick<ChatItem, PlainField>> | undefined;
  readonly deliveredTo?: readonly WrittenRecipient[] | undefined;
  readonly readBy?: readonly WrittenRecipient[] | undefined;
  readonly error?: EncodedError | undefined;
  readonly partial?: true | undefined;
  readonly clientToken?: string | undefined;
}

type WrittenRecipient = readonly [participantId: string, time: number];

const PLAIN_FIELDS = [
  'id',
  'type',
  'contentType',
  'content',
  'participant',
  'attachments',
  'status',
] as const;
type PlainField = (typeof PLAIN_FIELDS)[number];

function textOf(item: ChatItem): string {
  const { raw } = item;
  const time = item.time.getTime();
  const read = readItem(raw, time);
  const changed = PLAIN_FIELDS.filter(
    (field) => JSON.stringify(item[field]) !== JSON.stringify(read[field]),
  ).map((field) => [field, item[field]]);
  const { deliveredTo, readBy, error, partial, clientToken } = isMessage(item) ? item : {};
  const written: WrittenItem = {
    raw,
    time,
    changed:
      changed.length > 0 ? (Object.fromEntries(changed) as WrittenItem['changed']) : undefined,
    deliveredTo: deliveredTo?.map(writtenRecipient),
    readBy: readBy?.map(writtenRecipient),
    error: error && encodeError(error),
    partial,
    clientToken,
  };
  return JSON.stringify(written);
}

function itemOf(text: string): ChatItem {
  const written = JSON.parse(text) as WrittenItem;
  const { raw, time, changed, deliveredTo, readBy, error, partial, clientToken } = written;
  return {
    ...readItem(raw, time),
    ...changed,
    ...(deliveredTo && { deliveredTo: deliveredTo.map(recipient) }),
    ...(readBy && { readBy: readBy.map(recipient) }),
    ...(error && { error: decodeError(error) }),
    ...(partial && { partial }),
    ...(clientToken !== undefined && { clientToken }),
  };
}

const writtenRecipient = ({ participantId, time }: Recipient): WrittenRecipient => [
  participantId,
  time.getTime(),
];

const recipient = ([participantId, time]: WrittenRecipient): Recipient => ({
  participantId,
  time: new Date(time),
});
