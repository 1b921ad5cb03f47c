import { type GetTranscriptRequest, invalidArgument } from '../participant/index.js';
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
  /** For the next page; `undefined` where this is the last. */
  readonly nextToken: string | undefined;
  /** The first contact of the chain. */
  readonly initialContactId: string | undefined;
}

const ACT = 'read the transcript';
const CONTACT_ID_LENGTH = 256;
const TOKEN_LENGTH = 1_000;
const TEXT_LENGTH = 100;

/**
 * The request for `args`.
 *
 * @throws ChatError `InvalidArgument`, naming the argument, its limit and the kind or size of what was
 * given.
 */
export function checkTranscriptArgs(
  args: TranscriptArgs = {},
): Omit<GetTranscriptRequest, 'ConnectionToken'> {
  required('args', 'an object', args, isObject);
  const { contactId, maxResults, nextToken, scanDirection, sortOrder, startPosition } = args;
  text('contactId', contactId, CONTACT_ID_LENGTH);
  count('maxResults', maxResults, 1);
  text('nextToken', nextToken, TOKEN_LENGTH);
  choice('scanDirection', scanDirection, ['FORWARD', 'BACKWARD']);
  choice('sortOrder', sortOrder, ['ASCENDING', 'DESCENDING']);
  return {
    ...(contactId !== undefined && { ContactId: contactId }),
    ...(maxResults !== undefined && { MaxResults: maxResults }),
    ...(nextToken !== undefined && { NextToken: nextToken }),
    ...(scanDirection !== undefined && { ScanDirection: scanDirection }),
    ...(sortOrder !== undefined && { SortOrder: sortOrder }),
    ...(startPosition !== undefined && { StartPosition: checkStart(startPosition) }),
  };
}

function checkStart(
  start: NonNullable<TranscriptArgs['startPosition']>,
): NonNullable<GetTranscriptRequest['StartPosition']> {
  required('startPosition', 'an object', start, isObject);
  const { id, absoluteTime, mostRecent } = start;
  const given = [id, absoluteTime, mostRecent].filter((value) => value !== undefined).length;
  if (given > 1) {
    throw invalidArgument(ACT, `startPosition must have one field at most, got ${given}`);
  }
  text('startPosition.id', id, TEXT_LENGTH);
  count('startPosition.mostRecent', mostRecent, 0);
  if (id !== undefined) return { Id: id };
  if (mostRecent !== undefined) return { MostRecent: mostRecent };
  if (absoluteTime === undefined) return {};
  required('startPosition.absoluteTime', 'a Date, or a time as ISO 8601', absoluteTime, isTime);
  return { AbsoluteTime: new Date(absoluteTime).toISOString() };
}

const isTime = (value: unknown) =>
  (value instanceof Date || typeof value === 'string') && !Number.isNaN(new Date(value).getTime());

const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (name: string, value: unknown, most: number) => {
  optional(
    name,
    `a string of 1 to ${most} characters`,
    value,
    (given) => typeof given === 'string' && given.length >= 1 && given.length <= most,
  );
};

const count = (name: string, value: unknown, least: number) => {
  optional(
    name,
    `an integer from ${least} to 100`,
    value,
    (given) => Number.isInteger(given) && Number(given) >= least && Number(given) <= 100,
  );
};

const choice = (name: string, value: unknown, choices: readonly string[]) => {
  optional(name, choices.join(' or '), value, (given) => choices.some((each) => each === given));
};

const optional = (...[name, what, value, holdsFor]: Parameters<typeof required>) => {
  if (value !== undefined) required(name, what, value, holdsFor);
};

function required(
  name: string,
  what: string,
  value: unknown,
  holdsFor: (value: unknown) => boolean,
): void {
  if (!holdsFor(value)) {
    throw invalidArgument(ACT, `${name} must be ${what}, got ${kindOf(value)}`);
  }
}

/** What was given, without what it says. */
function kindOf(value: unknown): string {
  if (typeof value === 'number') return `${value}`;
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return value instanceof Date ? 'an invalid Date' : typeof value;
}
