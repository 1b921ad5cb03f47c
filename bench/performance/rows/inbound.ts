import type { Chat, Transcript } from 'rx-connect-chat/lite';
import type { ChatJsSession } from '../../../spec/emulator/support/chatjs.js';
import { type Line, type Row, times, us } from '../row.js';
import { connectChatJs, connectOurs } from '../support/clients.js';
import { floorReceiver } from '../support/floor.js';
import { frames } from '../support/frames.js';
import { handOver, median, ratio, takeTurns } from '../support/measure.js';

const COUNT = 100_000;
/** amazon-connect-chatjs copies its transcript with each item, so it gets fewer. */
const FEW = 10_000;
const ROUNDS = 7;

const withMessages = (chat: Chat): (() => number) => {
  let seen = 0;
  chat.messages$.subscribe(() => seen++);
  return () => seen;
};

const withTranscript =
  (sizeOf: (transcript: Transcript) => number) =>
  (chat: Chat): (() => number) => {
    const messages = withMessages(chat);
    let size = 0;
    chat.transcript$.subscribe((transcript) => {
      size = sizeOf(transcript);
    });
    return () => Math.min(messages(), size);
  };

async function ours(
  given: readonly string[],
  watch: (chat: Chat) => () => number,
): Promise<number> {
  const { client, receive, close } = await connectOurs();
  const seen = watch(client);
  const took = await handOver(given, receive);
  close();
  if (seen() !== given.length) throw new Error(`${seen()} of ${given.length} messages arrived`);
  return took;
}

async function chatJs(
  given: readonly string[],
  listen: (session: ChatJsSession) => void,
): Promise<number> {
  const { receive, close } = await connectChatJs(listen);
  const took = await handOver(given, receive);
  close();
  return took;
}

const onMessage = (session: ChatJsSession) => {
  session.on('onMessage', () => {});
};
const onTranscriptUpdated = (session: ChatJsSession) => {
  onMessage(session);
  session.on('onTranscriptUpdated', () => {});
};

const row = (
  name: string,
  what: string,
  limit: number | undefined,
  watch: (chat: Chat) => () => number,
  listen: (session: ChatJsSession) => void,
): Row => ({
  name,
  run: async (): Promise<readonly Line[]> => {
    const given = frames(COUNT);
    const fewer = given.slice(0, FEW);
    const taken = await takeTurns(
      {
        floor: () => handOver(given, floorReceiver()),
        ours: () => ours(given, watch),
      },
      ROUNDS,
      2,
    );
    const theirs = await takeTurns(
      {
        floor: () => handOver(fewer, floorReceiver()),
        chatJs: () => chatJs(fewer, listen),
      },
      ROUNDS,
    );
    const measured = ratio(taken['ours'], taken['floor']);
    const theirRatio = ratio(theirs['chatJs'], theirs['floor']);
    return [
      {
        what,
        ...(limit !== undefined && { limit }),
        measured,
        unit: '×',
        floor: us(median(taken['floor'] ?? []), COUNT),
        ours: us(median(taken['ours'] ?? []), COUNT),
        chatJs: `${us(median(theirs['chatJs'] ?? []), FEW)} (${times(theirRatio)}, of ${FEW.toLocaleString('en')})`,
      },
    ];
  },
});

export const inboundMessages = row(
  'messages',
  'inbound message with `messages$`',
  1.2,
  withMessages,
  onMessage,
);

export const inboundTranscript = row(
  'transcript',
  'inbound message with `messages$` and `transcript$`',
  1.4,
  withTranscript(({ size }) => size),
  onTranscriptUpdated,
);

export const inboundItems = row(
  'items',
  'the same with all `items` read at each emission, 60 a second',
  undefined,
  withTranscript(({ items }) => items.length),
  onTranscriptUpdated,
);
