import {
  type EmulatedContact,
  type EmulatedParticipant,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from '../../../lib/emulator.js';
import { eventually } from '../../emulator/support/eventually.js';
import { Puppet } from './Puppet.js';
import type { ClientName, Outcome } from './protocol.js';

/** An emulator and a client's process, for one play. */
export class Theatre {
  private constructor(
    readonly emulator: Emulator,
    readonly puppet: Puppet,
  ) {}

  /** Plays, and leaves nothing. */
  static async play(
    client: ClientName,
    scene: (theatre: Theatre) => Promise<void>,
    options: EmulatorOptions = {},
  ): Promise<void> {
    const emulator = await startEmulator(options);
    const puppet = await Puppet.start(client);
    try {
      const theatre = new Theatre(emulator, puppet);
      await theatre.config({ endpoint: emulator.url, region: 'us-west-2' });
      await scene(theatre);
    } finally {
      puppet.leave();
      await emulator.close();
    }
  }

  config(config: object): Promise<Outcome> {
    const features = { messageReceipts: { shouldSendMessageReceipts: true, throttleTime: 50 } };
    return this.puppet.tell({ kind: 'config', config: { features, loggerConfig: {}, ...config } });
  }

  create(session: string, chatDetails: unknown, args: object = {}): Promise<Outcome> {
    const given = { chatDetails, type: 'CUSTOMER', disableCSM: true, ...args };
    return this.puppet.tell({ kind: 'create', session, args: given });
  }

  /** A customer's session, connected and subscribed, and an agent. */
  async customer(
    session = 'ann',
  ): Promise<{ readonly contact: EmulatedContact; readonly agent: EmulatedParticipant }> {
    const contact = this.emulator.startChat({ displayName: session, endWhenCustomerLeaves: false });
    const agent = contact.join({ displayName: 'Bob' });
    await this.create(session, contact.details);
    await this.puppet.tell({ kind: 'listen', session });
    await this.puppet.call(session, 'connect');
    await eventually(() => {
      const { contactId } = contact; // another chat's socket may be closed meanwhile
      expect(this.emulator.sockets({ contactId }).subscribed).toBe(1);
    });
    return { contact, agent };
  }

  /** An agent's session on the one socket of agent `bob`. */
  async agent(
    session: string,
    contact: EmulatedContact,
    details: object = {},
  ): Promise<EmulatedParticipant> {
    const bob = contact.join({ displayName: 'Bob', agentId: 'bob' });
    this.#socketUrl ??= this.emulator.agent('bob').websocket().Url;
    const chatDetails = {
      ...bob.details,
      ...details,
      getConnectionToken: { $resolves: bob.connectionToken() },
    };
    const websocketManager = { $manager: this.#socketUrl };
    await this.create(session, chatDetails, { type: 'AGENT', websocketManager });
    await this.puppet.tell({ kind: 'listen', session });
    await this.puppet.call(session, 'connect');
    await eventually(() => {
      expect(this.emulator.sockets().subscribed).toBeGreaterThan(0);
    });
    return bob;
  }
  #socketUrl: string | undefined;

  call(session: string, method: string, ...args: readonly unknown[]): Promise<Outcome> {
    return this.puppet.call(session, method, ...args);
  }

  say(session: string, message: string, contentType = 'text/plain'): Promise<Outcome> {
    return this.call(session, 'sendMessage', { message, contentType });
  }

  /** Contents of what handlers of a session were told by `name`. */
  heard(session: string, name = 'onMessage'): readonly unknown[] {
    return this.puppet.events
      .filter((event) => event.session === session && event.name === name)
      .map(({ event }) => {
        const { data } = event as { data?: { Content?: string; ContentType?: string } };
        return data?.Content ?? data?.ContentType;
      });
  }

  /** Waits until all that came before has been heard by `session`. */
  async settled(session: string, agent: EmulatedParticipant): Promise<void> {
    const text = `barrier ${Math.random()}`;
    agent.say(text);
    await eventually(() => {
      expect(this.heard(session)).toContain(text);
    });
  }
}
