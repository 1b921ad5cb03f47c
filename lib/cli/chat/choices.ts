import {
  type ChatItem,
  type InteractiveElement,
  interactiveResponse,
  type ListPicker,
  type OutgoingMessage,
  type Panel,
  parseInteractive,
  type ParsedInteractive,
  type QuickReply,
  type CarouselCard,
} from '../../lite.js';

/** Something that can be answered by its number. */
export interface Choice {
  readonly text: string;
  /** The message that answers; where there is none, a page is to be opened. */
  readonly answer: OutgoingMessage | undefined;
}

/** What a message asks, and what can be answered. */
export interface Question {
  readonly title: string;
  readonly choices: readonly Choice[];
}

/** The question that `item` is, if it is one. */
export function questionIn(item: ChatItem): Question | undefined {
  const asked = parseInteractive(item);
  if (asked === undefined || asked.kind === 'unknown' || asked.kind === 'ViewResource') {
    return undefined;
  }
  return { title: titled(asked.title, asked.subtitle), choices: choicesOf(asked) };
}

function choicesOf(
  asked: Exclude<ParsedInteractive, { kind: 'unknown' | 'ViewResource' }>,
): readonly Choice[] {
  switch (asked.kind) {
    case 'TimePicker':
      return asked.timeSlots.map((slot) => ({
        text: slot.date,
        answer: interactiveResponse(asked, slot),
      }));
    case 'Carousel':
      return asked.cards.flatMap((card) =>
        elementsOf(card).map(({ text, answer }) => ({ text: `${card.title}: ${text}`, answer })),
      );
    default:
      return elementsOf(asked);
  }
}

const elementsOf = (asked: ListPicker | Panel | QuickReply | CarouselCard): readonly Choice[] =>
  asked.elements.map((element) => ({
    text: titled(element.title, element.link ?? element.subtitle),
    answer: answerTo(asked, element),
  }));

const answerTo = (
  asked: ListPicker | Panel | QuickReply | CarouselCard,
  element: InteractiveElement,
): OutgoingMessage | undefined =>
  element.link === undefined ? interactiveResponse(asked, element) : undefined;

const titled = (title: string, subtitle: string | undefined) =>
  subtitle === undefined || subtitle === '' ? title : `${title} (${subtitle})`;
