import {
  EVENT_NAMES,
  EVENT_PREFIX,
  eventType,
  isMessageContentType,
  MESSAGE_CONTENT_TYPES,
} from '../../lib/wire/contentTypes.js';

describe('eventType', () => {
  it('is the full content type of an event', () => {
    expect(eventType('typing')).toBe('application/vnd.amazonaws.connect.event.typing');
  });

  it('gives each event a type of its own', () => {
    expect(new Set(EVENT_NAMES.map(eventType)).size).toBe(EVENT_NAMES.length);
    for (const name of EVENT_NAMES) expect(eventType(name).startsWith(EVENT_PREFIX)).toBe(true);
  });
});

describe('isMessageContentType', () => {
  it.each(MESSAGE_CONTENT_TYPES)('is true of %s', (contentType) => {
    expect(isMessageContentType(contentType)).toBe(true);
  });

  it.each([
    '',
    'text/html',
    'TEXT/PLAIN',
    'text/plain; charset=utf-8',
    eventType('typing'),
    'length',
  ])('is false of %p', (contentType) => {
    expect(isMessageContentType(contentType)).toBe(false);
  });
});
