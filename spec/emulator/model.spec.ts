import { say } from '../../lib/emulator/service/acts.js';
import type { ChatService } from '../../lib/emulator/service/ChatService.js';
import { runOperation } from '../../lib/emulator/service/runOperation.js';
import type { Participant } from '../../lib/emulator/service/state.js';
import { virtualModel } from './support/virtualModel.js';

const HOUR = 3_600_000;

const start = (service: ChatService): Participant =>
  service.startContact({ displayName: 'Ann' }).customer;

/** A connection's answer, on which the spec looks at the token alone. */
interface Connected {
  readonly ConnectionCredentials: { readonly ConnectionToken: string };
  readonly Websocket: { readonly Url: string };
}

const connected = (service: ChatService, customer: Participant): Connected =>
  runOperation(service, 'CreateParticipantConnection', customer.token, {
    Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'],
  }) as Connected;

describe('the model', () => {
  it('does the same at the same times with the same ids', () => {
    const play = (): unknown => {
      const { model, clock } = virtualModel();
      const customer = start(model.service);
      const frames: [number, string][] = [];
      const socket = model.open(customer, {
        send: (text) => frames.push([clock.now(), text]),
        close: (code) => frames.push([clock.now(), `closed ${code}`]),
        terminate: () => {},
      });
      socket.receive('{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}');
      model.faults.add({ kind: 'delayFrames', delayMs: 250 });
      say(model.service, customer, 'Hello', 'text/plain');
      clock.advance(59 * 60_000);
      say(model.service, customer, 'Still here', 'text/plain');
      clock.advance(60_000);
      model.service.clear();
      expect(clock.pending).toBe(0);
      return frames;
    };
    const frames = play() as [number, string][];
    expect(frames).toEqual(play());
    expect(frames.at(-1)?.[1]).toBe('closed 1001');
    expect(frames.map(([time]) => time - Date.parse('2025-01-01T00:00:00Z'))).toEqual([
      0, 250, 250, 3_540_250, 3_600_000,
    ]);
  });

  it('expires connection tokens after a day and chats after 25 hours', () => {
    const { model, clock } = virtualModel();
    const customer = start(model.service);
    const { ConnectionToken } = connected(model.service, customer).ConnectionCredentials;
    const ask = (): object => runOperation(model.service, 'GetTranscript', ConnectionToken, {});
    clock.advance(24 * HOUR - 1);
    ask();
    clock.advance(1);
    expect(ask).toThrow('Access denied');
    expect(customer.contact.endedAt).toBeUndefined();
    clock.advance(HOUR);
    expect(customer.contact.endedAt).toBe(clock.now());
  });

  it('ends a chat a moment after its customer has left, unless the flow goes on', () => {
    const { model, clock } = virtualModel();
    const { service } = model;
    const [ends, goesOn] = [
      service.startContact({ displayName: 'Ann' }),
      service.startContact({ displayName: 'Ann', disconnectOnCustomerExit: ['AGENT'] }),
    ];
    for (const { customer } of [ends, goesOn]) service.leave(customer);
    clock.advance(179);
    expect(ends.contact.endedAt).toBeUndefined();
    clock.advance(1);
    expect(ends.contact.endedAt).toBe(clock.now());
    clock.advance(24 * HOUR);
    expect(goesOn.contact.endedAt).toBeUndefined();
    clock.advance(HOUR);
    expect(goesOn.contact.endedAt).toBeDefined();
  });

  it('makes room for a chat by forgetting the one that ended first, with all that leads to it', () => {
    const { model, clock } = virtualModel({ contacts: 2 });
    const { service } = model;
    const [first, second] = [start(service), start(service)];
    const { ConnectionToken } = connected(service, second).ConnectionCredentials;
    expect(() => start(service)).toThrow('Too many chats are open');

    service.end(second.contact);
    clock.advance(1);
    service.end(first.contact);
    start(service);
    expect(service.directory.contact(second.contact.contactId)).toBeUndefined();
    expect(service.directory.participant(second.id)).toBeUndefined();
    expect(service.directory.contact(first.contact.contactId)).toBe(first.contact);
    expect(() => runOperation(service, 'GetTranscript', ConnectionToken, {})).toThrow(
      'Access denied',
    );
    expect(() => connected(service, second)).toThrow('Access denied');
  });

  it('keeps only so many tokens, remembered answers and requests', () => {
    const { model, clock } = virtualModel({ tokens: 2, rememberedAnswers: 2, loggedRequests: 2 });
    const customer = start(model.service);
    const tokens = [1, 2, 3].map(
      () => connected(model.service, customer).ConnectionCredentials.ConnectionToken,
    );
    const sendAs = (token: string, ClientToken: string): unknown =>
      runOperation(model.service, 'SendMessage', token, {
        ContentType: 'text/plain',
        Content: 'x',
        ClientToken,
      });
    expect(() => sendAs(tokens[0]!, 'a')).toThrow('Access denied');

    const first = sendAs(tokens[2]!, 'a');
    sendAs(tokens[2]!, 'b');
    expect(sendAs(tokens[2]!, 'a')).toBe(first);
    sendAs(tokens[2]!, 'c');
    expect(sendAs(tokens[2]!, 'a')).not.toBe(first);

    for (const status of [200, 400, 500])
      model.log.add('SendMessage', customer, clock.now(), { status });
    expect(model.log.entries.map(({ status }) => status)).toEqual([400, 500]);
  });

  it('does not take more participants than it is told to', () => {
    const { model } = virtualModel({ participantsPerContact: 2 });
    const { contact } = start(model.service);
    const join = (): Participant =>
      model.service.addParticipant(contact, { role: 'AGENT', displayName: 'Bob' });
    join();
    expect(join).toThrow('The contact has too many participants');
  });

  it('gives the items of a persistent chat times that grow from contact to contact', () => {
    const { model } = virtualModel(); // whose clock stands still
    const { service } = model;
    const said = Array.from({ length: 3 }).reduce<Participant[]>((before) => {
      const continuedFrom = before.at(-1)?.contact.contactId;
      const { customer } = service.startContact({ displayName: 'Ann', continuedFrom });
      for (let number = 1; number <= 20; number += 1) say(service, customer, 'x', 'text/plain');
      service.end(customer.contact);
      return [...before, customer];
    }, []);
    const times = said.flatMap(({ contact }) => contact.transcript.entries).map(({ time }) => time);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it('goes round no circle of chats that go on from each other', () => {
    const { model } = virtualModel();
    const first = model.service.startContact({ displayName: 'Ann', continuedFrom: '5' }).contact;
    const second = model.service.startContact({
      displayName: 'Ann',
      continuedFrom: first.contactId,
    }).contact;
    expect(model.service.chain(second)).toEqual([first, second]);
  });
});
