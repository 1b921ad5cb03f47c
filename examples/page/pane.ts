import {
  animationFrameScheduler,
  catchError,
  EMPTY,
  exhaustMap,
  filter,
  fromEvent,
  map,
  merge,
  Observable,
  retry,
  type Subscription,
  take,
} from 'rxjs';
import {
  type Chat,
  type ChatDetails,
  type ConnectionState,
  createChat,
  webStorage,
} from 'rx-connect-chat/lite';
import { setOffline } from './backend.js';
import { offerQuestions } from './composer/agentTools.js';
import { attachFiles } from './composer/attachFiles.js';
import { compose } from './composer/composer.js';
import { showConnection } from './connectionView.js';
import { describeConnection } from './describeConnection.js';
import { switchNetwork } from './networkSwitch.js';
import { part, setText } from './parts.js';
import { showPeople } from './peopleView.js';
import { markSeen } from './transcript/markSeen.js';
import { MAX_ITEMS, showTranscript } from './transcript/transcriptView.js';
import { showUnread } from './unreadView.js';

/** One side of a chat. */
export interface Side {
  readonly type: 'CUSTOMER' | 'AGENT';
  readonly details: ChatDetails;
  readonly endpoint: string;
  readonly title: string;
  readonly leaveText: string;
}

/** What happens in a pane that concerns others. */
export type PaneEvent =
  /** This side is connected for the first time. */
  | { readonly type: 'connected' }
  /** The reader asks for a new chat. */
  | { readonly type: 'restart' }
  /** The agent asks for the assistant to answer. */
  | { readonly type: 'assistant' }
  /** The agent asks for a colleague to take over. */
  | { readonly type: 'hand-over' }
  | { readonly type: 'unread'; readonly count: number };

/**
 * One side of a chat, shown in `pane` in the place of what was there.
 *
 * - **On subscribe**: shows it and connects.
 * - **Emits** what concerns others.
 * - **Unsubscribing** lets go of the chat and of every listener.
 */
export const showPane = (pane: HTMLElement, side: Side): Observable<PaneEvent> =>
  new Observable((subscriber) => {
    const { details, endpoint, type } = side;
    const self = details.participantId;
    layOut(pane, side);

    const chat = createChat({
      chatDetails: details,
      type,
      endpoint,
      frameScheduler: animationFrameScheduler,
      maxItems: MAX_ITEMS,
      receipts: { autoDelivered: true, throttleMs: 1_000 },
      typing: { throttleMs: 1_000 }, // the service is on this machine: the dots may come at once
      storage: webStorage(), // of this tab; the token is not kept there
      storageOptions: { key: `rx-connect-chat/${type}` },
    });

    subscriber.add(showTranscript(pane, chat, { self, isCustomer: type === 'CUSTOMER' }));
    subscriber.add(markSeen(pane, chat, self));
    subscriber.add(showUnread(pane, chat.unreadCount$));
    subscriber.add(showPeople(pane, { ...chat, self }));
    subscriber.add(showConnection(pane, chat.connectionState$));
    subscriber.add(showEnd(pane, chat.connectionState$));
    subscriber.add(compose(pane, chat));
    subscriber.add(attachFiles(pane, chat));
    subscriber.add(offerQuestions(pane, chat));
    subscriber.add(switchNetwork(pane, self, (on) => setOffline(endpoint, self, on)));
    subscriber.add(leaveOnClick(pane, chat));
    subscriber.add(
      merge(
        chat.unreadCount$.pipe(map((count) => ({ type: 'unread', count }) as const)),
        chat.connectionState$.pipe(
          filter(({ status }) => status === 'connected'),
          take(1),
          map(() => ({ type: 'connected' }) as const),
        ),
        clicks(pane, 'restart'),
        clicks(pane, 'assistant'),
        clicks(pane, 'hand-over'),
      ).subscribe(subscriber),
    );
    subscriber.add(stayConnected(pane, chat));
    subscriber.add(() => {
      chat.close();
    });
  });

const clicks = <Type extends 'restart' | 'assistant' | 'hand-over'>(
  pane: HTMLElement,
  type: Type,
): Observable<{ readonly type: Type }> =>
  fromEvent(part(pane, type, HTMLButtonElement), 'click').pipe(map(() => ({ type })));

/** What waiting cannot cure, the reader may try again. */
function stayConnected(pane: HTMLElement, chat: Chat): Subscription {
  const retry$ = fromEvent(part(pane, 'retry', HTMLButtonElement), 'click');
  return chat
    .connect()
    .pipe(retry({ delay: () => retry$.pipe(take(1)) }))
    .subscribe();
}

function leaveOnClick(pane: HTMLElement, chat: Chat): Subscription {
  return fromEvent(part(pane, 'leave', HTMLButtonElement), 'click')
    .pipe(exhaustMap(() => chat.disconnect().pipe(catchError(() => EMPTY))))
    .subscribe();
}

/** A chat that is over has no place to write, but a way to begin anew. */
function showEnd(pane: HTMLElement, connectionState$: Observable<ConnectionState>): Subscription {
  const ended = part(pane, 'ended', HTMLElement);
  const endedText = part(pane, 'ended-text', HTMLElement);
  const restart = part(pane, 'restart', HTMLButtonElement);
  const ofOpenChats = [...pane.querySelectorAll<HTMLElement>('[data-while="open"]')];

  return connectionState$.subscribe((state) => {
    if (state.status !== 'ended') return;
    const hadFocus = ofOpenChats.some((element) => element.contains(document.activeElement));
    for (const element of ofOpenChats) element.hidden = true;
    ended.hidden = false;
    setText(endedText, describeConnection(state, Date.now()).text);
    if (hadFocus) restart.focus();
  });
}

function layOut(pane: HTMLElement, { title, leaveText, type }: Side): void {
  const template = document.querySelector<HTMLTemplateElement>('template#pane');
  if (template === null) throw new Error('the markup has no template of a pane');
  const hadFocus = pane.contains(document.activeElement);
  pane.className = 'pane';
  pane.replaceChildren(template.content.cloneNode(true));

  pane.setAttribute('aria-label', title);
  setText(part(pane, 'title', HTMLElement), title);
  setText(part(pane, 'avatar', HTMLElement), title.slice(0, 1));
  setText(part(pane, 'leave-text', HTMLElement), leaveText);
  part(pane, 'log', HTMLElement).setAttribute('aria-label', `Messages, as the ${title} sees them`);
  const input = part(pane, 'input', HTMLTextAreaElement);
  input.setAttribute('aria-label', `Message of the ${title}`);
  for (const element of pane.querySelectorAll<HTMLElement>('[data-for="agent"]')) {
    element.hidden = type !== 'AGENT';
  }
  if (hadFocus) input.focus();
}
