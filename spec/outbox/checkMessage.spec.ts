import { checkMessage, type OutgoingMessage } from '../../lib/outbox/checkMessage.js';
import { ChatError } from '../../lib/api/index.js';
import { MESSAGE_CONTENT_TYPES, SENDABLE_CONTENT_TYPES } from '../../lib/wire/index.js';

function refusal(message: unknown, maxBytes?: number): ChatError {
  try {
    checkMessage(message as OutgoingMessage, maxBytes);
  } catch (error) {
    if (error instanceof ChatError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('checkMessage', () => {
  it('takes a text for a plain text', () => {
    expect(checkMessage('hello')).toEqual({ content: 'hello', contentType: 'text/plain' });
    expect(checkMessage({ content: 'hello' })).toEqual({
      content: 'hello',
      contentType: 'text/plain',
    });
  });

  it.each(SENDABLE_CONTENT_TYPES)('takes content of type %s', (contentType) => {
    expect(checkMessage({ content: '{"a":1}', contentType })).toEqual({
      content: '{"a":1}',
      contentType,
    });
  });

  it.each([
    'application/json',
    'application/vnd.amazonaws.connect.message.interactive.response',
  ] as const)('writes an object as %s', (contentType) => {
    const { content } = checkMessage({ content: { a: [1] }, contentType });
    expect(content).toBe('{"a":[1]}');
  });

  it('gives the token where there is one', () => {
    expect(checkMessage({ content: 'hello', clientToken: 't1' })).toHaveProperty(
      'clientToken',
      't1',
    );
    expect(checkMessage('hello')).not.toHaveProperty('clientToken');
  });

  it.each([
    ['a', 1],
    ['a', 16_384],
    ['é', 8_192],
    ['あ', 5_461],
    ['👋', 4_096],
  ])('takes %j, %d times', (text, times) => {
    expect(checkMessage(text.repeat(times)).content).toBe(text.repeat(times));
  });

  it.each([
    ['é', 8_193, 16_386],
    ['あ', 6_000, 18_000],
    ['👋', 4_097, 16_388],
  ])('refuses %j, %d times, which has %d bytes', (text, times, bytes) => {
    for (const message of [text.repeat(times), { content: text.repeat(times) }]) {
      const error = refusal(message);
      expect(error.code).toBe('InvalidArgument');
      expect(error.message).toBe(
        `cannot send a message: content must be a string of 1 to 16384 bytes of UTF-8, got ${bytes} bytes`,
      );
    }
  });

  it('measures an object as the JSON that goes out', () => {
    const contentType = 'application/json';
    expect(refusal({ content: ['é'.repeat(8_191)], contentType }).message).toMatch(/16386 bytes$/);
    expect(checkMessage({ content: ['é'.repeat(8_190)], contentType }).content).toHaveLength(8_194);
  });

  it('takes as many bytes as it is told', () => {
    expect(checkMessage('é'.repeat(512), 1_024).content).toHaveLength(512);
    expect(refusal('é'.repeat(513), 1_024).message).toMatch(
      /1 to 1024 bytes of UTF-8, got 1026 bytes$/,
    );
  });

  it.each(
    MESSAGE_CONTENT_TYPES.filter(
      (type) => !(SENDABLE_CONTENT_TYPES as readonly string[]).includes(type),
    ),
  )('refuses %s, which the service sends and does not take', (contentType) => {
    const { code, message } = refusal({ content: '{}', contentType });
    expect(code).toBe('InvalidArgument');
    for (const type of SENDABLE_CONTENT_TYPES) expect(message).toContain(type);
  });

  it('takes what is only white space, and control characters, as they are', () => {
    expect(checkMessage(' \n\u0000👋').content).toBe(' \n\u0000👋');
  });

  it.each<[string, unknown, RegExp]>([
    ['an empty text', '', /1 to 16384 bytes of UTF-8, got 0 bytes/],
    ['empty content', { content: '' }, /content must be a string .*, got 0 bytes/],
    ['a text that is too long', 'secret'.repeat(3_000), /got 18000 bytes/],
    ['nothing', undefined, /got undefined/],
    ['null', null, /message/],
    ['a number', 7, /message must be .*, got 7/],
    ['no content', {}, /content must be a string .*, got undefined/],
    ['content that is a number', { content: 7 }, /content must be a string .*, got 7/],
    ['content that is null', { content: null }, /content must be a string .*, got null/],
    ['a list', ['secret'], /message must be .*, got a list/],
    ['an object as plain text', { content: { a: 'secret' } }, /must be a string .*, got object/],
    [
      'an object that is no JSON',
      { content: { secret: 1n }, contentType: 'application/json' },
      /content must be what can be written as JSON, got object/,
    ],
    [
      'an object that is too long',
      { content: ['secret'.repeat(3_000)], contentType: 'application/json' },
      /got 18004 bytes/,
    ],
    ['an unknown content type', { content: 'secret', contentType: 'text/html' }, /contentType/],
    [
      'an event’s',
      { content: 'secret', contentType: 'application/vnd.amazonaws.connect.event.typing' },
      /contentType/,
    ],
    ['a content type that is no text', { content: 'secret', contentType: 7 }, /contentType/],
    ['null for a content type', { content: 'secret', contentType: null }, /contentType/],
    [
      'JSON that is none',
      { content: '{secret', contentType: 'application/json' },
      /content must be JSON, as contentType says/,
    ],
  ])('refuses %s, naming what is wrong and never quoting it', (_what, message, because) => {
    const error = refusal(message);

    expect(error.code).toBe('InvalidArgument');
    expect(error.message).toMatch(/^cannot send a message: /);
    expect(error.message).toMatch(because);
    expect(error.message).not.toContain('secret');
  });
});
