import { methodFor } from '../../lib/chatjs/itemEvents.js';
import { type ChatItem, decodeItem } from '../../lib/wire/index.js';

const item = (ContentType: string): ChatItem =>
  decodeItem({
    Id: 'm1',
    Type: 'EVENT',
    ContentType,
    AbsoluteTime: '2026-01-31T09:05:00.000Z',
  }) as ChatItem;

describe('the method whose handlers get an item', () => {
  it.each([
    ['application/vnd.amazonaws.connect.event.typing', 'onTyping'],
    [
      'application/vnd.amazonaws.connect.event.authentication.cancelled',
      'onAuthenticationCanceled',
    ],
    ['application/vnd.amazonaws.connect.event.participant.joined', 'onMessage'],
    ['typing', 'onMessage'],
    ['constructor', 'onMessage'],
    ['application/vnd.amazonaws.connect.event.toString', 'onMessage'],
  ])('is, for %s, %s', (contentType, method) => {
    expect(methodFor(item(contentType), 'self')).toBe(method);
  });
});
