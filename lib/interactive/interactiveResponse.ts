import { invalidArgument } from '../api/index.js';
import { byteLength, MAX_CONTENT_BYTES } from '../wire/index.js';
import {
  type CarouselCard,
  INTERACTIVE_RESPONSE,
  type InteractiveElement,
  type ListPicker,
  type Panel,
  type QuickReply,
  type TimePicker,
  type TimeSlot,
  type ViewResource,
} from './interactive.js';

/** A message for `sendMessage`. */
export interface InteractiveAnswer {
  readonly content: string;
  readonly contentType: 'text/plain' | typeof INTERACTIVE_RESPONSE;
}

/** What a customer did in a view. */
export interface ViewAction {
  /** One of the view's actions. */
  readonly action: string;
  /** What was filled in. @defaultValue `{}` */
  readonly data?: unknown;
}

/** What a customer wrote while a view waited for an answer, instead of filling it in. */
export interface ViewText {
  readonly text: string;
}

/** The action of a text: a blank, since the service takes no empty one. */
const NO_ACTION = ' ';

/**
 * The message that answers an interactive one, for `sendMessage`: the title of the element that was
 * chosen or the date of the time slot, as text; in a carousel, which card it was, too; for buttons
 * that page and for views, an interactive response. A text that answers a view has no action, so that the flow
 * takes the branch for no match: as a plain text, it would not get there.
 *
 * Source: what the open source chat interface of Amazon Connect sends.
 *
 * @throws ChatError `InvalidArgument` when called: a choice that is none of the message's, one that
 * opens a link, no action, an empty text, or data that is no JSON or longer than 16,384 bytes of UTF-8.
 */
export function interactiveResponse(
  message: ListPicker | Panel | QuickReply | CarouselCard,
  choice: InteractiveElement,
): InteractiveAnswer;
export function interactiveResponse(message: TimePicker, choice: TimeSlot): InteractiveAnswer;
export function interactiveResponse(
  message: ViewResource,
  choice: ViewAction | ViewText,
): InteractiveAnswer;
export function interactiveResponse(
  message: ListPicker | Panel | QuickReply | CarouselCard | TimePicker | ViewResource,
  choice: InteractiveElement | TimeSlot | ViewAction | ViewText,
): InteractiveAnswer {
  if (message.kind === 'ViewResource') return viewResponse(choice as ViewAction | ViewText);
  if (message.kind === 'TimePicker') {
    return text(chosen(message.timeSlots, choice as TimeSlot, ({ date }) => date).date);
  }
  const { title, link, action } = chosen<InteractiveElement>(
    message.elements,
    choice as InteractiveElement,
    (element) => element.title,
  );
  if (link !== undefined) throw invalid('the element opens a link, which has no answer');
  if (action !== undefined) return pageResponse(message, action);
  return 'templateIdentifier' in message ? cardResponse(message, title) : text(title);
}

/** The one of `all` that is `choice`, be it a copy. */
function chosen<T>(all: readonly T[], choice: T, key: (one: T) => string): T {
  const found = all.find((one) => one === choice || key(one) === key(choice));
  if (found === undefined) throw invalid('the choice is none of the message’s');
  return found;
}

const text = (content: string): InteractiveAnswer => ({ content, contentType: 'text/plain' });

const cardResponse = ({ templateIdentifier, omitsTitle, title }: CarouselCard, selected: string) =>
  text(
    JSON.stringify({
      templateIdentifier,
      ...(!omitsTitle && { listTitle: title }),
      selectionText: selected,
    }),
  );

const pageResponse = (message: ListPicker | Panel | QuickReply, actionName: string) =>
  response({
    version: '1.0',
    data: {
      actionName,
      ...('paging' in message && message.paging),
      templateType: message.kind,
      referenceId: message.referenceId,
    },
    action: actionName,
  });

function viewResponse(choice: ViewAction | ViewText): InteractiveAnswer {
  const answer = { version: '1.0', templateType: 'ViewResource' };
  if ('text' in choice) {
    const content = notEmpty('text', choice.text);
    return response({ ...answer, action: NO_ACTION, data: { content } });
  }
  const { action, data = {} } = choice;
  return response({ ...answer, action: notEmpty('action', action), data });
}

function notEmpty(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`${name} must be a string that is not empty`);
}

function response(answer: object): InteractiveAnswer {
  const content = json(answer);
  const size = byteLength(content);
  if (size > MAX_CONTENT_BYTES) {
    throw invalid(`the answer must have at most ${MAX_CONTENT_BYTES} bytes of UTF-8, got ${size}`);
  }
  return { content, contentType: INTERACTIVE_RESPONSE };
}

function json(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw invalid('data is no JSON');
  }
}

const invalid = (because: string) => invalidArgument('answer an interactive message', because);
