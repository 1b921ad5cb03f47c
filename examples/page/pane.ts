import {
  catchError,
  EMPTY,
  exhaustMap,
  fromEvent,
  map,
  merge,
  Observable,
  type Subscription,
} from 'rxjs';
import type { Chat, ConnectionState } from 'rx-connect-chat/lite';
import { attachFiles } from './composer/attachFiles.js';
import { compose } from './composer/composer.js';
import type { Unfinished } from './composer/unfinished.js';
import { showConnection } from './connectionView.js';
import { describeConnection } from './describeConnection.js';
import { part, setText } from './parts.js';
import { showPeople } from './peopleView.js';
import { markSeen } from './transcript/markSeen.js';
import { showTranscript } from './transcript/transcriptView.js';
import { showUnread } from './unreadView.js';

/** One side of a chat. */
export interface Side {
  readonly type: 'CUSTOMER' | 'AGENT';
  readonly chat: Chat;
  /** What the pane is called, and what is above it. */
  readonly title: string;
  readonly heading$: Observable<string>;
  readonly leaveText: string;
  readonly unfinished: Unfinished;
}

/** What a reader asks for that is not the pane's to do. */
export type PaneAct = (typeof ACTS)[number];

const ACTS = [
  'restart',
  'retry',
  'assistant',
  'ask-helped',
  'ask-topic',
  'ask-time',
  'hand-over',
  'take-back',
  'clear',
] as const;

/**
 * One side of a chat, shown in `pane` in the place of what was there.
 *
 * - **Emits** what the reader asks for.
 * - **Unsubscribing** lets go of every listener. The chat goes on, and what was sent goes out.
 */
export const showPane = (pane: HTMLElement, side: Side): Observable<PaneAct> =>
  new Observable((subscriber) => {
    const { chat, type, unfinished } = side;
    const self = chat.details.participantId;
    layOut(pane, side);

    subscriber.add(showHeading(pane, side));
    subscriber.add(showTranscript(pane, chat, { self, isCustomer: type === 'CUSTOMER' }));
    subscriber.add(markSeen(pane, chat, self));
    subscriber.add(showUnread(pane, chat.unreadCount$));
    subscriber.add(showPeople(pane, chat, self));
    subscriber.add(showConnection(pane, chat.connectionState$));
    subscriber.add(showEnd(pane, chat.connectionState$));
    subscriber.add(compose(pane, chat, unfinished));
    subscriber.add(attachFiles(pane, unfinished));
    subscriber.add(leaveOnClick(pane, chat));
    subscriber.add(merge(...ACTS.map((act) => clicks(pane, act))).subscribe(subscriber));
  });

const clicks = (pane: HTMLElement, act: PaneAct): Observable<PaneAct> =>
  fromEvent(part(pane, act, HTMLButtonElement), 'click').pipe(map(() => act));

function showHeading(pane: HTMLElement, { heading$ }: Side): Subscription {
  const heading = part(pane, 'title', HTMLElement);
  const avatar = part(pane, 'avatar', HTMLElement);
  return heading$.subscribe((text) => {
    setText(heading, text);
    setText(avatar, text.slice(0, 1));
  });
}

function leaveOnClick(pane: HTMLElement, chat: Chat): Subscription {
  return fromEvent(part(pane, 'leave', HTMLButtonElement), 'click')
    .pipe(exhaustMap(() => chat.disconnect().pipe(catchError(() => EMPTY))))
    .subscribe();
}

/** A chat that is over has no place to write, but a way to go on. */
function showEnd(pane: HTMLElement, connectionState$: Observable<ConnectionState>): Subscription {
  const ended = part(pane, 'ended', HTMLElement);
  const endedText = part(pane, 'ended-text', HTMLElement);
  const takeBack = part(pane, 'take-back', HTMLButtonElement);
  const ofOpenChats = [...pane.querySelectorAll<HTMLElement>('[data-while="open"]')];

  return connectionState$.subscribe((state) => {
    if (state.status !== 'ended') return;
    const hadFocus = ofOpenChats.some((element) => element.contains(document.activeElement));
    for (const element of ofOpenChats) element.hidden = true;
    ended.hidden = false;
    if (state.reason !== 'transferred') takeBack.hidden = true;
    setText(endedText, describeConnection(state, Date.now()).text);
    if (hadFocus) ended.querySelector<HTMLButtonElement>('button:not([hidden])')?.focus();
  });
}

function layOut(pane: HTMLElement, { title, leaveText, type }: Side): void {
  const template = document.querySelector<HTMLTemplateElement>('template#pane');
  if (template === null) throw new Error('the markup has no template of a pane');
  const hadFocus = pane.contains(document.activeElement);
  pane.replaceChildren(template.content.cloneNode(true));

  pane.setAttribute('aria-label', title);
  setText(part(pane, 'leave-text', HTMLElement), leaveText);
  part(pane, 'log', HTMLElement).setAttribute('aria-label', `Messages, as the ${title} sees them`);
  const input = part(pane, 'input', HTMLTextAreaElement);
  input.setAttribute('aria-label', `Message of the ${title}`);
  for (const element of pane.querySelectorAll<HTMLElement>('[data-for]')) {
    element.hidden = element.dataset.for !== type.toLowerCase();
  }
  if (hadFocus) input.focus();
}
