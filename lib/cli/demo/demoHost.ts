import {
  asyncScheduler,
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  filter,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type Observable,
  type SchedulerLike,
  take,
  timer,
} from 'rxjs';
import { WebSocket } from 'ws';
import {
  type Chat,
  type ChatDetails,
  createChat,
  interactiveMessage,
  type OutgoingInteractive,
} from '../../lite.js';
import type { EmulatorControl } from './emulatorControl.js';

const MENU = interactiveMessage({
  kind: 'QuickReply',
  title: 'What shall we try?',
  elements: ['Choices', 'A file', 'A bad network', 'Goodbye'].map((title) => ({ title })),
});

const LIST = interactiveMessage({
  kind: 'ListPicker',
  title: 'Which bike is it?',
  subtitle: 'Answer with a number',
  elements: [
    { title: 'The city bike', subtitle: 'Order 4711' },
    { title: 'The cargo bike', subtitle: 'Order 4712' },
  ],
});

/** How long the customer is without a network, and how long an answer is thought about. */
const OUTAGE_MS = 5_000;
const READING_MS = 400;
const TYPING_MS = 1_000;

/**
 * An agent for a demo, who lets the customer of a chat see what there is to see: joins, asks, answers.
 *
 * - **Completes** at the end of the chat.
 * - **Never errors**: a demo without its host is a chat all the same.
 * - **Unsubscribing** lets the agent's connection go.
 */
export const demoHost = (
  control: EmulatorControl,
  customer: ChatDetails,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<never> =>
  defer(() => control.join(customer.contactId, { displayName: 'Jordan', announce: false })).pipe(
    map((chatDetails) =>
      createChat({ chatDetails, type: 'AGENT', endpoint: control.url, webSocket: WebSocket }),
    ),
    mergeMap((chat) => host(chat, control, customer, scheduler)),
    ignoreElements(),
    catchError(() => EMPTY),
  );

function host(
  chat: Chat,
  control: EmulatorControl,
  { contactId, participantId }: ChatDetails,
  scheduler: SchedulerLike,
): Observable<unknown> {
  const wait = (ms: number) => timer(ms, scheduler).pipe(ignoreElements());
  const say = (text: string) => chat.sendMessage(text);
  /** Said by the emulator, as by a flow: a participant cannot send interactive messages. */
  const ask = (question: OutgoingInteractive) =>
    defer(() => control.say(chat.details.participantId, question));
  const answers: ReadonlyMap<string, () => Observable<unknown>> = new Map(
    Object.entries({
      Choices: () => ask(LIST),
      'A file': () =>
        concat(
          chat.sendAttachment(new Blob(['There are none.\n']), { name: 'terms.txt' }),
          say('Get it with /download, and send me one with /file'),
        ),
      'A bad network': () =>
        concat(
          say(`Your connection is cut for ${OUTAGE_MS / 1_000} s. Write something meanwhile`),
          defer(() => control.offline(participantId, true)),
          wait(OUTAGE_MS / 2),
          say('I have said this while you were away'),
          wait(OUTAGE_MS / 2),
          defer(() => control.offline(participantId, false)),
        ),
      Goodbye: () =>
        concat(
          say('Goodbye!'),
          defer(() => control.end(contactId)),
        ),
    }),
  );
  const answer = (text: string) =>
    text === ''
      ? say('Thank you for the file')
      : (answers.get(text)?.() ?? concat(say(`You said: ${text}`), ask(MENU)));

  return merge(
    chat.connect(),
    chat.connect().pipe(
      take(1),
      mergeMap(() => concat(say('Hello! I am Jordan.'), ask(MENU))),
    ),
    chat.messages$.pipe(
      filter(({ participant }) => participant.id === participantId),
      concatMap(({ id, content }) =>
        concat(
          wait(READING_MS),
          chat.markRead(id),
          chat.sendTyping(),
          wait(TYPING_MS),
          defer(() => answer(content)),
        ),
      ),
    ),
  );
}
