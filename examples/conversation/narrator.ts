import {
  distinctUntilChanged,
  filter,
  map,
  merge,
  mergeMap,
  Observable,
  Subscription,
  tap,
} from 'rxjs';
import { type ChatMessage, type ConnectionState, isMessage } from 'rx-connect-chat';
import { type Side, wholeMessages } from './side.js';

/** Tells a conversation line by line, as it happens. */
export interface Narrator {
  /** Something that is not said by anybody. */
  event(text: string): void;
  /** A text leaves its sender: from here on its time counts. */
  sending(text: string): void;
  /** Tells what is said to `side`, who is typing, and how its connection is. */
  follow(side: Side): Subscription;
}

export function createNarrator(print: (line: string) => void): Narrator {
  const sentAt = new Map<string, number>();
  const event = (text: string) => {
    print(`${MARGIN}── ${text}`);
  };
  /** How long a message has taken, and what was said before anybody listened. */
  const message = ({ participant, content }: ChatMessage, to: Side) => {
    const sent = sentAt.get(content);
    const isOwn = participant.id === to.id;
    if (isOwn && sent !== undefined) return; // the other side tells of it
    const took = sent === undefined ? 'earlier' : `${MS.format(performance.now() - sent)} ms`;
    const way = isOwn ? participant.displayName : `${participant.displayName} → ${to.name}`;
    print(`${took.padStart(MARGIN.length - 2)}  ${way.padEnd(18)}  ${content}`);
  };

  return {
    event,
    sending: (text) => {
      sentAt.set(text, performance.now());
    },
    follow: (side) => {
      const following = merge(statesOf(side), typingAt(side), growthAt(side)).subscribe(event);
      following.add(
        newMessages(side).subscribe((one) => {
          message(one, side);
        }),
      );
      return following;
    },
  };
}

const MARGIN = ' '.repeat(12);
const MS = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const statesOf = ({ name, chat }: Side): Observable<string> =>
  chat.connectionState$.pipe(map((state) => `${name} ${describe(state)}`));

function describe(state: ConnectionState): string {
  switch (state.status) {
    case 'idle':
      return 'is not connected';
    case 'connecting':
      return state.reason ? `cannot connect yet: ${state.reason.message}` : 'is connecting';
    case 'connected':
      return 'is connected';
    case 'reconnecting': {
      const inMs = Math.max(0, state.nextAttempt.getTime() - Date.now());
      return inMs > 0
        ? `has no connection; attempt ${state.attempt} follows in ${MS.format(inMs)} ms`
        : `has no connection; attempt ${state.attempt} is under way`;
    }
    case 'offline':
      return 'has no network';
    case 'ended':
      return `sees that the chat is over: ${state.reason}`;
    case 'failed':
      return `cannot connect: ${state.error.message}`;
    case 'closed':
      return 'has let go of the chat';
  }
}

const typingAt = ({ name, chat }: Side): Observable<string> =>
  chat.typing$.pipe(
    mergeMap((typers) => typers),
    map(({ displayName }) => `${name} sees ${displayName} typing`),
  );

/** A streamed answer shows while it grows; that is told once, its whole text when it is whole. */
const growthAt = ({ name, chat }: Side): Observable<string> =>
  chat.transcript$.pipe(
    map(({ items }) => items.filter(isMessage).find(({ partial }) => partial)),
    filter((growing) => growing !== undefined),
    distinctUntilChanged((a, b) => a.id === b.id),
    map(
      ({ participant, content }) =>
        `${name} sees ${participant.displayName} begin: ${content.trim()} …`,
    ),
  );

/** Each message when `side` first shows it whole. */
function newMessages(side: Side): Observable<ChatMessage> {
  const told = new Set<string>();
  return wholeMessages(side).pipe(
    mergeMap((messages) => messages),
    filter(({ id }) => !told.has(id)),
    tap(({ id }) => told.add(id)),
  );
}
