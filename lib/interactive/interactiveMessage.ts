import { invalidArgument } from '../api/index.js';
import { byteLength, MAX_CONTENT_BYTES } from '../wire/index.js';
import {
  type CarouselCard,
  INTERACTIVE,
  type InteractiveElement,
  type InteractiveHeading,
  type InteractiveMessage,
  type ListPicker,
  type Panel,
  type QuickReply,
  type TimePicker,
} from './interactive.js';

/** A message that a flow, a Lambda function or a bot gives a participant to answer. */
export interface OutgoingInteractive {
  readonly content: string;
  readonly contentType: typeof INTERACTIVE;
}

/** Source: "interactive messages" of the Amazon Connect administrator guide, lists of limits. */
const COUNTS = {
  ListPicker: [1, 6],
  Panel: [1, 10],
  QuickReply: [2, 5],
  Carousel: [2, 5],
  TimePicker: [1, 40],
} as const;
/** Characters. Source: as above. */
const MAX_TITLE = 400;
const MAX_QUICK_REPLY = 200;

/**
 * An interactive message for the flow or bot that asks, and for tests and emulators: its `content` is what
 * a Lambda function of Amazon Lex answers as a message of the type `CustomPayload`. It is checked by what
 * Amazon Connect lets through and its chat widget shows whole. A participant cannot send one: the service
 * takes no such content type from `sendMessage`.
 *
 * @throws ChatError `InvalidArgument` when called, naming the field, its limit and what was given:
 * its size, never its content.
 */
export function interactiveMessage(
  message: Exclude<InteractiveMessage, { kind: 'ViewResource' }>,
): OutgoingInteractive {
  const content = JSON.stringify(template(message));
  within('the message', byteLength(content), 1, MAX_CONTENT_BYTES, 'bytes of UTF-8');
  return { content, contentType: INTERACTIVE };
}

function template(message: Exclude<InteractiveMessage, { kind: 'ViewResource' }>): object {
  switch (message.kind) {
    case 'ListPicker':
    case 'Panel':
      return picker(message, '');
    case 'QuickReply':
      return wrapped(message, '', { elements: elements(message, '', MAX_QUICK_REPLY) });
    case 'TimePicker':
      return timePicker(message);
    case 'Carousel':
      count('cards', message.cards, COUNTS.Carousel);
      return wrapped(message, '', {
        ...(message.cards.some(({ omitsTitle }) => omitsTitle) && {
          omitTitleFromCarouselResponse: true,
        }),
        elements: message.cards.map(card),
      });
    default:
      throw invalid('kind is none that can be sent');
  }
}

const picker = (message: ListPicker | Panel, path: string) =>
  wrapped(message, path, { ...message.paging, elements: elements(message, path, MAX_TITLE) });

function card(message: CarouselCard, index: number): object {
  const path = `cards[${index}].`;
  text(`${path}templateIdentifier`, message.templateIdentifier, MAX_TITLE);
  return { templateIdentifier: message.templateIdentifier, ...picker(message, path) };
}

function timePicker(message: TimePicker): object {
  const { timeSlots, timeZoneOffset, location } = message;
  count('timeSlots', timeSlots, COUNTS.TimePicker);
  timeSlots.forEach(({ date, duration }, index) => {
    if (Number.isNaN(Date.parse(date))) throw invalid(`timeSlots[${index}].date is not a time`);
    if (typeof duration !== 'number') throw invalid(`timeSlots[${index}].duration is not a number`);
  });
  return wrapped(message, '', {
    timeZoneOffset,
    location,
    timeslots: timeSlots.map(({ date, duration }) => ({ date, duration })),
  });
}

/** What every template has around its own part of the content. */
function wrapped(
  message: Exclude<InteractiveMessage, { kind: 'ViewResource' }>,
  path: string,
  own: object,
): object {
  const { kind, reply, referenceId } = message;
  return {
    templateType: kind,
    version: '1.0',
    data: {
      ...(reply && { replyMessage: heading(reply, `${path}reply.`, MAX_TITLE) }),
      content: { ...heading(message, path, MAX_TITLE), referenceId, ...own },
    },
  };
}

function elements(
  { kind, elements: given }: ListPicker | Panel | QuickReply,
  path: string,
  maxTitle: number,
): readonly object[] {
  count(`${path}elements`, given, COUNTS[kind]);
  return given.map((element: InteractiveElement, index) => ({
    ...heading(element, `${path}elements[${index}].`, maxTitle),
    ...(element.link !== undefined && { type: 'hyperlink', url: element.link }),
    actionDetail: element.action,
  }));
}

function heading(
  { title, subtitle, image }: InteractiveHeading,
  path: string,
  maxTitle: number,
): object {
  text(`${path}title`, title, maxTitle);
  if (subtitle !== undefined) text(`${path}subtitle`, subtitle, MAX_TITLE);
  return {
    title,
    subtitle,
    ...(image && {
      imageType: 'URL',
      imageData: image.url,
      imageDescription: image.description,
    }),
  };
}

function text(field: string, value: unknown, max: number): void {
  if (typeof value !== 'string') throw invalid(`${field} must be a string, got ${typeof value}`);
  within(field, value.length, 1, max, 'characters');
}

function count(field: string, list: unknown, [min, max]: readonly [number, number]): void {
  if (!Array.isArray(list)) throw invalid(`${field} must be a list, got ${typeof list}`);
  within(field, list.length, min, max, 'entries');
}

function within(field: string, size: number, min: number, max: number, unit: string): void {
  if (size < min || size > max) {
    throw invalid(`${field} must have ${min} to ${max} ${unit}, got ${size}`);
  }
}

const invalid = (because: string) => invalidArgument('make an interactive message', because);
