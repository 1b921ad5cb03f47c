import {
  startEmulator,
  type EmulatedContact,
  type Emulator,
  type EmulatorOptions,
} from '../../../lib/emulator.js';
import { connect, type RestClient } from './RestClient.js';
import { SocketClient } from './SocketClient.js';

/** Runs `test` with an emulator of its own, on a free port, which is closed after it. */
export const withEmulator =
  (
    test: (emulator: Emulator) => Promise<void>,
    options: EmulatorOptions = {},
  ): (() => Promise<void>) =>
  async () => {
    const emulator = await startEmulator(options);
    try {
      await test(emulator);
    } finally {
      await emulator.close();
    }
  };

export interface Client {
  readonly rest: RestClient;
  readonly socket: SocketClient;
}

/** Connects a participant by REST and a subscribed socket. */
export async function client(
  emulator: Emulator,
  { participantToken }: { readonly participantToken: string },
): Promise<Client> {
  const { rest, socketUrl } = await connect(emulator.url, participantToken);
  return { rest, socket: await SocketClient.subscribed(socketUrl) };
}

/** A new chat with a connected customer. */
export async function chatWithCustomer(
  emulator: Emulator,
): Promise<Client & { readonly chat: EmulatedContact }> {
  const chat = emulator.startChat({ displayName: 'Ann' });
  return { chat, ...(await client(emulator, chat.details)) };
}
