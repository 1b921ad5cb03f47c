import { from, map } from 'rxjs';
import {
  type ChatEnded,
  eventType,
  type GetTranscriptAnswer,
  type GetTranscriptRequest,
} from '../../lib/lite.js';
import type { WireItem } from '../../lib/wire/index.js';
import { EPOCH_MS } from '../support/items.js';
import { agentDesk } from './support/agentChats.js';
import { virtualChat } from './support/virtualChat.js';
import { texts, watch, type Watched } from './support/watch.js';

const MINUTE = 60_000;
const reasons = ({ values }: Watched<ChatEnded>) => values.map(({ reason }) => reason);
const bare = { ContactId: undefined, InitialContactId: undefined, RelatedContactId: undefined };
const row = (Id: string, at: number, fields: WireItem): WireItem => ({
  Id,
  AbsoluteTime: new Date(EPOCH_MS + at).toISOString(),
  Type: 'EVENT',
  ...fields,
});
const CHAT_ENDED = { ContentType: eventType('chat.ended') };

type Change = (rows: readonly WireItem[], request: GetTranscriptRequest) => GetTranscriptAnswer;

/** A customer's chat whose transcript pages are changed, connected; its rows name no contact. */
function chatWithPages(change: Change, isContinued = false) {
  const virtual = virtualChat();
  const { advance, agent, api, create, emulator } = virtual;
  const first = emulator.startChat({ initialMessage: 'of the first contact' });
  first.end();
  advance(MINUTE);
  const contact = isContinued
    ? emulator.startChat({ continuedFrom: first.contactId })
    : virtual.contact;
  const chat = create({
    chatDetails: contact.startChatContact,
    api: {
      ...api,
      getTranscript: (request) =>
        from(api.getTranscript(request)).pipe(
          map(({ Transcript = [], ...answer }) => ({
            ...answer,
            ...change(
              Transcript.map((item) => ({ ...item, ...bare })),
              request,
            ),
          })),
        ),
    },
  });
  const ended = watch(chat.ended$);
  const messages = watch(chat.messages$);
  const transcript = watch(chat.transcript$);
  watch(chat.connect());
  advance(10_000);
  return { ...virtual, agent, chat, contact, ended, messages, transcript };
}

const asItIs: Change = (Transcript) => ({ Transcript });

describe('chat.ended in a transcript whose rows name no contact', () => {
  it('of an earlier contact does not end a persistent chat', () => {
    const { chat, ended, transcript } = chatWithPages(asItIs, true);
    expect(texts(transcript.last?.items)).toContain('of the first contact');
    expect(reasons(ended)).toEqual([]);
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
  });

  it('of an earlier contact does not end a persistent chat in which nothing has happened yet', () => {
    const withoutOwn: Change = (rows) => ({
      Transcript: rows.filter(({ ContentType }) => ContentType !== eventType('participant.joined')),
    });
    const { ended, transcript } = chatWithPages(withoutOwn, true);
    expect(transcript.last?.at(-1)?.contentType).toBe(eventType('chat.ended'));
    expect(reasons(ended)).toEqual([]);
  });

  it('of this chat ends it at joining', () => {
    const { ended } = chatWithPages((rows, { ScanDirection }) => ({
      Transcript: ScanDirection === 'BACKWARD' ? [...rows, row('e', MINUTE, CHAT_ENDED)] : rows,
    }));
    expect(reasons(ended)).toEqual(['ended']);
  });

  it.each([
    ['under another ContactId', { ContactId: 'another' }],
    ['with RelatedContactId', { RelatedContactId: 'another' }],
    ['before what this contact has', {}],
  ])('of an earlier contact does not end the chat from a gap, %s', (_, mark) => {
    let isGap = false;
    const gap: Change = (rows, { NextToken }) =>
      !isGap
        ? { Transcript: rows }
        : NextToken === undefined
          ? {
              Transcript: [...rows, row('e', 2 * MINUTE, { ...CHAT_ENDED, ...mark })],
              NextToken: 'n',
            }
          : { Transcript: [row('r', 3 * MINUTE, { ContentType: eventType('chat.rehydrated') })] };
    const { advance, chat, emulator, ended, transcript } = chatWithPages(gap);
    isGap = true;
    emulator.faults.cutSockets();
    advance(MINUTE);
    const types = transcript.last?.items.map(({ contentType }) => contentType);
    expect(types).toContain(eventType('chat.ended'));
    expect(reasons(ended)).toEqual([]);
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
  });

  it('of this chat ends it from a gap, after what was missed', () => {
    let isGap = false;
    const { advance, agent, emulator, ended, messages } = chatWithPages((rows, { NextToken }) =>
      isGap && NextToken === undefined
        ? { Transcript: [...rows, row('e', 10 * MINUTE, CHAT_ENDED)] }
        : { Transcript: rows },
    );
    isGap = true;
    emulator.faults.cutSockets();
    agent.say('Goodbye');
    advance(10_000);
    expect(texts(messages.values)).toEqual(['Goodbye']);
    expect(reasons(ended)).toEqual(['ended']);
  });
});

describe("an agent's session", () => {
  it.each([
    ['the customer', 'transferred'],
    ['the system', 'transferred'],
    ['the agent', 'transferred'],
    ['nobody', 'transferred'],
    ['another agent', undefined],
  ])('after a transfer.succeeded that names %s', (named, reason) => {
    const { advance, serves } = agentDesk();
    const { agent, chat, contact } = serves();
    const ended = watch(chat.ended$);
    const from = {
      'the customer': () => contact.customer,
      'the system': () => contact.join({ role: 'SYSTEM' }),
      'the agent': () => agent,
      nobody: () => undefined,
      'another agent': () => contact.join({ displayName: 'Eve' }),
    }[named]!();
    contact.emit('transfer.succeeded', { from });
    advance(MINUTE);
    expect(reasons(ended)).toEqual(reason ? [reason] : []);
  });

  it('does not end with the transfer that brought the contact here', () => {
    const { advance, manager, takes } = agentDesk();
    const first = takes();
    watch(first.chat.connect());
    advance(MINUTE);
    first.contact.transfer({ displayName: 'Eve', announce: false });
    const second = takes({ history: 0 }, first.contact);
    const ended = watch(second.chat.ended$);
    watch(second.chat.connect());
    advance(1_000);
    manager.loses();
    manager.gains();
    advance(MINUTE);
    expect(reasons(ended)).toEqual([]);
  });
});
