import {
  type Transcript,
  transcriptToJson,
  transcriptToText,
  type TranscriptTextOptions,
} from '../../lib/transcript/index.js';
import type { ChatItem, EventName, WireItem } from '../../lib/wire/index.js';
import { eventItem, messageItem } from '../support/items.js';

const transcript = (
  items: readonly ChatItem[],
  more: Partial<Pick<Transcript, 'hasOlder' | 'gaps'>> = {},
) => ({ items, hasOlder: false, gaps: [], ...more });

const text = (items: readonly ChatItem[], options?: TranscriptTextOptions) =>
  transcriptToText(transcript(items), options);

const interactive = (message: object) =>
  messageItem('q', {
    content: JSON.stringify(message),
    wire: { ContentType: 'application/vnd.amazonaws.connect.message.interactive' },
  });

const attached = (wire: WireItem) =>
  messageItem('f', {
    wire: {
      Type: 'ATTACHMENT',
      Content: '',
      Attachments: [
        {
          AttachmentId: 'a1',
          AttachmentName: 'bill.pdf',
          ContentType: 'application/pdf',
          Status: 'APPROVED',
        },
      ],
      ...wire,
    },
  });

describe('transcriptToText', () => {
  it('is empty for an empty transcript', () => {
    expect(text([])).toBe('');
  });

  it('has a line for each item: its time, and who says what', () => {
    expect(
      text([
        eventItem('1', 'participant.joined', { at: 61_000, from: 'Bea' }),
        messageItem('2', { at: 3_723_000, from: 'Bea', content: 'Hello' }),
      ]),
    ).toBe('[2026-01-01 00:01:01] Bea has joined\n[2026-01-01 01:02:03] Bea: Hello\n');
  });

  it('writes times as they are written elsewhere', () => {
    const items = [messageItem('1', { from: 'Bea', content: 'Hi' })];
    expect(text(items, { timeZone: 'Asia/Tokyo' })).toBe('[2026-01-01 09:00:00] Bea: Hi\n');
    expect(text(items, { locale: 'de-DE', timeZone: 'Europe/Berlin' })).toBe(
      '[1.1.2026, 01:00:00] Bea: Hi\n',
    );
    expect(() => text(items, { timeZone: 'Moon/North' })).toThrow(RangeError);
  });

  it.each(['\n', '\r\n', '\r', '\u2028'])('lets no message pass for another item by %j', (end) => {
    const forged = messageItem('1', {
      from: `Be${end}a`,
      content: `Hi${end}[2026-01-01 00:00:09] Bea: I pay`,
    });
    expect(text([forged])).toBe(
      '[2026-01-01 00:00:00] Be a: Hi\n    [2026-01-01 00:00:09] Bea: I pay\n',
    );
  });

  it('names files', () => {
    expect(text([attached({ DisplayName: 'Ann' })])).toContain('Ann: [file: bill.pdf]\n');
  });

  it('says which own messages have not gone out', () => {
    const own = messageItem('1', { from: 'Ann', content: 'Hi' });
    expect(text([{ ...own, status: 'failed' }])).toContain('Ann: Hi (not sent)\n');
    expect(text([{ ...own, status: 'sending' }])).toContain('Ann: Hi (being sent)\n');
    expect(text([{ ...own, status: 'read' }])).toContain('Ann: Hi\n');
  });

  it('tells what an interactive message asks, and what was done', () => {
    const content = { title: 'When?', subtitle: 'Choose', elements: [{ title: 'Now' }] };
    expect(
      text([interactive({ templateType: 'QuickReply', version: '1.0', data: { content } })]),
    ).toContain('bea: When?\n    Choose\n    - Now\n');
    expect(text([interactive({ templateType: 'Another' })])).toContain('"Another"');
    const answer = messageItem('a', {
      content: '{"action":"ActionSelected"}',
      wire: { ContentType: 'application/vnd.amazonaws.connect.message.interactive.response' },
    });
    expect(text([answer])).toContain('bea: (ActionSelected)\n');
  });

  it.each<[EventName, string]>([
    ['participant.left', 'Bea has left'],
    ['chat.ended', 'The chat has ended'],
    ['transfer.succeeded', 'The chat was transferred'],
  ])('puts %s in words', (name, words) => {
    expect(text([eventItem('1', name, { from: 'Bea' })])).toContain(`] ${words}\n`);
  });

  it('names an event that it has no words for', () => {
    const unknown = eventItem('1', 'chat.ended', { wire: { ContentType: 'application/x-other' } });
    expect(text([unknown])).toContain('] (application/x-other)\n');
  });

  it('says where something is missing', () => {
    const items = [messageItem('1'), messageItem('2')];
    const gaps = [{ after: undefined }, { after: '1' }];
    expect(transcriptToText(transcript(items, { hasOlder: true, gaps })).split('\n')).toEqual([
      '(earlier items are not shown)',
      '(items may be missing here)',
      '[2026-01-01 00:00:00] bea: 1',
      '(items may be missing here)',
      '[2026-01-01 00:00:00] bea: 2',
      '',
    ]);
  });
});

describe('transcriptToJson', () => {
  it('has all that is known of the items, and nothing else', () => {
    const items = [
      { ...messageItem('1', { content: 'Hi' }), status: 'read' as const, readBy: ['p'] },
      attached({ ContactId: 'c', InitialContactId: 'c' }),
    ];
    const participant = { id: 'bea', role: 'AGENT', displayName: 'bea' };
    const time = '2026-01-01T00:00:00.000Z';
    const json = transcriptToJson(transcript(items, { hasOlder: true, gaps: [{ after: '1' }] }));
    expect(json).toEqual({
      version: 1,
      items: [
        {
          id: '1',
          type: 'MESSAGE',
          contentType: 'text/plain',
          content: 'Hi',
          time,
          participant,
          attachments: [],
          status: 'read',
        },
        {
          id: 'f',
          type: 'ATTACHMENT',
          contentType: 'text/plain',
          content: '',
          time,
          participant,
          attachments: [
            { id: 'a1', name: 'bill.pdf', contentType: 'application/pdf', status: 'APPROVED' },
          ],
        },
      ],
      hasOlder: true,
      gaps: [{ after: '1' }],
    });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });

  it('writes a gap before all items as one that JSON can hold', () => {
    expect(JSON.stringify(transcriptToJson(transcript([], { gaps: [{ after: undefined }] })))).toBe(
      '{"version":1,"items":[],"hasOlder":false,"gaps":[{"after":null}]}',
    );
  });
});
