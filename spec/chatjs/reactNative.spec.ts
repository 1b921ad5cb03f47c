import type { CustomerChatSession } from '../../lib/chatjs/sessionTypes.js';
import { virtualPage } from './support/virtualSession.js';

/** As `@react-native-community/netinfo` offers it. */
class FakeNetInfo {
  readonly #listeners = new Set<(state: { isConnected: boolean }) => void>();
  #isConnected: boolean;

  constructor(isConnected: boolean) {
    this.#isConnected = isConnected;
  }

  fetch = () => Promise.resolve({ isConnected: this.#isConnected });
  addEventListener(listener: (state: { isConnected: boolean }) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  becomes(isConnected: boolean): void {
    this.#isConnected = isConnected;
    for (const listener of this.#listeners) listener({ isConnected });
  }
}

/** As `AppState` of react-native offers it. */
class FakeAppState {
  readonly #listeners = new Set<(state: string) => void>();
  addEventListener(_type: 'change', listener: (state: string) => void): { remove(): void } {
    this.#listeners.add(listener);
    return { remove: () => this.#listeners.delete(listener) };
  }
  becomes(state: 'active' | 'background'): void {
    for (const listener of this.#listeners) listener(state);
  }
}

/**
 * An app wired as the vendor's guide for React Native says: `isNetworkOnline` asks NetInfo, each return of the
 * network makes another session of the same chat, and the app reads the transcript as it comes to the front.
 */
function reactNativeApp({ isConnected = true } = {}) {
  const page = virtualPage();
  const { ChatSession, emulator } = page;
  const contact = emulator.startChat({ displayName: 'Ann' });
  const agent = contact.join({ displayName: 'Bea' });
  const NetInfo = new FakeNetInfo(isConnected);
  const AppState = new FakeAppState();
  const sessions: CustomerChatSession[] = [];
  /** What the app shows: items by their ids. */
  const shown = new Map<string, string | undefined>();
  const heard: string[][] = [];
  const lost: number[] = [];

  ChatSession.setGlobalConfig({
    webSocketManagerConfig: {
      isNetworkOnline: async () => (await NetInfo.fetch()).isConnected,
    },
  });
  const open = () => {
    const session = ChatSession.create({
      chatDetails: contact.details,
      type: 'CUSTOMER',
      disableCSM: true,
    });
    const own: string[] = [];
    heard.push(own);
    sessions.push(session);
    session.onMessage(({ data }) => {
      if (data.Type === 'MESSAGE') own.push(data.Content ?? '');
      shown.set(data.Id, data.Content);
    });
    session.onConnectionLost(() => lost.push(sessions.length));
    void session.connect();
  };
  open();
  NetInfo.addEventListener((state) => {
    if (state.isConnected) open();
  });
  AppState.addEventListener('change', (state) => {
    if (state !== 'active') return;
    void sessions
      .at(-1)
      ?.getTranscript({ sortOrder: 'ASCENDING', maxResults: 100 })
      .then(({ data }) => {
        for (const { Id, Content } of data.Transcript) shown.set(Id, Content);
      });
  });
  const texts = () => [...shown.values()].filter((text) => text !== undefined);
  return { ...page, agent, AppState, contact, heard, lost, NetInfo, sessions, texts };
}

describe('the drop-in in React Native', () => {
  it('has one connection for all sessions that the app makes as the network returns', async () => {
    const { agent, emulator, heard, lost, NetInfo, pass, sessions } = reactNativeApp();
    await pass(1_000);
    agent.say('before');
    await pass(1_000);
    const calls = () =>
      emulator.requests.entries.filter(
        ({ operation, status }) => operation === 'CreateParticipantConnection' && status === 200,
      ).length;
    expect([calls(), emulator.sockets().open]).toEqual([1, 1]);

    for (let outage = 0; outage < 3; outage++) {
      const online = emulator.faults.offline();
      NetInfo.becomes(false);
      await pass(20_000);
      agent.say(`during outage ${outage}`);
      online();
      NetInfo.becomes(true);
      await pass(10_000);
    }
    agent.say('after');
    await pass(1_000);

    expect(sessions).toHaveLength(4);
    expect(emulator.sockets().open).toBe(1);
    expect(calls()).toBe(4); // one a cut
    const during = [0, 1, 2].map((outage) => `during outage ${outage}`);
    expect(heard[0]).toEqual(['before', ...during, 'after']);
    expect(heard[3]?.slice(-2)).toEqual(['during outage 2', 'after']);
    expect(lost.length).toBeGreaterThanOrEqual(3);

    for (const session of sessions.slice(0, -1)) session.cleanUp();
    await pass(1_000);
    expect(emulator.sockets().open).toBe(1);
    sessions.at(-1)?.cleanUp();
    await pass(1_000);
    expect(emulator.sockets().open).toBe(0);
  });

  it('waits for NetInfo before anything goes out', async () => {
    const { contact, emulator, NetInfo, pass, sessions } = reactNativeApp({ isConnected: false });
    await pass(30_000);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(0);

    const sent = sessions[0]?.sendMessage({
      message: 'written offline',
      contentType: 'text/plain',
    });
    await pass(1_000);
    NetInfo.becomes(true);
    await pass(5_000);
    await expect(sent).resolves.toMatchObject({ data: { Id: expect.any(String) as string } });
    expect(contact.transcript.map(({ Content }) => Content)).toContain('written offline');
  });

  it('loses nothing while the app is in the background and its socket dies unnoticed', async () => {
    const { agent, AppState, emulator, heard, pass, texts } = reactNativeApp();
    await pass(1_000);
    agent.say('before');
    await pass(1_000);
    AppState.becomes('background');
    const undo = emulator.faults.silence();
    for (let i = 0; i < 3; i++) {
      agent.say(`in the background ${i}`);
      await pass(1_000);
    }
    undo();
    emulator.faults.cutSockets();
    AppState.becomes('active');
    await pass(10_000);

    const all = ['before', ...[0, 1, 2].map((i) => `in the background ${i}`)];
    expect(heard[0]).toEqual(all);
    expect(texts().filter((text) => all.includes(text))).toHaveLength(all.length);
  });
});
