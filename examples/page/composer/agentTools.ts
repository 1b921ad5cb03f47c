import { fromEvent, map, merge, type Subscription } from 'rxjs';
import type { Chat } from 'rx-connect-chat/lite';
import { part } from '../parts.js';
import { askForTime, askHelped, askTopic } from './questions.js';

/** Buttons that send the customer a question with choices, as flows and bots do. */
export function offerQuestions(
  pane: HTMLElement,
  { outgoing }: Pick<Chat, 'outgoing'>,
): Subscription {
  const questions = {
    'ask-helped': askHelped,
    'ask-topic': askTopic,
    'ask-time': () => askForTime(Date.now()),
  };
  return merge(
    ...Object.entries(questions).map(([name, ask]) =>
      fromEvent(part(pane, name, HTMLButtonElement), 'click').pipe(map(ask)),
    ),
  ).subscribe((question) => {
    outgoing.next(question);
  });
}
