import { itemLine } from '../../../lib/cli/chat/itemLine.js';
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
  it('takes no status of a file for what objects have by themselves', () => {
    const file = { AttachmentId: 'abc', AttachmentName: 'a.txt', ContentType: 'text/plain' };
    const item = (Status: string) =>
      message({ Type: 'ATTACHMENT', Content: '', Attachments: [{ ...file, Status }] as never });
    expect(printed(item('REJECTED'))).toBe('Bob: [a.txt, text/plain: rejected]');
    expect(printed(item('constructor'))).toBe('Bob: [a.txt, text/plain: /download abc]');
  });
});
