import { type ChatItem, isMessage, type Recipient } from '../lite.js';
import { readItem, type WireItem } from '../wire/index.js';
import { decodeError, encodeError, type EncodedError } from './sharedError.js';

/** How an item goes over the channel: what can be told without reading it, and the item as text. */
export interface EncodedItem {
  readonly id: string;
  /** Its place in the order of the transcript: milliseconds since 1970; Infinity for what is on its way. */
  readonly key: number;
  readonly stage: ItemStage;
  /** The item, without what it has in common with others. */
  readonly text: string;
  readonly common: string;
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
  /** Whether this tab's `messages$` or `events$` have told of it, or are to; of what was there before, neither. */
  told: 'told' | 'untold' | undefined;
  /** As an object, or as text. */
  #held: ChatItem | string;
  readonly #common: string;

  private constructor(
    readonly id: string,
    readonly key: number,
    readonly stage: ItemStage,
    held: ChatItem | string,
    common: string,
  ) {
    this.#held = held;
    this.#common = common;
  }

  /** @param keyBefore - the key of the item before it. A failed message stays where it failed. */
  static of(item: ChatItem, keyBefore = -Infinity): SharedItem {
    const stage = stageOf(item);
    const time = item.time.getTime();
    const key = stage === 'draft' ? Infinity : stage === 'failed' ? keyBefore : time;
    return new SharedItem(item.id, key, stage, item, '');
  }

  /** @param share - gives the same string for equal ones. */
  static decode(
    { id, key, stage, text, common }: EncodedItem,
    share: (text: string) => string,
  ): SharedItem {
    return new SharedItem(id, key, stage, text, share(common));
  }

  /** The same object each time. */
  get item(): ChatItem {
    return (this.#held = this.peek());
  }

  /** The item, without keeping it where nobody else has looked. */
  peek(): ChatItem {
    return typeof this.#held === 'string' ? itemOf(this, this.#held, this.#common) : this.#held;
  }

  encode(): EncodedItem {
    const { id, key, stage } = this;
    return typeof this.#held === 'string'
      ? { id, key, stage, text: this.#held, common: this.#common }
      : { id, key, stage, ...textOf(this, this.#held) };
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
  /** Without `Id` and `AbsoluteTime` where there is no `time`: then these are the id and the key. */
  readonly raw: WireItem;
  readonly time?: number | undefined;
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

/** Fields that say the same in most items of a participant. */
const COMMON_FIELDS: ReadonlySet<string> = new Set<keyof WireItem>([
  'ContactId',
  'ContentType',
  'DisplayName',
  'InitialContactId',
  'ParticipantId',
  'ParticipantRole',
  'Type',
]);

type Known = Pick<EncodedItem, 'id' | 'key'>;

const knownFields = ({ id, key }: Known) => ({
  Id: id,
  AbsoluteTime: Number.isFinite(key) ? new Date(key).toISOString() : '',
});

function textOf(of: Known, item: ChatItem): Pick<EncodedItem, 'text' | 'common'> {
  const { raw } = item;
  const known = knownFields(of);
  const isKnown = raw.Id === known.Id && raw.AbsoluteTime === known.AbsoluteTime;
  const fields = Object.entries(raw);
  const own = fields.filter(([field]) => !COMMON_FIELDS.has(field) && !(isKnown && field in known));
  const common = fields.filter(([field]) => COMMON_FIELDS.has(field));
  const time = item.time.getTime();
  const read = readItem(raw, time);
  const changed = PLAIN_FIELDS.filter(
    (field) => JSON.stringify(item[field]) !== JSON.stringify(read[field]),
  ).map((field) => [field, item[field]]);
  const { deliveredTo, readBy, error, partial, clientToken } = isMessage(item) ? item : {};
  const written: WrittenItem = {
    raw: Object.fromEntries(own),
    time: isKnown ? undefined : time,
    changed:
      changed.length > 0 ? (Object.fromEntries(changed) as WrittenItem['changed']) : undefined,
    deliveredTo: deliveredTo?.map(writtenRecipient),
    readBy: readBy?.map(writtenRecipient),
    error: error && encodeError(error),
    partial,
    clientToken,
  };
  return { text: JSON.stringify(written), common: JSON.stringify(Object.fromEntries(common)) };
}

function itemOf(of: Known, text: string, common: string): ChatItem {
  const written = JSON.parse(text) as WrittenItem;
  const raw: WireItem = {
    ...(written.time === undefined && knownFields(of)),
    ...(JSON.parse(common) as WireItem),
    ...written.raw,
  };
  const { time = of.key, changed, deliveredTo, readBy, error, partial, clientToken } = written;
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
