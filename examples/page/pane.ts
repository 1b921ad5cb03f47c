import {
  animationFrameScheduler,
  catchError,
  EMPTY,
  exhaustMap,
  fromEvent,
  type Observable,
  retry,
  Subscription,
  take,
} from 'rxjs';
import {
  type Chat,
  type ChatDetails,
  type ConnectionState,
  createChat,
} from 'rx-connect-chat/lite';
import { setOffline } from './backend.js';
import { compose } from './composer.js';
import { showConnection } from './connectionView.js';
import { describeConnection } from './describeConnection.js';
import { switchNetwork } from './networkSwitch.js';
import { part, setText } from './parts.js';
import { showPeople } from './peopleView.js';
import { showTranscript } from './transcriptView.js';

/** One side of a chat. */
export interface Side {
  readonly type: 'CUSTOMER' | 'AGENT';
  readonly details: ChatDetails;
  readonly endpoint: string;
  readonly title: string;
  readonly leaveText: string;
}

/** A side on the screen. */
export interface OpenPane {
  readonly connectionState$: Observable<ConnectionState>;
  /** The reader asks for a new chat. */
  readonly restartAsked$: Observable<unknown>;
  /** The agent asks for the assistant to answer. */
  readonly assistantAsked$: Observable<unknown>;
  /** Owns all there is: unsubscribing lets go of the chat and of every listener. */
  readonly subscription: Subscription;
}

/** Connects one side of a chat and shows it in `pane`, in the place of what was there. */
export function openPane(pane: HTMLElement, side: Side): OpenPane {
  const { details, endpoint } = side;
  const self = details.participantId;
  layOut(pane, side);

  const chat = createChat({
    chatDetails: details,
    type: side.type,
    endpoint,
    frameScheduler: animationFrameScheduler,
    typing: { throttleMs: 1_000 }, // the service is on this machine: the dots may come at once
  });

  const subscription = new Subscription();
  subscription.add(showTranscript(pane, chat.transcript$, self));
  subscription.add(showPeople(pane, { ...chat, self }));
  subscription.add(showConnection(pane, chat.connectionState$));
  subscription.add(showEnd(pane, chat.connectionState$));
  subscription.add(compose(pane, chat));
  subscription.add(switchNetwork(pane, (on) => setOffline(endpoint, self, on)));
  subscription.add(leaveOnClick(pane, chat));
  subscription.add(stayConnected(pane, chat));
  subscription.add(() => {
    chat.close();
  });

  return {
    connectionState$: chat.connectionState$,
    restartAsked$: fromEvent(part(pane, 'restart', HTMLButtonElement), 'click'),
    assistantAsked$: fromEvent(part(pane, 'assistant', HTMLButtonElement), 'click'),
    subscription,
  };
}

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
  const ofOpenChats = ['composer', 'leave', 'assistant', 'cut', 'typing'].map((name) =>
    part(pane, name, HTMLElement),
  );

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
  part(pane, 'assistant', HTMLElement).hidden = type !== 'AGENT';
  if (hadFocus) input.focus();
}
