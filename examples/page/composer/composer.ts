import { catchError, EMPTY, exhaustMap, filter, fromEvent, map, Subscription } from 'rxjs';
import type { Chat } from 'rx-connect-chat/lite';
import { part } from '../parts.js';
import type { Unfinished } from './unfinished.js';

/** Sends what is written: Enter sends, Shift+Enter begins a new line. */
export function compose(
  pane: HTMLElement,
  chat: Pick<Chat, 'outgoing' | 'sendTyping'>,
  unfinished: Unfinished,
): Subscription {
  const form = part(pane, 'composer', HTMLFormElement);
  const input = part(pane, 'input', HTMLTextAreaElement);
  const send = part(pane, 'send', HTMLButtonElement);
  const isBlank = () => input.value.trim() === '';

  const fit = () => {
    unfinished.draft = input.value;
    send.disabled = isBlank();
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  };
  const take = () => {
    const text = input.value.trim();
    input.value = '';
    fit();
    return text;
  };

  input.value = unfinished.draft;
  fit();
  const composing = new Subscription();
  composing.add(
    fromEvent<KeyboardEvent>(input, 'keydown')
      .pipe(
        filter(({ key, shiftKey, isComposing }) => key === 'Enter' && !shiftKey && !isComposing),
      )
      .subscribe((event) => {
        event.preventDefault();
        form.requestSubmit();
      }),
  );
  composing.add(fromEvent(input, 'input').subscribe(fit));
  composing.add(
    fromEvent(input, 'input')
      .pipe(
        filter(() => !isBlank()),
        // The chat throttles; somebody who is not seen typing is no reason to stop.
        exhaustMap(() => chat.sendTyping().pipe(catchError(() => EMPTY))),
      )
      .subscribe(),
  );
  composing.add(
    fromEvent(form, 'submit')
      .pipe(
        map((event) => {
          event.preventDefault();
          return take();
        }),
        filter((text) => text !== ''),
      )
      // All at once: the chat keeps the order. A message that fails says so in its own row.
      .subscribe((text) => {
        chat.outgoing.next(text);
      }),
  );
  return composing;
}
