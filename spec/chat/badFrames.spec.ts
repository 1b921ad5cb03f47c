import { inspect } from 'node:util';
import { eventType } from '../../lib/lite.js';
import { recordingLogger } from './support/recordingLogger.js';
import { connectedChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

/** Stands for whatever people say in a frame; no log line and no metric may have it. */
const SECRET = 'for your eyes only';

const good = {
  Id: 'an-id',
  Type: 'MESSAGE',
  ContentType: 'text/plain',
  Content: SECRET,
  AbsoluteTime: '2026-01-01T00:00:00.500Z',
  ParticipantId: 'somebody',
  ParticipantRole: 'AGENT',
  DisplayName: SECRET,
};

const chatFrame = (content: unknown) => JSON.stringify({ topic: 'aws/chat', content });
const itemFrame = (item: unknown) => chatFrame(JSON.stringify(item));

const BAD: readonly (readonly [string, string])[] = [
  ['is empty', ''],
  ['is not JSON', `${SECRET} {`],
  ['is half a frame', itemFrame(good).slice(0, -10)],
  ['is null', 'null'],
  ['is a number', '42'],
  ['is a string', JSON.stringify(SECRET)],
  ['is an array', JSON.stringify([SECRET])],
  ['is an empty object', '{}'],
  ['has no topic', JSON.stringify({ content: SECRET })],
  ['has a topic that is a number', JSON.stringify({ topic: 7, content: SECRET })],
  ['has a topic that is null', JSON.stringify({ topic: null, content: SECRET })],
  ['has no content', JSON.stringify({ topic: 'aws/chat' })],
  ['has content that is null', chatFrame(null)],
  ['has content that is empty', chatFrame('')],
  ['has content that is not JSON', chatFrame(SECRET)],
  ['has content that is broken JSON', chatFrame(JSON.stringify(good).slice(0, -3))],
  ['has content that is a number', chatFrame(7)],
  ['has content that is an array', itemFrame([good])],
  ['has content that is null as JSON', itemFrame(null)],
  ['has content that is a string as JSON', itemFrame(SECRET)],
  ['has an item that says nothing', itemFrame({ ...good, Content: null, ContentType: null })],
  ['has an item of a type alone', itemFrame({ Type: SECRET })],
  ['has __proto__ for an id', itemFrame({ ...good, Id: '__proto__' })],
  ['has 1 MB of text', itemFrame({ ...good, Content: SECRET + 'x'.repeat(1_048_576) })],
  ['is 1 MB of text', SECRET + 'x'.repeat(1_048_576)],
  [
    'answers a subscription with nothing',
    JSON.stringify({ topic: 'aws/subscribe', content: null }),
  ],
];

describe('a frame that', () => {
  it.each(BAD)('%s is counted and logged without its content, and does no harm', (_, frame) => {
    const { logger, lines } = recordingLogger();
    const { advance, agent, chat, connection, emulator } = connectedChat({
      logger,
      logLevel: 'debug',
    });
    const metrics = watch(chat.metrics$);
    const messages = watch(chat.messages$);
    const events = watch(chat.events$);
    const unknown = watch(chat.unknown$);
    lines.length = 0;
    emulator.faults.sendRaw(frame);
    advance(1_000);
    expect(metrics.values).toEqual([
      { type: 'bad-frame', reason: expect.stringMatching(/./), length: frame.length },
    ]);
    expect(lines).toEqual([
      { level: 'warn', message: expect.stringMatching(/./), details: expect.any(Object) },
    ]);
    expect(inspect([lines, metrics.values], { depth: 10 })).not.toContain(SECRET);
    expect([messages.values, events.values, unknown.values]).toEqual([[], [], []]);

    agent.say('good');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['good']);
    expect(connection).toMatchObject({ ending: undefined });
    expect(connection.values).toHaveLength(1);
  });

  it('is binary is counted as bad too', () => {
    const sockets: { onmessage: ((event: { data: unknown }) => void) | null }[] = [];
    const { chat, advance, contact, create, webSocket: VirtualSocket } = connectedChat();
    chat.close();
    class Recorded extends VirtualSocket {
      constructor(url: string) {
        super(url);
        sockets.push(this);
      }
    }
    const other = create({ chatDetails: contact.details, webSocket: Recorded });
    const metrics = watch(other.metrics$);
    watch(other.connect());
    advance(1_000);
    for (const data of [new ArrayBuffer(8), undefined, null, 7]) sockets[0]?.onmessage?.({ data });
    expect(metrics.values.filter(({ type }) => type === 'bad-frame')).toHaveLength(4);
  });
});

