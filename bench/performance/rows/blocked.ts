import { setTimeout as sleep } from 'node:timers/promises';
import { type Chat, type ChatDetails, createChat } from 'rx-connect-chat/lite';
import { filter, firstValueFrom, map } from 'rxjs';
import { WebSocket } from 'ws';
import { type Line, type Row, times } from '../row.js';
import { emulated, type Emulated } from '../support/emulated.js';
import { median, ratio, type Rounds, takeTurns } from '../support/measure.js';

/** Sends of one client that are timed together. */
const TOGETHER = 20;
const ROUNDS = 15;
/** How long the service takes to accept a message: less than most networks add. */
const ROUND_TRIP_MS = 20;
/** Chats that wait for a message, and chats in which nothing happens. */
const CHATS = 20;
/** A chat that was active is as slow as it gets after this. */
const UNTIL_QUIET_MS = 75_000;
const QUIET_MINUTES = 2;

export const blocked: Row = {
  name: 'blocked',
  run: async () => {
    const service = await emulated();
    await service.control('faults', { fault: 'refuseSockets' });
    const near = await send(service);
    await service.control('faults', {
      fault: 'delayOperation',
      operation: 'SendMessage',
      delayMs: ROUND_TRIP_MS,
    });
    const away = await send(service);
    const chats = await Promise.all(
      Array.from({ length: CHATS }, async () => polledChat(service, await service.startChat())),
    );
    const seenAfterMs = await receive(service, chats);
    await sleep(UNTIL_QUIET_MS);
    const calls = chats.map(countCalls);
    await sleep(QUIET_MINUTES * 60_000);
    const perMinute = calls.reduce((sum, count) => sum + count(), 0) / CHATS / QUIET_MINUTES;
    for (const chat of chats) chat.close();
    service.close();

    return [
      sent('websockets blocked: a message sent, against `fetch` of SendMessage', near),
      {
        ...sent(`the same with ${ROUND_TRIP_MS} ms to each answer`, away),
        limit: 1.1,
      },
      {
        what: 'websockets blocked: a message seen after it was sent, at most',
        limit: 3_200,
        measured: Math.max(...seenAfterMs),
        unit: 'ms',
        ours: `${median(seenAfterMs).toFixed(0)} ms, median of ${seenAfterMs.length}`,
        chatJs: 'never',
      },
      {
        what: 'websockets blocked: calls of a quiet chat a minute, mean',
        limit: 5,
        measured: perMinute,
        unit: 'calls',
        ours: `${perMinute.toFixed(2)} of ${CHATS} chats in ${QUIET_MINUTES} minutes`,
      },
    ];
  },
};

function sent(what: string, taken: Rounds): Line {
  const ms = (name: string) => `${median(taken[name] ?? []).toFixed(2)} ms`;
  const measured = ratio(taken['ours'], taken['bare']);
  return {
    what,
    measured,
    unit: '×',
    floor: ms('bare'),
    ours: `${ms('ours')} (${times(measured)})`,
  };
}

/** A chat that has found out that it has to poll. */
async function polledChat({ url }: Emulated, chatDetails: ChatDetails): Promise<Chat> {
  const chat = createChat({ chatDetails, endpoint: url, webSocket: WebSocket });
  chat.connect().subscribe();
  await firstValueFrom(chat.connect());
  return chat;
}

async function send(service: Emulated): Promise<Rounds> {
  const details = await service.startChat();
  const chat = await polledChat(service, details);
  const connection = await fetch(`${service.url}/participant/connection`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Amz-Bearer': details.participantToken },
    body: JSON.stringify({ Type: ['CONNECTION_CREDENTIALS'] }),
  });
  const { ConnectionCredentials } = (await connection.json()) as {
    ConnectionCredentials: { ConnectionToken: string };
  };
  const bare = async (Content: string) => {
    const answer = await fetch(`${service.url}/participant/message`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Amz-Bearer': ConnectionCredentials.ConnectionToken,
      },
      body: JSON.stringify({
        ContentType: 'text/plain',
        Content,
        ClientToken: crypto.randomUUID(),
      }),
    });
    return answer.json();
  };
  const timed = (sendOne: (text: string) => Promise<unknown>) => async () => {
    const taken: number[] = [];
    for (let i = 0; i < TOGETHER; i++) {
      const startedAt = performance.now();
      await sendOne(`message ${i}`);
      taken.push(performance.now() - startedAt);
    }
    return median(taken);
  };
  const taken = await takeTurns(
    { bare: timed(bare), ours: timed((text) => firstValueFrom(chat.sendMessage(text))) },
    ROUNDS,
    2,
  );
  chat.close();
  return taken;
}

/** Milliseconds until each chat has seen what its agent said at some time of an interval. */
async function receive(service: Emulated, chats: readonly Chat[]): Promise<readonly number[]> {
  return Promise.all(
    chats.map(async (chat, i) => {
      const { contactId } = chat.details;
      const joined = await service.control(`contacts/${contactId}/join`, { displayName: 'Bea' });
      const { participantId } = joined as { readonly participantId: string };
      await sleep(4_000 + (3_000 * i) / CHATS);
      const content = `said ${i}`;
      const seen = firstValueFrom(
        chat.messages$.pipe(
          filter((message) => message.content === content),
          map(() => performance.now()),
        ),
      );
      const startedAt = performance.now();
      await service.control(`participants/${participantId}/say`, { content });
      return (await seen) - startedAt;
    }),
  );
}

/** Counts the calls of `chat` from now on; answers how to ask for how many. */
function countCalls(chat: Chat): () => number {
  let calls = 0;
  chat.metrics$.subscribe((metric) => {
    if (metric.type === 'api') calls += metric.attempts;
  });
  return () => calls;
}
