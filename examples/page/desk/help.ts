import { filter, fromEvent, merge, type Subscription } from 'rxjs';
import { part } from '../parts.js';

/** Shows the keys of the desk, by its button, and by `?` in the list. */
export function offerHelp(root: HTMLElement): Subscription {
  const help = part(root, 'help', HTMLDialogElement);
  return merge(
    fromEvent(part(root, 'help-open', HTMLButtonElement), 'click'),
    fromEvent<KeyboardEvent>(part(root, 'contacts', HTMLUListElement), 'keydown').pipe(
      filter(({ key }) => key === '?'),
    ),
  ).subscribe(() => {
    help.showModal();
  });
}
