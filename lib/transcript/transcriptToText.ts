import { parseInteractive, parseInteractiveResponse } from '../interactive/index.js';
import { type ChatItem, EVENT_PREFIX, isMessage } from '../wire/index.js';
import type { Transcript } from './transcript.js';

/** How a transcript reads. */
export interface TranscriptTextOptions {
  /** Such as `Europe/Berlin`. @defaultValue UTC */
  readonly timeZone?: string;
  /** How times are written, such as `de-DE`. @defaultValue `2026-01-31 09:05:00` */
  readonly locale?: string;
}

/**
 * The transcript for people to read: a line for each item, with its time, and who says or does what.
 * Further lines of a message are indented, so that none passes for an item of its own.
 *
 * @throws RangeError for a time zone or locale that the environment does not know.
 */
export function transcriptToText(
  { items, hasOlder, gaps }: Pick<Transcript, 'items' | 'hasOlder' | 'gaps'>,
  { timeZone = 'UTC', locale }: TranscriptTextOptions = {},
): string {
  const timeOf = timeFormat(timeZone, locale);
  const gapsAfter = new Set(gaps.map(({ after }) => after));
  return [
    ...(hasOlder ? ['(earlier items are not shown)'] : []),
    ...(gapsAfter.has(undefined) ? [GAP] : []),
    ...items.flatMap((item) => [
      `[${timeOf(item.time)}] ${indented(lineOf(item))}`,
      ...(gapsAfter.has(item.id) ? [GAP] : []),
    ]),
    '',
  ].join('\n');
}

const GAP = '(items may be missing here)';

function timeFormat(timeZone: string, locale: string | undefined): (time: Date) => string {
  const options =
    locale === undefined
      ? ({ year: 'numeric', month: '2-digit', day: '2-digit', hourCycle: 'h23' } as const)
      : ({ year: 'numeric', month: 'numeric', day: 'numeric' } as const);
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const format = new Intl.DateTimeFormat(locale ?? 'en', { timeZone, ...options, ...time });
  if (locale !== undefined) return (at) => format.format(at);
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
    return `${get('year')}-${get('month')}-${get('day')} ${get('hour')}:${get('minute')}:${get('second')}`;
  };
}

const indented = (text: string) => text.split(/\r\n|[\n\r\u2028\u2029]/).join('\n    ');

function lineOf(item: ChatItem): string {
  const name = nameOf(item);
  if (!isMessage(item)) return eventLine(item, name);
  const files = item.attachments.map((file) => `[file: ${file.name || file.id}]`);
  const said = [...(item.type === 'MESSAGE' || files.length === 0 ? [words(item)] : []), ...files];
  return `${name}: ${said.join(' ')}${REMARKS[item.status ?? ''] ?? ''}`;
}

const REMARKS: Readonly<Record<string, string>> = {
  sending: ' (being sent)',
  failed: ' (not sent)',
};

/** A name with a line break in it would pass for a line. */
const nameOf = ({ participant: { displayName, id, role } }: ChatItem) =>
  (displayName || (id === '' ? 'System' : role)).replace(/\s+/g, ' ');

/** What people see of a message: of an interactive one, its question and its choices. */
function words(item: ChatItem): string {
  const answer = parseInteractiveResponse(item);
  if (answer) return answer.text ?? `(${answer.action || 'answered'})`;
  const asked = parseInteractive(item);
  if (asked === undefined || asked.kind === 'unknown') return item.content;
  if (asked.kind === 'ViewResource') return '(a form)';
  const choices =
    asked.kind === 'TimePicker'
      ? asked.timeSlots.map(({ date }) => date)
      : (asked.kind === 'Carousel' ? asked.cards : asked.elements).map(({ title }) => title);
  return [asked.title, asked.subtitle ?? '', ...choices.map((choice) => `- ${choice}`)]
    .filter((line) => line !== '')
    .join('\n');
}

function eventLine({ contentType }: ChatItem, name: string): string {
  const event = contentType.startsWith(EVENT_PREFIX)
    ? contentType.slice(EVENT_PREFIX.length)
    : contentType;
  return EVENTS.get(event)?.replace('NAME', () => name) ?? `(${event})`;
}

const EVENTS: ReadonlyMap<string, string> = new Map([
  ['participant.joined', 'NAME has joined'],
  ['participant.left', 'NAME has left'],
  ['participant.active', 'NAME is active'],
  ['participant.inactive', 'NAME is inactive'],
  ['participant.idle', 'NAME is idle'],
  ['participant.returned', 'NAME has returned'],
  ['participant.invited', 'NAME has been invited'],
  ['participant.autodisconnection', 'NAME was disconnected for being idle'],
  ['participant.displayname.updated', 'NAME has another name now'],
  ['transfer.succeeded', 'The chat was transferred'],
  ['transfer.failed', 'The chat could not be transferred'],
  ['chat.ended', 'The chat has ended'],
  ['chat.rehydrated', 'The chat goes on from an earlier one'],
  ['authentication.initiated', 'NAME was asked to sign in'],
  ['authentication.succeeded', 'NAME has signed in'],
  ['authentication.failed', 'NAME could not sign in'],
  ['authentication.timeout', 'The time to sign in is over'],
  ['authentication.expired', 'The request to sign in has expired'],
  ['authentication.cancelled', 'Signing in was cancelled'],
  ['workflow.cancelled', 'The guide was cancelled'],
]);
