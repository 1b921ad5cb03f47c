import {
  type Attachment,
  type ChatItem,
  eventType,
  isMessage,
  parseCarouselSelection,
  parseInteractive,
  parseInteractiveResponse,
  transcriptToText,
} from '../../lite.js';
import { inOneRow, type Line, type Span } from '../text/index.js';
import { questionIn } from './choices.js';
import { ONESELF, speakerOf } from './speakerOf.js';

/** What is printed of `item`. `isOwn`: whether this participant has said it. */
export function itemLine(item: ChatItem, isOwn: boolean): Line {
  const time: Span = { text: `${item.time.toTimeString().slice(0, 8)} `, look: 'time' };
  if (!isMessage(item)) return [time, { text: eventText(item), look: 'event' }];
  const name = isOwn ? ONESELF : speakerOf(item.participant);
  return [
    time,
    { text: `${name}: `, look: isOwn ? 'own' : 'other' },
    { text: [words(item), ...item.attachments.map(fileText)].filter(Boolean).join(' ') },
    ...(item.status === 'failed'
      ? [{ text: ` (not sent: ${item.error?.message ?? 'unknown'})`, look: 'bad' } as const]
      : []),
  ];
}

/** How many characters of an attachment's id are shown; `/download` takes as many as tell it apart. */
const SHORT_ID = 8;

function fileText({ id, name, contentType, status }: Attachment): string {
  const how = FILE_STATUS.get(status) ?? `/download ${inOneRow(id).slice(0, SHORT_ID)}`;
  return `[${inOneRow(name)}, ${inOneRow(contentType)}: ${how}]`;
}

const FILE_STATUS: ReadonlyMap<string, string> = new Map([
  ['IN_PROGRESS', 'being checked'],
  ['REJECTED', 'rejected'],
]);

/** What people see of a message. */
function words(item: ChatItem): string {
  const response = parseInteractiveResponse(item);
  if (response) return response.text ?? `(${response.action || 'answered'})`;
  const question = questionIn(item);
  if (question) {
    const rows = question.choices.map(({ text }, index) => `${index + 1}  ${inOneRow(text)}`);
    return [question.title, ...rows].join('\n');
  }
  const asked = parseInteractive(item);
  if (asked?.kind === 'ViewResource') return '(a form, which cannot be shown here)';
  if (asked) return '(a message that cannot be shown here)';
  return parseCarouselSelection(item)?.selectionText ?? item.content;
}

/** Before the text of an item in an exported transcript stands `[2026-01-31 09:05:00] `. */
const DATE_LENGTH = 22;

const eventText = (item: ChatItem): string =>
  isEndOfEarlier(item) ? 'An earlier chat ended' : textOf(item);

/** Whether a chat ended that this one goes on from. */
const isEndOfEarlier = ({ contentType, raw }: ChatItem): boolean =>
  contentType === eventType('chat.ended') && Boolean(raw.RelatedContactId);

const textOf = (item: ChatItem): string =>
  transcriptToText({ items: [item], hasOlder: false, gaps: [] })
    .slice(DATE_LENGTH)
    .trim();
