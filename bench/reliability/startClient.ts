import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type EmulatedContact,
  type EmulatedParticipant,
  type Emulator,
  startEmulator,
} from 'rx-connect-chat/emulator';
import type { ClientCommand, ClientEvent, ClientName, ClientTask } from './clientEvent.js';

/** A client in a process of its own, connected to a service of its own, with an agent to talk to. */
export interface Stage {
  readonly emulator: Emulator;
  readonly contact: EmulatedContact;
  readonly agent: EmulatedParticipant;
  /** What the client has told so far. */
  readonly events: readonly ClientEvent[];
  /** Has the client's device notice that the network went, or came back. */
  readonly setOnline: (online: boolean) => void;
  /** Has the client send a text. */
  readonly send: (text: string) => void;
  readonly close: () => Promise<void>;
}

const CONNECT_WITHIN_MS = 60_000;
/** A client that asks without end is counted to the end. */
const limits = { loggedRequests: 1_000_000, tokens: 1_000_000 };

/** Resolves when the client says that it is connected; its socket is subscribed, unless that is blocked. */
export async function startClient(client: ClientName, isBlocked = false): Promise<Stage> {
  const emulator = await startEmulator({ limits });
  if (isBlocked) emulator.faults.refuseSockets();
  const contact = emulator.startChat({ displayName: 'Customer' });
  const agent = contact.join({ displayName: 'Agent' });
  const events: ClientEvent[] = [];
  const child = fork(fileURLToPath(new URL('client.mjs', import.meta.url)), {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  child.on('message', (event: ClientEvent) => events.push(event));
  child.send({
    client,
    endpoint: emulator.url,
    chatDetails: contact.details,
  } satisfies ClientTask);

  const close = async () => {
    child.kill();
    await emulator.close();
  };
  const isConnected = () =>
    (isBlocked || emulator.sockets().subscribed > 0) &&
    events.some(({ kind }) => kind === 'connected');
  if (!(await until(isConnected, CONNECT_WITHIN_MS))) {
    await close();
    throw new Error(`${client} does not connect`);
  }
  const tell = (command: ClientCommand) => {
    child.send(command);
  };
  const setOnline = (online: boolean) => {
    tell({ kind: 'network', online });
  };
  const send = (text: string) => {
    tell({ kind: 'send', text });
  };
  return { emulator, contact, agent, events, setOnline, send, close };
}

/** Whether `condition` came true within `withinMs`; resolves as soon as it does. */
export async function until(condition: () => boolean, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > deadline) return false;
    await sleep(5);
  }
  return true;
}
