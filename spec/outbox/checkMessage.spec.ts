import { checkMessage, type OutgoingMessage } from '../../lib/outbox/checkMessage.js';
import { ChatError } from '../../lib/participant/index.js';
import { MESSAGE_CONTENT_TYPES } from '../../lib/wire/index.js';

function refusal(message: unknown): ChatError {
  try {
    checkMessage(message as OutgoingMessage);
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

  it.each(MESSAGE_CONTENT_TYPES)('takes content of type %s', (contentType) => {
    expect(checkMessage({ content: '{"a":1}', contentType })).toEqual({
      content: '{"a":1}',
      contentType,
    });
  });

  it.each([
    'application/json',
    'application/vnd.amazonaws.connect.message.interactive',
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

  it.each([1, 16_384])('takes a text of %d characters', (length) => {
    expect(checkMessage('a'.repeat(length)).content).toHaveLength(length);
  });

  it('takes what is only white space, and control characters, as they are', () => {
    expect(checkMessage(' \n\u0000👋').content).toBe(' \n\u0000👋');
  });

  it.each<[string, unknown, RegExp]>([
    ['an empty text', '', /1 to 16384 characters, got a string of 0 characters/],
    ['empty content', { content: '' }, /content must be a string .*, got a string of 0 /],
    ['a text that is too long', 'secret'.repeat(3_000), /got a string of 18000 characters/],
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
      /got a string of 18004 characters/,
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
