import type { Subscription } from 'rxjs';
import type { Chat, Participant } from 'rx-connect-chat/lite';
import { part, setText } from './parts.js';

/** Says who is here, and who of them is typing. */
export function showPeople(
  pane: HTMLElement,
  { participants$, typing$ }: Pick<Chat, 'participants$' | 'typing$'>,
  self: string,
): Subscription {
  const people = part(pane, 'people', HTMLElement);
  const typing = part(pane, 'typing', HTMLElement);
  const typingText = part(pane, 'typing-text', HTMLElement);

  const shown = participants$.subscribe((participants) => {
    const own = participants.find(({ id }) => id === self);
    const others = participants.filter(({ id }) => id !== self);
    const company = others.length > 0 ? `with ${namesOf(others)}` : 'nobody else is here';
    setText(people, own ? `${own.displayName}, ${company}` : 'Not in the chat');
  });
  shown.add(
    typing$.subscribe((typers) => {
      typing.classList.toggle('typing-on', typers.length > 0);
      const verb = typers.length > 1 ? 'are' : 'is';
      setText(typingText, typers.length > 0 ? `${namesOf(typers)} ${verb} typing` : '');
    }),
  );
  return shown;
}

const namesOf = (participants: readonly Participant[]): string =>
  NAMES.format(participants.map(({ displayName }) => displayName || 'Somebody'));

const NAMES = new Intl.ListFormat('en', { type: 'conjunction' });
