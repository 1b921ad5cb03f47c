import { ChatError, type ChatItem, type ChatMessage } from '../../lib/lite.js';
import { type EncodedItem, SharedItem } from '../../lib/tabs/sharedItem.js';
import { decodeItem } from '../../lib/wire/index.js';

const raw = {
  Id: '6a5b9f5c-0d4f-4a6d-9d1e-6f0f6d8b8f01',
  AbsoluteTime: '2026-01-31T09:05:00.123Z',
  Content: 'Hello',
  ContentType: 'text/plain',
  DisplayName: 'Bea',
  ParticipantId: 'bea',
  ParticipantRole: 'AGENT',
  Type: 'MESSAGE',
  ContactId: 'contact',
  InitialContactId: 'contact',
};
const read = (wire: object = raw) => decodeItem(wire) as ChatMessage;
const overTheChannel = (item: ChatItem) =>
  SharedItem.decode(structuredClone(SharedItem.of(item).encode()), (text) => text);

describe('an item over the channel', () => {
  const time = new Date('2026-01-31T09:06:00Z');
  it.each<readonly [string, ChatItem]>([
    ['as the service wrote it', read()],
    ['with a time of another form', read({ ...raw, AbsoluteTime: '2026-01-31T09:05:00Z' })],
    ['without an id', read({ ...raw, Id: undefined })],
    ['without a time', read({ ...raw, AbsoluteTime: undefined })],
    ['that was moved', { ...read(), time }],
    ['that has been read', { ...read(), status: 'read', readBy: [{ participantId: 'ann', time }] }],
    ['of which a piece is there', { ...read(), content: 'Hello, wor', partial: true }],
    ['known by its answer', { ...read(), raw: {}, status: 'sent', clientToken: 'token' }],
    ['an event', decodeItem({ ...raw, Type: 'EVENT', Content: undefined }) as ChatItem],
    ['with fields nobody knows', read({ ...raw, NewField: { deep: [1, 'two'] } })],
    [
      'with a file',
      { ...read(), attachments: [{ id: '1', name: 'a', contentType: 'b', status: 'APPROVED' }] },
    ],
  ])('is the same: %s', (_, item) => {
    const shared = overTheChannel(item);
    expect(shared.item).toEqual(item);
    expect(shared.item).toBe(shared.item);
    expect(overTheChannel(shared.item).item).toEqual(item);
  });

  it('that failed has its error, and the key of the one before it', () => {
    const error = new ChatError('Throttled', 'cannot send a message: 429', { statusCode: 429 });
    const shared = SharedItem.of({ ...read(), raw: {}, status: 'failed', error }, 17);
    const { item, key } = SharedItem.decode(structuredClone(shared.encode()), (text) => text);
    expect(key).toBe(17);
    expect((item as ChatMessage).error).toBeInstanceOf(ChatError);
    expect((item as ChatMessage).error).toMatchObject({ code: 'Throttled', statusCode: 429 });
  });

  it('is sent without what it has in common with others', () => {
    const texts = ['one', 'two'].map((Content, index): EncodedItem =>
      SharedItem.of(read({ ...raw, Content, Id: `${index}` })).encode(),
    );
    expect(texts[0]!.common).toBe(texts[1]!.common);
    expect(texts[0]!.text).toBe('{"raw":{"Content":"one"}}');
  });
});
