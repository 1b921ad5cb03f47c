import { createAgentDesk, type DeskChat } from 'rx-connect-chat/desk';
import { filter, firstValueFrom, of } from 'rxjs';
import { type Line, type Row, us } from '../row.js';
import { chatDetails, frameOf, wireMessage } from '../support/frames.js';
import { instantApi } from '../support/instantApi.js';
import { handOver, median, ratio, takeTurns } from '../support/measure.js';

const EACH = 2_000;
const LIVE = 20_000;
const MANY = 10;
const ROUNDS = 7;

const contacts = Array.from({ length: MANY }, (_, i) => `${chatDetails.contactId}-${i}`);

/** Frames of messages to the first `chats` contacts in turn, the first numbered and timed by `from`. */
const framesTo = (chats: number, count: number, from: number): readonly string[] =>
  Array.from({ length: count }, (_, i) =>
    frameOf(wireMessage(from + i, (from + i) * 10, contacts[i % chats])),
  );

/** Hands `live` over to a desk of so many chats, each of which has had {@link EACH} messages. */
async function deskOf(chats: number, live: readonly string[]): Promise<number> {
  let callback: (message: unknown) => void = () => {};
  const desk = createAgentDesk(
    of(
      contacts.slice(0, chats).map((contactId) => ({ chatDetails: { ...chatDetails, contactId } })),
    ),
    {
      webSocketManager: {
        subscribeTopics: () => undefined,
        onMessage: (_topic: string, told: (message: unknown) => void) => {
          callback = told;
        },
      },
      api: instantApi(),
      orderingWindowMs: 0,
    },
  );
  const shown = (is: (chats: readonly DeskChat[]) => boolean) =>
    firstValueFrom(desk.chats$.pipe(filter(is)));
  const unread = (all: readonly DeskChat[]) =>
    all.reduce((sum, { unreadCount }) => sum + unreadCount, 0);
  desk.connect().subscribe();
  await shown(
    (all) => all.length === chats && all.every((each) => each.state.status === 'connected'),
  );
  const receive = (data: string) => {
    callback(JSON.parse(data));
  };
  await handOver(framesTo(chats, EACH * chats, 0), receive);
  await shown((all) => unread(all) === EACH * chats);
  const took = await handOver(live, receive);
  await shown((all) => unread(all) === EACH * chats + live.length);
  desk.close();
  return took;
}

/** A desk of many long chats, where a message is to cost what it costs with one. */
export const desk: Row = {
  name: 'desk',
  run: async (): Promise<readonly Line[]> => {
    const first = EACH * MANY;
    const [toOne, toMany] = [framesTo(1, LIVE, first), framesTo(MANY, LIVE, first)];
    const taken = await takeTurns(
      { one: () => deskOf(1, toOne), many: () => deskOf(MANY, toMany) },
      ROUNDS,
      2,
    );
    return [
      {
        what: `a frame at an agent's desk of ${MANY} chats with 2,000 messages each, against one chat`,
        limit: 1.25,
        measured: ratio(taken['many'], taken['one']),
        unit: '×',
        floor: us(median(taken['one'] ?? []), LIVE),
        ours: us(median(taken['many'] ?? []), LIVE),
      },
    ];
  },
};
