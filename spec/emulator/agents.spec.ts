import { ServiceError } from '../../lib/emulator.js';
import { eventually } from './support/eventually.js';
import { connect, RestClient } from './support/RestClient.js';
import { SocketClient } from './support/SocketClient.js';
import { virtualModel } from './support/virtualModel.js';
import { client, withEmulator } from './support/withEmulator.js';

describe("an agent's socket", () => {
  it(
    'is there before the first contact, carries all of them, and outlives the last',
    withEmulator(async (emulator) => {
      const socket = await SocketClient.subscribed(emulator.agent('bea').websocket().Url);
      const contacts = [emulator.startChat(), emulator.startChat()];
      for (const contact of contacts) contact.join({ agentId: 'bea', announce: false });
      emulator.startChat().join({ agentId: 'bob' }).say('of no concern');
      contacts[0]!.customer.say('one');
      contacts[1]!.customer.say('two');
      for (const contact of contacts) contact.end();
      const third = emulator.startChat();
      third.join({ agentId: 'bea', announce: false });
      third.customer.say('three');
      await socket.hears(
        'participant.joined',
        'one',
        'participant.joined',
        'two',
        'chat.ended',
        'chat.ended',
        'participant.joined',
        'three',
      );
    }),
  );

  it(
    'has a URL that expires, and faults of its contacts',
    withEmulator(async (emulator) => {
      const agent = emulator.agent('bea');
      const { Url } = agent.websocket();
      const { contactId } = emulator.startChat();
      emulator.contact(contactId)!.join({ agentId: 'bea' });
      emulator.faults.expireWebsocketUrls({ contactId });
      expect(await SocketClient.refused(Url)).toBe(403);
      expect(emulator.requests.entries.at(-1)).toMatchObject({
        operation: 'OpenSocket',
        status: 403,
      });

      const socket = await SocketClient.subscribed(agent.websocket().Url);
      expect(emulator.faults.cutSockets({ contactId })).toBe(1);
      await eventually(() => expect(socket.closeCode).toBe(1006));
    }),
  );

  it(
    'has faults of the agent: before the first contact, and in all of them',
    withEmulator(async (emulator) => {
      const agent = emulator.agent('bea');
      const other = await SocketClient.subscribed(emulator.agent('bob').websocket().Url);
      const socket = await SocketClient.subscribed(agent.websocket().Url);
      expect(emulator.sockets({ agentId: 'bea' })).toEqual({ open: 1, subscribed: 1 });
      const back = emulator.faults.offline({ agentId: 'bea' });
      await eventually(() => expect(socket.closeCode).toBe(1006));
      expect(await SocketClient.refused(agent.websocket().Url)).toBe(0);

      const contact = emulator.startChat();
      const bea = contact.join({ agentId: 'bea' });
      await expect(connect(emulator.url, bea.details.participantToken)).rejects.toThrow();
      contact.join({ agentId: 'bob' });
      await client(emulator, contact.details);
      await other.hears('participant.joined', 'participant.joined');

      back();
      await client(emulator, bea.details);
      const again = await SocketClient.subscribed(agent.websocket().Url);
      const undo = emulator.faults.dropFrames({ agentId: 'bea' });
      contact.customer.say('lost');
      undo();
      contact.customer.say('heard');
      await again.hears('heard');
      await other.hears('participant.joined', 'participant.joined', 'lost', 'heard');
      const { Url } = agent.websocket();
      emulator.faults.expireWebsocketUrls({ agentId: 'bea' });
      expect(await SocketClient.refused(Url)).toBe(403);
      expect(emulator.faults.cutSockets({ agentId: 'bea', contactId: 'another' })).toBe(0);
    }),
  );

  it(
    'and its connection tokens are to be had over HTTP',
    withEmulator(async (emulator) => {
      const rest = new RestClient(emulator.url);
      const { body } = await rest.request('POST', '/emulator/agents/bea/websocket', {});
      const socket = await SocketClient.subscribed(body.Url);
      const contact = emulator.startChat();
      const agent = contact.join({ agentId: 'bea', announce: false });
      const answer = await rest.request(
        'POST',
        `/emulator/participants/${agent.id}/connection-token`,
        {},
      );
      expect(answer.status).toBe(200);
      expect(agent.present).toBe(false);
      contact.customer.say('Hello');
      await socket.hears('participant.joined', 'Hello');
      expect((await rest.request('POST', '/emulator/agents/bea', {})).status).toBe(404);
    }),
  );

  it('makes room for others when it is idle', () => {
    const { model } = virtualModel({ agents: 2 });
    const { directory } = model.service;
    const [ann, bob] = [directory.agent('ann'), directory.agent('bob')];
    expect(directory.agent('ann')).toBe(ann);
    ann.sockets.add({ deliver: () => {}, close: () => {} });
    directory.agent('eve');
    expect(directory.agent('ann')).toBe(ann);
    expect(() => {
      directory.agent('eve').sockets.add({ deliver: () => {}, close: () => {} });
      directory.agent('bob');
    }).toThrow(ServiceError);
    expect(bob.participants.size).toBe(0);
  });
});
