import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { EmulatedContact, EmulatedParticipant, Emulator } from '../../lib/emulator.js';
import { startEmulator } from '../../lib/emulator.js';
import { eventually } from '../emulator/support/eventually.js';
import { launchChromium } from './support/browser.js';
import { globalScript, openPage } from './support/scripts.js';

jest.setTimeout(120_000);

let browser: Browser;
let emulator: Emulator;
let scripts: readonly string[];

beforeAll(async () => {
  const streams = join(__dirname, '../../node_modules/amazon-connect-streams/release');
  [browser, emulator, scripts] = await Promise.all([
    launchChromium(),
    startEmulator(),
    Promise.all([readFile(join(streams, 'connect-streams.js'), 'utf8'), globalScript()]),
  ]);
});

afterAll(async () => {
  await browser.close();
  await emulator.close();
});

/** The parts of Streams that the page uses; some of them are no public API. */
interface Desk {
  readonly heard: Record<string, string[]>;
  readonly ended: string[];
  readonly callbacks: () => number;
  readonly serve: (name: string, mediaInfo: object, token: object) => Promise<void>;
  readonly say: (name: string, message: string) => Promise<string>;
  readonly destroy: (name: string) => void;
}

/** Puts a desk into the page: Streams' own media factory and websocket provider over a CCP that is none. */
function openDesk({ endpoint, socketUrl }: { endpoint: string; socketUrl: string }): void {
  type Callback = (message?: unknown) => unknown;
  interface Session {
    onMessage(handler: (event: { data: { Content?: string } }) => unknown): void;
    onEnded(handler: () => void): void;
    sendMessage(args: object): Promise<{ data: { Id: string } }>;
  }
  interface Manager {
    onMessage(topic: string, callback: Callback): () => void;
  }
  const { connect } = globalThis as unknown as {
    connect: {
      core: Record<string, unknown>;
      agent: { initialized: boolean };
      MediaFactory: new (params: object) => {
        get(connection: object): Promise<Session>;
        destroy(connectionId: string): void;
      };
      WebSocketProvider: new () => Manager;
      WebSocketEvents: Record<string, string>;
      MediaType: { CHAT: string };
      ChatSession: { setGlobalConfig(config: object): void };
    };
  };

  // Where the CCP begins: what is sent to it goes nowhere, what it would send comes from a socket here.
  const upstream = new Map<string, Callback[]>();
  connect.core.getUpstream = () => ({
    onUpstream: (event: string, callback: Callback) => {
      upstream.set(event, [...(upstream.get(event) ?? []), callback]);
    },
    sendUpstream: () => undefined,
  });
  connect.agent.initialized = true;
  const provider = new connect.WebSocketProvider();
  let callbacks = 0;
  const onMessage = provider.onMessage.bind(provider);
  provider.onMessage = (topic, callback) => {
    callbacks += 1;
    const off = onMessage(topic, callback);
    return () => {
      callbacks -= 1;
      off();
    };
  };
  connect.core.webSocketProvider = provider;
  const socket = new WebSocket(socketUrl);
  socket.onopen = () => {
    socket.send(JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } }));
  };
  socket.onmessage = ({ data }) => {
    const frame: unknown = JSON.parse(String(data));
    const event = connect.WebSocketEvents.ALL_MESSAGE ?? '';
    for (const callback of upstream.get(event) ?? []) callback(frame);
  };

  connect.ChatSession.setGlobalConfig({ endpoint });
  const factory = new connect.MediaFactory({});
  const sessions = new Map<string, Session>();
  const desk: Desk = {
    heard: {},
    ended: [],
    callbacks: () => callbacks,
    serve: async (name, mediaInfo, token) => {
      const session = await factory.get({
        getConnectionId: () => name,
        getMediaInfo: () => ({
          ...mediaInfo,
          participantToken: null,
          getConnectionToken: () => Promise.resolve(token),
        }),
        getMediaType: () => connect.MediaType.CHAT,
        isActive: () => true,
      });
      sessions.set(name, session);
      const heard = (desk.heard[name] = [] as string[]);
      session.onMessage(({ data }) => data.Content && heard.push(data.Content));
      session.onEnded(() => desk.ended.push(name));
    },
    say: async (name, message) => {
      const sent = await sessions.get(name)!.sendMessage({ message, contentType: 'text/plain' });
      return sent.data.Id;
    },
    destroy: (name) => {
      factory.destroy(name);
    },
  };
  Object.assign(globalThis, { desk });
}

/** In the page. */
declare const desk: Desk;

it("serves an agent's chats through amazon-connect-streams", async () => {
  const { page, faults } = await openPage(browser, emulator.url, '<title>Desk</title>', scripts);
  const socketUrl = emulator.agent('bob').websocket().Url;
  await page.evaluate(openDesk, { endpoint: emulator.url, socketUrl });
  await eventually(() => expect(emulator.sockets().subscribed).toBe(1));

  const serve = async (name: string): Promise<[EmulatedContact, EmulatedParticipant]> => {
    const contact = emulator.startChat({ displayName: name });
    const agent = contact.join({ displayName: 'Bob', agentId: 'bob' });
    const { contactId, initialContactId, participantId } = agent.details;
    const mediaInfo = { contactId, initialContactId, participantId };
    const token = agent.connectionToken();
    await page.evaluate(([n, m, t]) => desk.serve(n, m, t), [name, mediaInfo, token] as const);
    return [contact, agent];
  };
  const heard = (name: string) => page.evaluate((n) => desk.heard[n] ?? [], name);
  const [ann, bobWithAnn] = await serve('ann');
  const [eve] = await serve('eve');

  // both ways, in two chats at once
  ann.customer.say('I am Ann');
  eve.customer.say('I am Eve');
  await page.evaluate(() => Promise.all([desk.say('ann', 'Hi Ann'), desk.say('eve', 'Hi Eve')]));
  await eventually(async () => {
    expect(new Set(await heard('ann'))).toEqual(new Set(['I am Ann', 'Hi Ann']));
    expect(new Set(await heard('eve'))).toEqual(new Set(['I am Eve', 'Hi Eve']));
  });
  expect(ann.transcript).toContainEqual(
    expect.objectContaining({ Content: 'Hi Ann', ParticipantId: bobWithAnn.id }),
  );

  // a transfer ends one, and not the other
  ann.transfer({ from: bobWithAnn, displayName: 'Cleo' });
  await eventually(async () => expect(await page.evaluate(() => desk.ended)).toEqual(['ann']));
  eve.customer.say('Still there?');
  await eventually(async () => expect(await heard('eve')).toContain('Still there?'));

  // what is destroyed is cleaned up, and nothing is left of it in Streams
  await page.evaluate(() => {
    desk.destroy('ann');
    desk.destroy('eve');
  });
  await eventually(async () => expect(await page.evaluate(() => desk.callbacks())).toBe(0));
  eve.customer.say('Nobody?');
  await eventually(() => expect(emulator.sockets()).toEqual({ open: 1, subscribed: 1 }));
  expect(await heard('eve')).not.toContain('Nobody?');
  expect(await page.evaluate(() => desk.ended)).toEqual(['ann']);
  expect(faults).toEqual([]);
  await page.context().close();
});