describe('an odd frame', () => {
  const received = (item: unknown) => {
    const { advance, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    const events = watch(chat.events$);
    emulator.faults.sendRaw(itemFrame(item));
    advance(1_000);
    return { messages: messages.values, events: events.values };
  };

  it.each<[string, object]>([
    ['lacks an id', { Id: undefined }],
    ['has an empty id', { Id: '' }],
    ['lacks a type', { Type: undefined }],
    ['lacks a content type', { ContentType: null }],
    ['lacks a time', { AbsoluteTime: undefined }],
    ['is at no time', { AbsoluteTime: SECRET }],
    ['has a number for an id', { Id: 7 }],
    ['has a number for a type and an object for a content type', { Type: 7, ContentType: {} }],
    ['has a number for a time', { AbsoluteTime: 1_767_225_600_500 }],
  ])('passes where its item %s', (_, odd) => {
    const { messages } = received({ ...good, ...odd });
    expect(messages).toMatchObject([
      { id: expect.stringMatching(/./), content: SECRET, contentType: 'text/plain' },
    ]);
    expect(messages[0]?.time.getUTCFullYear()).toBe(2026);
  });

  it('passes with what is no text as JSON', () => {
    expect(texts(received({ ...good, Content: 7 }).messages)).toEqual(['7']);
    expect(texts(received({ ...good, Content: { text: SECRET } }).messages)).toEqual([
      `{"text":"${SECRET}"}`,
    ]);
  });

  it('passes if nothing depends on what is odd: nobody, no attachments', () => {
    const { messages } = received({
      ...good,
      ParticipantId: null,
      ParticipantRole: null,
      DisplayName: null,
      Attachments: [null, 7, { AttachmentId: 7 }, { AttachmentId: 'a', AttachmentName: 7 }],
      MessageMetadata: null,
    });
    expect(messages).toMatchObject([
      {
        participant: { id: '', role: 'SYSTEM', displayName: '' },
        attachments: [{ id: 'a', name: '' }],
      },
    ]);
  });

  it('passes with ids that are names of every object', () => {
    for (const Id of ['constructor', 'toString', 'hasOwnProperty']) {
      const { messages } = received({ ...good, Id, ParticipantId: Id });
      expect(messages).toMatchObject([{ id: Id }]);
    }
  });

  it('changes no prototype', () => {
    received(JSON.parse(`{"__proto__": {"polluted": true}, "Id": "a", "Type": "MESSAGE"}`));
    expect({}).not.toHaveProperty('polluted');
  });

  it('may be typing without an id', () => {
    const typing = { Type: 'EVENT', ContentType: eventType('typing'), ParticipantId: 'somebody' };
    expect(received(typing).events).toMatchObject([{ contentType: eventType('typing') }]);
  });

  it('may have its item as an object instead of as text', () => {
    const { advance, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    emulator.faults.sendRaw(chatFrame(good));
    advance(1_000);
    expect(texts(messages.values)).toEqual([SECRET]);
  });

  it('may have pieces of a stream that make no sense', () => {
    const odd = [
      { ChunkNumber: 'one', MessageCompleted: false },
      { ChunkNumber: -1, MessageCompleted: false },
      { MessageCompleted: false },
      7,
    ];
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    odd.forEach((MessageMetadata, i) => {
      emulator.faults.sendRaw(itemFrame({ ...good, Id: `odd-${i}`, MessageMetadata }));
    });
    agent.say('good');
    advance(1_000);
    expect(texts(messages.values)).toContain('good');
  });
});

describe('a logger that throws', () => {
  it('does no harm', () => {
    const fail = () => {
      throw new Error('disk full');
    };
    const logger = { debug: fail, info: fail, warn: fail, error: fail };
    const { advance, agent, chat, emulator } = connectedChat({ logger, logLevel: 'debug' });
    const messages = watch(chat.messages$);
    emulator.faults.sendRaw('');
    emulator.faults.cutSockets();
    agent.say('Hello');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['Hello']);
  });
});
