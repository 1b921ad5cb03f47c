import type { ChatMessage, Participant } from 'rx-connect-chat/lite';
import { interactiveMessage } from 'rx-connect-chat/lite';
import {
  nameOf,
  previewOf,
  rowLabel,
  stateText,
  stopwatch,
  urgencyOf,
} from '../../examples/page/desk/rowText.js';

const ann: Participant = { id: 'ann', role: 'CUSTOMER', displayName: 'Ann' };
const bea: Participant = { id: 'bea', role: 'AGENT', displayName: 'Bea' };

const message = (
  from: Participant,
  content: string,
  more: Partial<ChatMessage> = {},
): ChatMessage => ({
  id: 'm',
  type: 'MESSAGE',
  contentType: 'text/plain',
  content,
  time: new Date(0),
  participant: from,
  attachments: [],
  raw: {},
  ...more,
});

const row = {
  chat: { details: { participantId: 'bea' } },
  customer: ann,
  lastMessage: message(ann, 'Hello'),
  typing: [],
  ended: undefined,
  state: { status: 'connected', since: new Date(0), transport: 'websocket' },
  unreadCount: 0,
  waitingMs: undefined,
} as const;

describe("a chat's row", () => {
  it('says what was said last, and by whom', () => {
    const question = interactiveMessage({
      kind: 'QuickReply',
      title: 'Did that help?',
      elements: [{ title: 'Yes' }, { title: 'No' }],
    });
    const file = { id: 'f', name: 'a.txt', contentType: 'text/plain', status: 'APPROVED' } as const;
    const preview = (lastMessage: ChatMessage | undefined) => previewOf({ ...row, lastMessage });

    expect(preview(undefined)).toBe('Nothing said yet');
    expect(preview(message(ann, 'Hello'))).toBe('Hello');
    expect(preview(message(bea, 'Hi'))).toBe('You: Hi');
    expect(preview(message(bea, '', question))).toBe('You: Did that help?');
    expect(preview(message(ann, '', { attachments: [file] }))).toBe('File a.txt');
  });

  it('says who types, until the chat is over', () => {
    const ended = { reason: 'ended', time: new Date(0) } as const;

    expect(previewOf({ ...row, typing: [ann] })).toBe('is typing');
    expect(previewOf({ ...row, typing: [ann], ended })).toBe('Hello');
  });

  it('is read out as a whole', () => {
    expect(rowLabel(row)).toBe('Ann, Hello');
    expect(
      rowLabel({ ...row, waitingMs: 65_000, unreadCount: 2, state: { status: 'offline' } }),
    ).toBe('Ann, No network, waits 1 min 5 s, 2 unread, Hello');
    expect(nameOf({ customer: undefined })).toBe('Customer');
    expect(stateText({ status: 'ended', reason: 'transferred' })).toBe('Handed over');
  });

  it.each([
    [0, '0:00', 'fresh'],
    [59_999, '0:59', 'fresh'],
    [60_000, '1:00', 'due'],
    [180_000, '3:00', 'late'],
    [3_723_000, '1:02:03', 'late'],
  ])('after %i ms of waiting: %s, %s', (ms, time, urgency) => {
    expect(stopwatch(ms)).toBe(time);
    expect(urgencyOf(ms)).toBe(urgency);
  });
});
