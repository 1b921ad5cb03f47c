import { type Chat, createChat } from 'rx-connect-chat/lite';
import { type Row, us } from '../row.js';
import { instantApi } from '../support/instantApi.js';
import { heapUsed, median } from '../support/measure.js';

const CHATS = 10_000;
const ROUNDS = 5;

const api = instantApi();
const chatDetails = { contactId: 'contact', participantId: 'me', participantToken: 'token' };
const newChat = (): Chat => createChat({ chatDetails, api });

async function bytesOfEach(): Promise<number> {
  const before = await heapUsed();
  const chats = Array.from({ length: CHATS }, newChat);
  return ((await heapUsed()) - before) / chats.length;
}

function msOfAll(): number {
  const beganAt = performance.now();
  for (let i = 0; i < CHATS; i++) newChat().close();
  return performance.now() - beganAt;
}

export const create: Row = {
  name: 'create',
  run: async () => {
    const rounds: { readonly bytes: number; readonly ms: number }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      rounds.push({ bytes: await bytesOfEach(), ms: msOfAll() });
    }
    const [, ...measured] = rounds; // the first warms up
    const bytes = median(measured.map((round) => round.bytes));
    const ms = median(measured.map((round) => round.ms));
    return [
      {
        what: 'heap of a chat that was created and is not used, of 10,000',
        limit: 6_000,
        measured: bytes,
        unit: 'bytes',
        ours: `${bytes.toFixed(0)} bytes`,
      },
      {
        what: '`createChat` and `close()`, of 10,000',
        measured: (ms * 1_000) / CHATS,
        unit: 'µs',
        ours: us(ms, CHATS),
      },
    ];
  },
};
