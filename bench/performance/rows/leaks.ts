import { createChat } from 'rx-connect-chat/lite';
import { filter, firstValueFrom } from 'rxjs';
import { WebSocket } from 'ws';
import type { Row } from '../row.js';
import { emulated, type Emulated } from '../support/emulated.js';
import { heapUsed, median } from '../support/measure.js';

const CHATS = 1_000;
const AT_ONCE = 20;
const ROUNDS = 5;

/** Opens a chat, says something and hears it, and closes it. */
async function use(service: Emulated): Promise<void> {
  const chat = createChat({
    chatDetails: await service.startChat(),
    endpoint: service.url,
    webSocket: WebSocket,
    orderingWindowMs: 0,
  });
  chat.transcript$.subscribe();
  chat.typing$.subscribe();
  chat.participants$.subscribe();
  const connected = firstValueFrom(chat.connect());
  chat.connect().subscribe();
  await connected;
  const heard = firstValueFrom(chat.messages$.pipe(filter(({ content }) => content === 'Hello')));
  await firstValueFrom(chat.sendMessage('Hello'));
  await heard;
  chat.close();
}

async function useMany(service: Emulated): Promise<void> {
  for (let i = 0; i < CHATS; i += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => use(service)));
  }
}

export const leaks: Row = {
  name: 'leaks',
  run: async () => {
    const service = await emulated();
    await useMany(service);
    await useMany(service);
    const grown: number[] = [];
    let before = await heapUsed();
    for (let round = 0; round < ROUNDS; round++) {
      await useMany(service);
      const after = await heapUsed();
      grown.push((after / before - 1) * 100);
      before = after;
    }
    service.close();
    const measured = median(grown);
    return [
      {
        what: 'heap after 1,000 chats opened, used and closed, against before',
        limit: 1,
        measured,
        unit: '%',
        ours: `${measured.toFixed(2)} % of ${(before / 1e6).toFixed(1)} MB`,
      },
    ];
  },
};
