import { itemLine } from '../../../lib/cli/chat/itemLine.js';
import { transcriptStatus } from '../../../lib/cli/chat/transcriptStatus.js';
import { type ChatItem, decodeItem, type WireItem } from '../../../lib/wire/index.js';

const message = (fields: Partial<WireItem>): ChatItem =>
  decodeItem({
    Id: 'm1',
    Type: 'MESSAGE',
    ContentType: 'text/plain',
    Content: 'Hello',
    AbsoluteTime: '2026-01-31T09:05:00.000Z',
    ParticipantId: 'p1',
    ParticipantRole: 'AGENT',
    DisplayName: 'Bob',
    ...fields,
  }) as ChatItem;

const printed = (item: ChatItem, isOwn = false) =>
  itemLine(item, isOwn)
    .slice(1)
    .map(({ text }) => text)
    .join('');

describe('the line of an item', () => {
  it.each([
    ['Bob', 'Bob: Hello'],
    ['', 'AGENT: Hello'],
    ['You', 'You (AGENT): Hello'],
    [' you\n', 'you (AGENT): Hello'],
  ])('tells somebody called %j from oneself', (name, line) => {
    expect(printed(message({ DisplayName: name }))).toBe(line);
    expect(printed(message({ DisplayName: name }), true)).toBe('You: Hello');
  });

  it('tells them apart in a message that grows, too', () => {
    const item = { ...message({ DisplayName: 'You' }), partial: true } as ChatItem;
    const { growing } = transcriptStatus({ items: [item], at: () => item } as never);
    expect(growing).toBe('You (AGENT): …Hello');
  });

  it('tells the end of an earlier chat from that of this one', () => {
    const ContentType = 'application/vnd.amazonaws.connect.event.chat.ended';
    const end = { Type: 'EVENT', ContentType, ParticipantRole: undefined } as const;
    expect(printed(message(end))).toBe('The chat has ended');
    expect(printed(message({ ...end, RelatedContactId: 'c0' }))).toBe('An earlier chat ended');
  });

  it('takes no status of a file for what objects have by themselves', () => {
    const file = { AttachmentId: 'abc', AttachmentName: 'a.txt', ContentType: 'text/plain' };
    const item = (Status: string) =>
      message({ Type: 'ATTACHMENT', Content: '', Attachments: [{ ...file, Status }] as never });
    expect(printed(item('REJECTED'))).toBe('Bob: [a.txt, text/plain: rejected]');
    expect(printed(item('constructor'))).toBe('Bob: [a.txt, text/plain: /download abc]');
  });
});
