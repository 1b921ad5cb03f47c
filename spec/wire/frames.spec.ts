import fc from 'fast-check';
import {
  decodeFrame,
  decodeMessage,
  type Frame,
  HEARTBEAT_FRAME,
  PING_FRAME,
  SUBSCRIBE_FRAME,
} from '../../lib/wire/frames.js';

const ITEM = {
  Id: 'm1',
  Type: 'MESSAGE',
  ContentType: 'text/plain',
  Content: 'hello',
  AbsoluteTime: '2026-01-01T00:00:00.000Z',
};
const json = (value: unknown) => JSON.stringify(value);
const chat = (content: unknown) => json({ topic: 'aws/chat', content });

describe('the frames that go out', () => {
  it('are those of the protocol', () => {
    expect(JSON.parse(SUBSCRIBE_FRAME)).toEqual({
      topic: 'aws/subscribe',
      content: { topics: ['aws/chat'] },
    });
    expect(JSON.parse(HEARTBEAT_FRAME)).toEqual({ topic: 'aws/heartbeat' });
    expect(JSON.parse(PING_FRAME)).toEqual({ topic: 'aws/ping' });
  });
});

describe('decodeFrame', () => {
  it.each<[string, string]>([
    ['JSON text, as the service writes it', chat(json(ITEM))],
    ['an object', chat(ITEM)],
  ])('reads an item whose content is %s', (_what, data) => {
    expect(decodeFrame(data)).toMatchObject({ kind: 'item', raw: { Id: 'm1', Content: 'hello' } });
  });

  it.each<[string, unknown, Frame]>([
    [
      'the answer to a subscription',
      { topic: 'aws/subscribe', content: { status: 'success', topics: ['aws/chat'] } },
      { kind: 'subscription', status: 'success' },
    ],
    [
      'a refused subscription',
      { topic: 'aws/subscribe', content: { status: 'failure' } },
      { kind: 'subscription', status: 'failure' },
    ],
    ['a heartbeat', { topic: 'aws/heartbeat' }, { kind: 'heartbeat' }],
    [
      'a deep heartbeat',
      { topic: 'aws/ping', statusCode: 200, statusContent: 'OK' },
      { kind: 'ping', ok: true },
    ],
    ['a failed one', { topic: 'aws/ping', statusCode: 500 }, { kind: 'ping', ok: false }],
    ['one without a status', { topic: 'aws/ping' }, { kind: 'ping', ok: false }],
    [
      'one with a text for a status',
      { topic: 'aws/ping', statusCode: '200' },
      { kind: 'ping', ok: false },
    ],
    [
      'an error of the gateway',
      { message: 'Forbidden', connectionId: 'c', requestId: 'r' },
      { kind: 'gateway-error', message: 'Forbidden', requestId: 'r' },
    ],
    [
      'a talkative error of the gateway, cut short',
      { message: 'm'.repeat(5_000), requestId: 'r'.repeat(5_000) },
      { kind: 'gateway-error', message: 'm'.repeat(100), requestId: 'r'.repeat(100) },
    ],
    [
      'a topic that nobody knows',
      { topic: 'aws/new', content: { a: 1 } },
      { kind: 'unknown', topic: 'aws/new', content: { a: 1 } },
    ],
    [
      'a topic named as something of objects',
      { topic: '__proto__', content: 1 },
      { kind: 'unknown', topic: '__proto__', content: 1 },
    ],
    ['an empty topic', { topic: '', content: 1 }, { kind: 'unknown', topic: '', content: 1 }],
  ])('reads %s', (_what, frame, expected) => {
    expect(decodeFrame(json(frame))).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['no text', new ArrayBuffer(4)],
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['text that is no JSON', 'hello'],
    ['half of JSON', '{"topic":"aws/chat"'],
    ['a list', '[]'],
    ['JSON’s null', 'null'],
    ['a number', '7'],
    ['a text in JSON', '"hello"'],
    ['no topic', '{}'],
    ['a topic that is a number', '{"topic":7}'],
    ['a topic that is null', '{"topic":null}'],
    ['a message without a request', json({ message: 'hello' })],
    ['a message whose request is a number', json({ message: 'hello', requestId: 7 })],
    ['an item without content', json({ topic: 'aws/chat' })],
    ['an item that is null', chat(null)],
    ['an item that is a number', chat(7)],
    ['an item that is a list', chat([ITEM])],
    ['an item that is half of JSON', chat('{"Id":"hello"')],
    ['an item that is an empty text', chat('')],
    ['an item that says nothing', chat({ Type: 'MESSAGE', Id: 'hello' })],
    [
      'an item with a hostile id',
      chat(`{"Id":"__proto__",${json(ITEM).slice(1)}`.replace('"Id":"m1",', '')),
    ],
    ['a subscription without content', json({ topic: 'aws/subscribe' })],
    ['a subscription without a status', json({ topic: 'aws/subscribe', content: {} })],
    ['a subscription that is a text', json({ topic: 'aws/subscribe', content: 'success' })],
    [
      'a frame longer than the gateway lets through',
      chat({ ...ITEM, Content: 'hello'.repeat(30_000) }),
    ],
  ])('finds bad: %s', (_what, data) => {
    const frame = decodeFrame(data);

    expect(frame).toMatchObject({
      kind: 'bad',
      length: typeof data === 'string' ? data.length : 0,
    });
    expect((frame as { reason: string }).reason).toMatch(/^[A-Za-z ]+$/);
    expect((frame as { reason: string }).reason).not.toContain('hello');
  });

  it('takes the longest frame that the gateway lets through, and none that is longer', () => {
    const overhead = chat({ ...ITEM, Content: '' }).length;
    const frameOf = (length: number) => chat({ ...ITEM, Content: 'a'.repeat(length - overhead) });

    expect(decodeFrame(frameOf(131_072)).kind).toBe('item');
    expect(decodeFrame(frameOf(131_073)).kind).toBe('bad');
  });

  it('does not spend time on a megabyte of text', () => {
    expect(decodeFrame(' '.repeat(1_000_000)).kind).toBe('bad');
  });

  it('does not let an item touch the prototype of objects', () => {
    decodeFrame(
      chat('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    );

    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('never throws, whatever comes, and never quotes it', () => {
    const known = fc.constantFrom(
      'aws/chat',
      'aws/subscribe',
      'aws/heartbeat',
      'aws/ping',
      'other',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.anything(),
          fc.record({ topic: known, content: fc.oneof(fc.json(), fc.jsonValue()) }).map(json),
          fc
            .record({ topic: known, content: fc.jsonValue(), statusCode: fc.jsonValue() })
            .map(json),
          fc.record({ message: fc.jsonValue(), requestId: fc.jsonValue() }).map(json),
        ),
        (data) => {
          const frame = decodeFrame(data);
          expect(typeof frame.kind).toBe('string');
          if (frame.kind === 'bad') expect(REASONS).toContain(frame.reason);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('decodeMessage', () => {
  const item = {
    Id: 'm',
    Type: 'MESSAGE',
    ContentType: 'text/plain',
    Content: 'Hello',
    AbsoluteTime: '2026-01-01T00:00:00.000Z',
  };

  it.each([
    ['parsed but for its content', { topic: 'aws/chat', content: JSON.stringify(item) }],
    ['parsed', { topic: 'aws/chat', content: item }],
    ['as text', JSON.stringify({ topic: 'aws/chat', content: JSON.stringify(item) })],
  ])('reads a frame %s', (_, message) => {
    expect(decodeMessage(message)).toMatchObject({ kind: 'item', raw: { Id: 'm' } });
  });

  it('takes a copy of an item that is handed over parsed, since it belongs to who hands it over', () => {
    const content = Object.freeze({ ...item });
    const frame = decodeMessage({ topic: 'aws/chat', content });

    expect(frame).toMatchObject({ kind: 'item', raw: item });
    expect(frame.kind === 'item' && frame.raw).not.toBe(content);
  });

  it.each([
    ['what is no frame', undefined, 'not text', 0],
    ['a list', [], 'not text', 0],
    ['no topic', {}, 'no topic', 0],
    ['an item that is none', { topic: 'aws/chat', content: '{}' }, 'the item says nothing', 2],
    [
      'an item that is too long',
      { topic: 'aws/chat', content: 'x'.repeat(131_073) },
      'longer than the gateway lets through',
      131_073,
    ],
  ])('refuses %s', (_, message, reason, length) => {
    expect(decodeMessage(message)).toEqual({ kind: 'bad', reason, length });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        expect(typeof decodeMessage(message).kind).toBe('string');
      }),
    );
  });
});

/** All that is ever said of a bad frame: none of it can hold what came. */
const REASONS = [
  'not text',
  'longer than the gateway lets through',
  'not JSON',
  'not an object',
  'no topic',
  'the subscription answer has no status',
  'the item is not an object',
  'the item says nothing',
  'Id is not an id',
  'a piece of a message has no Id',
];
