import { fromEvent } from 'rxjs';
import {
  type ChatMessage,
  type InteractiveElement,
  type InteractiveHeading,
  interactiveResponse,
  type OutgoingMessage,
  type ParsedInteractive,
} from 'rx-connect-chat/lite';
import { button, child } from '../parts.js';
import { dateAndTime } from './itemText.js';
import type { MessageBody } from './messageRow.js';
import type { RowContext } from './row.js';

/** One choice of a question. */
interface Choice {
  readonly heading: InteractiveHeading;
  /** A page to open instead of answering. */
  readonly link?: string | undefined;
  /** What the customer says by choosing it. */
  readonly answer: () => OutgoingMessage;
}

/** Choices under one heading. */
interface Group {
  readonly heading?: InteractiveHeading;
  readonly choices: readonly Choice[];
}

/**
 * A question with its choices: buttons for who is asked, until there is an answer; for everybody else,
 * and from then on, what the choices were and which was taken.
 */
export function questionBody(
  bubble: HTMLElement,
  message: ChatMessage,
  question: ParsedInteractive,
  { self, isCustomer, answer }: RowContext,
): MessageBody {
  if (question.kind === 'unknown' || question.kind === 'ViewResource') {
    bubble.textContent = '(a form that this page does not show)';
    return { update: () => undefined };
  }
  bubble.classList.add('question');
  bubble.dataset.kind = question.kind;
  showHeading(bubble, question);
  const isOpen = isCustomer && message.participant.id !== self;
  const groups = groupsOf(question).map((group) => showGroup(bubble, group));
  for (const group of groups) {
    if (isOpen) group.offer(answer);
    else group.close();
  }
  return {
    update: () => undefined,
    close: ({ content }) => {
      for (const group of groups) group.close(content);
    },
  };
}

type Question = Exclude<ParsedInteractive, { readonly kind: 'unknown' | 'ViewResource' }>;

function groupsOf(question: Question): readonly Group[] {
  switch (question.kind) {
    case 'TimePicker':
      return [
        {
          choices: question.timeSlots.map((slot) => ({
            heading: { title: dateAndTime(new Date(slot.date)) },
            answer: () => interactiveResponse(question, slot),
          })),
        },
      ];
    case 'Carousel':
      return question.cards.map((card) => ({
        heading: card,
        choices: choicesOf(card.elements, (element) => interactiveResponse(card, element)),
      }));
    default:
      return [
        {
          choices: choicesOf(question.elements, (element) =>
            interactiveResponse(question, element),
          ),
        },
      ];
  }
}

const choicesOf = (
  elements: readonly InteractiveElement[],
  answer: (element: InteractiveElement) => OutgoingMessage,
): readonly Choice[] =>
  elements.map((element) => ({
    heading: element,
    link: element.link,
    answer: () => answer(element),
  }));

function showGroup(bubble: HTMLElement, { heading, choices }: Group) {
  if (heading) showHeading(bubble, heading);
  const list = child(bubble, 'ul', 'choices');

  const each = (draw: (entry: HTMLLIElement, choice: Choice) => void) => {
    list.replaceChildren();
    for (const choice of choices) draw(child(list, 'li', 'choice'), choice);
  };
  return {
    offer: (answer: (message: OutgoingMessage) => void) => {
      each((entry, choice) => {
        const { heading: text, link } = choice;
        if (link !== undefined) {
          showLink(entry, text, link);
          return;
        }
        const choose = button(entry, '', 'choice-button');
        showHeading(choose, text);
        fromEvent(choose, 'click').subscribe(() => {
          list.closest<HTMLElement>('[role="log"]')?.focus({ preventScroll: true });
          answer(choice.answer());
        });
      });
    },
    close: (said?: string) => {
      each((entry, choice) => {
        const { heading: text, link } = choice;
        showHeading(child(entry, 'span', 'choice-text'), text);
        if (link !== undefined || choice.answer().content !== said) return;
        entry.classList.add('choice-taken');
        child(entry, 'span', 'visually-hidden', '(chosen)');
      });
    },
  };
}

function showHeading(parent: Element, { title, subtitle }: InteractiveHeading): void {
  child(parent, 'span', 'heading-title', title);
  if (subtitle) child(parent, 'span', 'heading-subtitle', subtitle);
}

function showLink(entry: Element, heading: InteractiveHeading, link: string): void {
  const anchor = child(entry, 'a', 'choice-button');
  if (/^https?:/i.test(link)) anchor.href = link;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
  showHeading(anchor, heading);
}
