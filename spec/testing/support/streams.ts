import { distinctUntilChanged, filter, map, type Observable } from 'rxjs';
import { type Chat, isMessage } from '../../../lib/lite.js';

/** How the states are drawn: k is connected. */
const LETTERS = {
  idle: 'i',
  connecting: 'c',
  connected: 'k',
  reconnecting: 'r',
  offline: 'o',
  ended: 'e',
  failed: 'f',
  closed: 'x',
} as const;

export const states = ({ connectionState$ }: Chat) =>
  connectionState$.pipe(map(({ status }) => LETTERS[status]));

/** What messages say. */
export const texts = <T extends { readonly content: string }>(messages$: Observable<T>) =>
  messages$.pipe(map(({ content }) => content));

/** The status of the one message that the app has sent. */
export const ownStatus = ({ details, transcript$ }: Chat) =>
  transcript$.pipe(
    map(({ items }) =>
      items.find((item) => isMessage(item) && item.participant.id === details.participantId),
    ),
    filter((item) => item !== undefined),
    map(({ status }) => status),
    distinctUntilChanged(),
  );
