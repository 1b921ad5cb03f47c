import { argumentsOf, omitUndefined, type GetTranscriptRequest } from '../api/index.js';
import type { ChatItem } from '../wire/index.js';

/** What to read of the transcript. Source: GetTranscript of the Participant Service API. */
export interface TranscriptArgs {
  /** A contact of this chat's chain. @defaultValue the whole chat */
  readonly contactId?: string;
  /** How many items at most: 1 to 100. @defaultValue 10, the service's */
  readonly maxResults?: number;
  /** From the page before, with which it shares all other arguments. Good for one connection. */
  readonly nextToken?: string;
  /** @defaultValue BACKWARD, or with a `startPosition` FORWARD */
  readonly scanDirection?: 'FORWARD' | 'BACKWARD';
  /** @defaultValue DESCENDING: newest first */
  readonly sortOrder?: 'ASCENDING' | 'DESCENDING';
  /** Where to begin: one of these. @defaultValue the newest item */
  readonly startPosition?: {
    /** An item of the present contact. */
    readonly id?: string;
    /** A Date, or a time as ISO 8601. */
    readonly absoluteTime?: Date | string;
    /** The n-th newest item: 0 to 100. */
    readonly mostRecent?: number;
  };
}

/** A page of the transcript, as the service gives it. */
export interface TranscriptPage {
  /** In the order asked for, with what `transcript$` leaves out, such as receipts. */
  readonly items: readonly ChatItem[];
  /**
   * For the next page; `undefined` if this is the last, or is empty. The service may name a page behind
   * the last one: it is empty or repeats items.
   */
  readonly nextToken: string | undefined;
  /** The first contact of the chain. */
  readonly initialContactId: string | undefined;
}

const { must, object, text, integer, choice } = argumentsOf('read the transcript');

/**
 * The request for `args`.
 *
 * @throws ChatError `InvalidArgument`, naming the argument, its limit and the kind or size of what was
 * given.
 */
export function checkTranscriptArgs(
  args: TranscriptArgs = {},
): Omit<GetTranscriptRequest, 'ConnectionToken'> {
  object('args', args);
  const { contactId, maxResults, nextToken, scanDirection, sortOrder, startPosition } = args;
  if (contactId !== undefined) text('contactId', contactId, 256);
  if (maxResults !== undefined) integer('maxResults', maxResults, 1, 100);
  if (nextToken !== undefined) text('nextToken', nextToken, 1_000);
  if (scanDirection !== undefined) choice('scanDirection', scanDirection, ['FORWARD', 'BACKWARD']);
  if (sortOrder !== undefined) choice('sortOrder', sortOrder, ['ASCENDING', 'DESCENDING']);
  return omitUndefined({
    ContactId: contactId,
    MaxResults: maxResults,
    NextToken: nextToken,
    ScanDirection: scanDirection,
    SortOrder: sortOrder,
    StartPosition: startPosition === undefined ? undefined : startOf(startPosition),
  });
}

function startOf(
  start: NonNullable<TranscriptArgs['startPosition']>,
): NonNullable<GetTranscriptRequest['StartPosition']> {
  object('startPosition', start);
  const { id, absoluteTime, mostRecent } = start;
  const given = Object.keys(omitUndefined({ id, absoluteTime, mostRecent })).length;
  must('startPosition', 'one field at most', given, given <= 1);
  if (id !== undefined) return { Id: text('startPosition.id', id, 100) };
  if (mostRecent !== undefined) {
    integer('startPosition.mostRecent', mostRecent, 0, 100);
    return { MostRecent: mostRecent };
  }
  if (absoluteTime === undefined) return {};
  const isTime = absoluteTime instanceof Date || typeof absoluteTime === 'string';
  const time = new Date(isTime ? absoluteTime : NaN);
  const what = 'a Date, or a time as ISO 8601';
  must('startPosition.absoluteTime', what, absoluteTime, !Number.isNaN(time.getTime()));
  return { AbsoluteTime: time.toISOString() };
}
