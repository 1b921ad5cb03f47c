import { filter, firstValueFrom, lastValueFrom, type Observable, type Subscription } from 'rxjs';
import type { ConnectionState } from 'rx-connect-chat';
import type { EmulatedContact, EmulatedParticipant, Emulator } from 'rx-connect-chat/emulator';
import type { Narrator } from './narrator.js';
import { type Side, takePart, wholeMessages } from './side.js';

/** What there is to play with. */
export interface Stage {
  readonly emulator: Emulator;
  readonly contact: EmulatedContact;
  readonly narrator: Narrator;
  /** Ends whatever was begun. */
  readonly curtain: Subscription;
}

/** Maria, the customer, comes to a chat in which something has been said already. */
export async function customerArrives(stage: Stage): Promise<Side> {
  const { contact, emulator, curtain } = stage;
  const said = contact.transcript.at(-1)?.Content ?? '';
  const maria = takePart(contact.customer, { type: 'CUSTOMER', endpoint: emulator.url, curtain });
  await arrive(maria, stage);
  await shows(maria, said);
  return maria;
}

/** Jordan, the agent, joins and reads what has been said. */
export async function agentArrives(stage: Stage): Promise<Side> {
  const { contact, emulator, curtain } = stage;
  const participant = contact.join({ role: 'AGENT', displayName: 'Jordan', announce: false });
  const jordan = takePart(participant, { type: 'AGENT', endpoint: emulator.url, curtain });
  await arrive(jordan, stage);
  return jordan;
}

/** Both type, then write. */
export async function bothTalk({ narrator }: Stage, maria: Side, jordan: Side): Promise<void> {
  await says(narrator, jordan, 'Hello Maria, I am Jordan. Which order is it about?', maria);
  await says(narrator, maria, 'Order 4711, the city bike.', jordan);
}

/** The assistant answers word by word; each word is on the screen before the next one comes. */
export async function assistantAnswers(
  { narrator }: Stage,
  assistant: EmulatedParticipant,
  maria: Side,
): Promise<void> {
  const words = 'Order 4711 left the workshop this morning and is on its way.'.split(/(?<= )/);
  const stream = assistant.stream();
  narrator.sending(words.join(''));
  for (let i = 0; i < words.length; i++) {
    stream.send(words[i] ?? '');
    const soFar = words.slice(0, i + 1).join('');
    await until(maria.chat.transcript$, (transcript) => transcript.at(-1)?.content === soFar);
  }
  stream.complete();
  await shows(maria, words.join(''));
}

/** Maria's connection is cut; both go on writing. Answers what Maria cannot have seen yet. */
export async function connectionIsCut(
  { emulator, narrator }: Stage,
  maria: Side,
  jordan: Side,
): Promise<readonly string[]> {
  const missed = [
    'The courier comes on Thursday.',
    'Between 14:00 and 16:00.',
    'He calls half an hour before.',
    'The bike comes fully assembled.',
    'Please have your order number ready.',
  ];
  narrator.event("Maria's connection is cut");
  const restore = emulator.faults.offline({ participantId: maria.id });
  await until(maria.chat.connectionState$, isReconnecting(1));

  for (const text of missed) {
    narrator.event(`Jordan writes, unseen by Maria: ${text}`);
    await sends(narrator, jordan, text);
  }
  const answer = 'Thursday suits me well.';
  narrator.event(`Maria writes, without a connection: ${answer}`);
  const sending = sends(narrator, maria, answer);
  await until(maria.chat.connectionState$, isReconnecting(2));

  narrator.event("Maria's connection is restored");
  restore();
  await until(maria.chat.connectionState$, ({ status }) => status === 'connected');
  await Promise.all([sending, ...missed.map((text) => shows(maria, text)), shows(jordan, answer)]);
  return missed;
}

/** Maria leaves, which ends the chat for both. */
export async function customerLeaves(
  { narrator }: Stage,
  maria: Side,
  jordan: Side,
): Promise<void> {
  const goodbye = 'Thank you, that was all. Goodbye!';
  await sends(narrator, maria, goodbye);
  await shows(jordan, goodbye);
  const ends = [maria, jordan].map(({ chat }) => firstValueFrom(chat.ended$));
  await lastValueFrom(maria.chat.disconnect());
  await Promise.all(ends);
}

async function arrive(side: Side, { narrator, curtain }: Stage): Promise<void> {
  curtain.add(narrator.follow(side));
  curtain.add(side.chat.connect().subscribe());
  await until(side.chat.connectionState$, ({ status }) => status === 'connected');
}

/** Types, sends, and waits until the other one sees it. */
async function says(narrator: Narrator, from: Side, text: string, to: Side): Promise<void> {
  await lastValueFrom(from.chat.sendTyping());
  await until(to.chat.typing$, (typers) => typers.some(({ id }) => id === from.id));
  await sends(narrator, from, text);
  await shows(to, text);
}

async function sends(narrator: Narrator, { chat }: Side, text: string): Promise<void> {
  narrator.sending(text);
  await lastValueFrom(chat.sendMessage(text));
}

const shows = (side: Side, text: string): Promise<unknown> =>
  until(wholeMessages(side), (messages) => messages.some(({ content }) => content === text));

const isReconnecting =
  (attempt: number) =>
  (state: ConnectionState): boolean =>
    state.status === 'reconnecting' && state.attempt >= attempt;

const until = <T>(state$: Observable<T>, holds: (state: T) => boolean): Promise<T> =>
  firstValueFrom(state$.pipe(filter(holds)));
