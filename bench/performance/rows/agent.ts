import { createChat } from 'rx-connect-chat/lite';
import { firstValueFrom } from 'rxjs';
import { type Line, type Row, us } from '../row.js';
import { chatDetails, frameOf, wireMessage } from '../support/frames.js';
import { instantApi } from '../support/instantApi.js';
import { handOver, median, ratio, takeTurns } from '../support/measure.js';

const COUNT = 100_000;
const MANY = 10;
const ROUNDS = 7;

const contacts = Array.from({ length: MANY }, (_, i) => `${chatDetails.contactId}-${i}`);

/** Frames of messages to `chats` contacts in turn. */
const framesTo = (chats: number): readonly string[] =>
  Array.from({ length: COUNT }, (_, i) => frameOf(wireMessage(i, i * 10, contacts[i % chats])));

/** Hands `given` over to the manager of an agent with so many chats, as text that it parses. */
async function agentWith(chats: number, given: readonly string[]): Promise<number> {
  let callback: (message: unknown) => void = () => {};
  const manager = {
    subscribeTopics: () => undefined,
    onMessage: (_topic: string, told: (message: unknown) => void) => {
      callback = told;
    },
  };
  let seen = 0;
  const open = contacts.slice(0, chats).map((contactId) => {
    const chat = createChat({
      chatDetails: { ...chatDetails, contactId },
      type: 'AGENT',
      webSocketManager: manager,
      api: instantApi(),
      orderingWindowMs: 0,
    });
    chat.messages$.subscribe(() => seen++);
    return chat;
  });
  for (const chat of open) {
    const connected = firstValueFrom(chat.connect());
    chat.connect().subscribe();
    await connected;
  }
  const took = await handOver(given, (data) => {
    callback(JSON.parse(data));
  });
  for (const chat of open) chat.close();
  if (seen !== given.length) throw new Error(`${seen} of ${given.length} messages arrived`);
  return took;
}

/** One agent's socket for many chats, which is to cost what it costs for one. */
export const agent: Row = {
  name: 'agent',
  run: async (): Promise<readonly Line[]> => {
    const [toOne, toMany] = [framesTo(1), framesTo(MANY)];
    const taken = await takeTurns(
      { one: () => agentWith(1, toOne), many: () => agentWith(MANY, toMany) },
      ROUNDS,
      2,
    );
    return [
      {
        what: `a frame on an agent's socket with ${MANY} chats, against one chat`,
        limit: 1.2,
        measured: ratio(taken['many'], taken['one']),
        unit: '×',
        floor: us(median(taken['one'] ?? []), COUNT),
        ours: us(median(taken['many'] ?? []), COUNT),
      },
    ];
  },
};
