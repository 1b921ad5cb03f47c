import {
  asInput,
  optionalChoice,
  optionalInteger,
  optionalObject,
  optionalString,
  type Input,
} from './input.js';
import { invalid } from './ServiceError.js';
import { compare, firstAtOrAfter, type Position, type TranscriptEntry } from './Transcript.js';

export interface TranscriptPage {
  readonly entries: readonly TranscriptEntry[];
  readonly nextToken?: string;
}

const DIRECTIONS = ['FORWARD', 'BACKWARD'] as const;
const ORDERS = ['ASCENDING', 'DESCENDING'] as const;
type Direction = (typeof DIRECTIONS)[number];

/** Where a page begins, its first entry included, and which way it goes. */
interface Start {
  readonly index: number;
  readonly direction: Direction;
}

/**
 * The page of `entries`, oldest first, that a GetTranscript request asks for. Defaults as the API
 * documents them: 10 results, newest first, BACKWARD from the newest item, but FORWARD where a
 * StartPosition is given. FORWARD without one asks for what comes after the newest item: nothing.
 *
 * Only entries for which `canStartAt` holds can be a StartPosition, by id or by time.
 *
 * A NextToken names the next entry, not an offset, so that pages stay whole while the chat goes on.
 *
 * @throws ServiceError ValidationException
 */
export function transcriptPage(
  entries: readonly TranscriptEntry[],
  body: unknown,
  canStartAt: (entry: TranscriptEntry) => boolean = () => true,
): TranscriptPage {
  const input = asInput(body);
  const maxResults = optionalInteger(input, 'MaxResults', { min: 0, max: 100 }) ?? 10;
  const order = optionalChoice(input, 'SortOrder', ORDERS) ?? 'DESCENDING';
  const { index, direction } = startOf(entries, input, canStartAt);

  const forward = direction === 'FORWARD';
  const page = forward
    ? entries.slice(index, index + maxResults)
    : entries.slice(Math.max(0, index + 1 - maxResults), index + 1);
  const next = forward ? entries[index + maxResults] : entries[index - maxResults];

  return {
    entries: order === 'ASCENDING' ? page : page.reverse(),
    ...(next && { nextToken: encodeToken(direction, next) }),
  };
}

function startOf(
  entries: readonly TranscriptEntry[],
  input: Input,
  canStartAt: (entry: TranscriptEntry) => boolean,
): Start {
  const askedDirection = optionalChoice(input, 'ScanDirection', DIRECTIONS);
  const token = optionalString(input, 'NextToken', { max: 1_000 });
  const position = optionalObject(input, 'StartPosition') ?? {};
  const id = optionalString(position, 'Id');
  const absoluteTime = optionalString(position, 'AbsoluteTime');
  const mostRecent = optionalInteger(position, 'MostRecent', { min: 0, max: 100 });

  if (token !== undefined) {
    const { direction, position: at } = decodeToken(token);
    return { index: indexAt(entries, at, direction), direction };
  }
  if (id !== undefined) {
    const index = entries.findIndex((entry) => entry.item.Id === id && canStartAt(entry));
    if (index < 0) throw invalid('StartPosition.Id is not the id of an item of this transcript');
    return { index, direction: askedDirection ?? 'FORWARD' };
  }
  if (absoluteTime !== undefined) {
    const time = Date.parse(absoluteTime);
    if (Number.isNaN(time)) throw invalid('StartPosition.AbsoluteTime must be an ISO 8601 time');
    const direction = askedDirection ?? 'FORWARD';
    const at = { time, sequence: direction === 'FORWARD' ? 0 : Infinity };
    const index = indexAt(entries, at, direction);
    const entry = entries[index];
    if (entry && !canStartAt(entry)) throw invalid('StartPosition is in the past of this chat');
    return { index, direction };
  }
  if (mostRecent !== undefined) {
    return {
      index: Math.max(0, entries.length - Math.max(1, mostRecent)),
      direction: askedDirection ?? 'FORWARD',
    };
  }
  const direction = askedDirection ?? 'BACKWARD';
  return { index: direction === 'FORWARD' ? entries.length : entries.length - 1, direction };
}

/** The entry at `position`, or where there is none the next one in `direction`. */
function indexAt(
  entries: readonly TranscriptEntry[],
  position: Position,
  direction: Direction,
): number {
  const index = firstAtOrAfter(entries, position);
  const entry = entries[index];
  const exact = entry !== undefined && compare(entry, position) === 0;
  return direction === 'FORWARD' || exact ? index : index - 1;
}

const encodeToken = (direction: Direction, { time, sequence }: Position): string =>
  `${direction}.${time}.${sequence}`;

function decodeToken(token: string): { direction: Direction; position: Position } {
  const match = /^(FORWARD|BACKWARD)\.(\d{1,16})\.(\d{1,16})$/.exec(token);
  if (!match) throw invalid('NextToken is not a token of this service');
  const [, direction, time, sequence] = match;
  return {
    direction: direction as Direction,
    position: { time: Number(time), sequence: Number(sequence) },
  };
}
