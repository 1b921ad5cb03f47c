import { type ChatDetails, type ChatOptions, createChat } from 'rx-connect-chat/lite';
import { filter, firstValueFrom, map } from 'rxjs';
import { WebSocket } from 'ws';
import { ChatJsPage } from '../../../spec/emulator/support/chatjs.js';
import { type Line, type Row, times } from '../row.js';
import { connectBare } from '../support/bareClient.js';
import { emulated, type Emulated } from '../support/emulated.js';
import { median, ratio, takeTurns } from '../support/measure.js';

/** Connects of one client that are timed together. */
const TOGETHER = 20;
const ROUNDS = 9;

/** What one connect takes: the middle of those that are timed together. */
const timed =
  (service: Emulated, connect: (details: ChatDetails) => Promise<() => void>) => async () => {
    const taken: number[] = [];
    for (let i = 0; i < TOGETHER; i++) {
      const details = await service.startChat();
      const startedAt = performance.now();
      const close = await connect(details);
      taken.push(performance.now() - startedAt);
      close();
    }
    return median(taken);
  };

const ours = async (endpoint: string, details: ChatDetails, options: Partial<ChatOptions> = {}) => {
  const chat = createChat({ chatDetails: details, endpoint, webSocket: WebSocket, ...options });
  const connected = firstValueFrom(chat.connect());
  chat.connect().subscribe();
  await connected;
  return chat;
};

async function chatJs(endpoint: string, details: ChatDetails): Promise<() => void> {
  const page = new ChatJsPage(endpoint);
  const session = page.create(details);
  const established = new Promise<void>((resolve) => {
    session.on('onConnectionEstablished', () => {
      resolve();
    });
  });
  const startedAt = performance.now();
  await session.connect();
  await established;
  tookChatJs = performance.now() - startedAt;
  return () => page.close();
}
/** Loading its script is not connecting. */
let tookChatJs = 0;

/** How long each answer and frame takes longer where a network is in between, in milliseconds. */
const DISTANCE_MS = 20;

export const connect: Row = {
  name: 'connect',
  run: async () => {
    const service = await emulated();
    const near = await connecting(service, 'connect to subscribed');
    const delayMs = DISTANCE_MS;
    await service.control('faults', { fault: 'delayOperation', operation: '*', delayMs });
    await service.control('faults', { fault: 'delayFrames', delayMs });
    const far = await connecting(service, `the same with ${DISTANCE_MS} ms to each answer`);
    service.close();
    return [near, far];
  },
};

async function connecting(service: Emulated, what: string): Promise<Line> {
  const { url } = service;
  const taken = await takeTurns(
    {
      bare: timed(service, async (details) => {
        const socket = await connectBare(url, details);
        return () => socket.terminate();
      }),
      ours: timed(service, async (details) => {
        const chat = await ours(url, details);
        return () => chat.close();
      }),
      chatJs: async () => {
        const some: number[] = [];
        for (let i = 0; i < 5; i++) {
          const close = await chatJs(url, await service.startChat());
          some.push(tookChatJs);
          close();
        }
        return median(some);
      },
    },
    ROUNDS,
    2,
  );
  const ms = (name: string) => `${median(taken[name] ?? []).toFixed(2)} ms`;
  return {
    what,
    limit: 1.1,
    measured: ratio(taken['ours'], taken['bare']),
    unit: '×',
    floor: ms('bare'),
    ours: ms('ours'),
    chatJs: `${ms('chatJs')} (${times(ratio(taken['chatJs'], taken['bare']))})`,
  };
}

/** The wait before the first retry is chance, up to 100 ms; here it is none. */
const noWait = { random: () => 0 };

export const reconnect: Row = {
  name: 'reconnect',
  run: async () => {
    const service = await emulated();
    const { url } = service;
    const taken = await takeTurns(
      {
        connect: timed(service, async (details) => {
          const chat = await ours(url, details, noWait);
          return () => chat.close();
        }),
        reconnect: async () => {
          const some: number[] = [];
          for (let i = 0; i < TOGETHER; i++) some.push(await cutAndBack(service));
          return median(some);
        },
      },
      ROUNDS,
      2,
    );
    service.close();
    const ms = (name: string) => `${median(taken[name] ?? []).toFixed(2)} ms`;
    return [
      {
        what: 'reconnect after a cut, against connect',
        limit: 1.2,
        measured: ratio(taken['reconnect'], taken['connect']),
        unit: '×',
        ours: `${ms('reconnect')} against ${ms('connect')}`,
      },
    ];
  },
};

/** Milliseconds from when a chat learns that its socket is gone to when it has another. */
async function cutAndBack(service: Emulated): Promise<number> {
  const details = await service.startChat();
  const sockets: WebSocket[] = [];
  class Seen extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
  }
  const chat = await ours(service.url, details, { ...noWait, webSocket: Seen });
  const back = firstValueFrom(
    chat.connect().pipe(
      filter(({ resumed }) => resumed),
      map(() => performance.now()),
    ),
  );
  const lost = firstValueFrom(
    chat.connectionState$.pipe(
      filter(({ status }) => status === 'reconnecting'),
      map(() => performance.now()),
    ),
  );
  sockets[0]?.terminate();
  const took = (await back) - (await lost);
  chat.close();
  return took;
}
