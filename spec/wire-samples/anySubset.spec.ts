import fc from 'fast-check';
import { createChat, type Metric, type WireItem } from '../../lib/lite.js';
import { watch } from '../chat/support/watch.js';
import { CONTACT, ME, wireChat } from '../support/wireChat.js';
import { samplesOf } from './samples.js';

const EVENT = 'application/vnd.amazonaws.connect.event.';
const OTHER = '20000000-0000-4000-8000-000000000002';
const FULL = {
  Id: 'an-id',
  AbsoluteTime: '2026-01-01T00:00:30.000Z',
  ParticipantId: OTHER,
  ParticipantRole: 'AGENT',
  DisplayName: 'Kim',
  ContactId: CONTACT,
  InitialContactId: CONTACT,
  MessageMetadata: { MessageId: 'an-id', Receipts: [] },
};
const FILE = {
  AttachmentId: 'a1',
  AttachmentName: 'a.png',
  ContentType: 'image/png',
  Status: 'APPROVED',
};

/** One full item of each kind, and where it belongs. */
const KINDS = {
  message: { ...FULL, Type: 'MESSAGE', ContentType: 'text/plain', Content: 'hello' },
  attachment: { ...FULL, Type: 'ATTACHMENT', Attachments: [FILE] },
  joined: { ...FULL, Type: 'EVENT', ContentType: `${EVENT}participant.joined` },
  typing: { ...FULL, Type: 'EVENT', ContentType: `${EVENT}typing` },
  unknown: { ...FULL, Type: 'EVENT', ContentType: `${EVENT}unknown`, Content: '{}' },
  receipts: {
    ...FULL,
    Type: 'MESSAGEMETADATA',
    ContentType: `${EVENT}message.metadata`,
    MessageMetadata: {
      MessageId: 'another',
      Receipts: [{ RecipientParticipantId: OTHER, ReadTimestamp: '2026-01-01T00:00:20.000Z' }],
    },
  },
} satisfies Record<string, WireItem>;

/** An item with some of its fields; the others are left out, or null, or one of `odd`. */
const subset = (item: WireItem, odd: readonly unknown[] = []): fc.Arbitrary<WireItem> => {
  const lacking = [undefined, null, ''];
  const fields = Object.entries(item).map(([name, value]: [string, unknown]) => [
    name,
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(value) },
      { weight: 3, arbitrary: fc.constantFrom<unknown>(...lacking, ...odd) },
    ),
  ]);
  return fc
    .record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>)
    .map((made) => structuredClone(made) as WireItem);
};

const WRONG = [7, true, {}, [], [null], '__proto__'];

/** An item with all that it says, and some of who, when and under which id. */
const withoutSome = ({ Type, ContentType, Content, Attachments, ...rest }: WireItem) =>
  subset({ ...rest, MessageMetadata: undefined }).map((some): WireItem => ({
    ...some,
    Type,
    ContentType,
    Content,
    Attachments,
  }));

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isSaid = (value: unknown) => value !== undefined && value !== null && value !== '';

/** Where an item belongs by the fields that are left of it; `undefined` if it may be refused. */
function belongsTo(item: WireItem): 'messages' | 'events' | undefined {
  const { Id, Type, ContentType, Content, Attachments } = item;
  if (Id === '__proto__') return undefined;
  const hasFile = Array.isArray(Attachments) && Attachments.some(isSaid);
  if (!isText(ContentType) && !isSaid(Content) && !hasFile && Type !== 'MESSAGEMETADATA')
    return undefined;
  if (isText(Type)) return Type === 'MESSAGE' || Type === 'ATTACHMENT' ? 'messages' : 'events';
  if (isText(ContentType) && String(ContentType).startsWith(EVENT)) return 'events';
  return 'messages';
}

const isDrop = ({ type }: Metric) => type === 'bad-frame' || type === 'bad-item';

/** A connected chat with nothing in it, and what it tells. */
function watched() {
  const wire = wireChat({
    create: createChat,
    rows: [{ ...KINDS.message, Id: 'first', AbsoluteTime: '2025-12-31T23:00:00.000Z' }],
  });
  const { chat } = wire;
  const connection = watch(chat.connect());
  wire.advance(1_000);
  const messages = watch(chat.messages$);
  const events = watch(chat.events$);
  const metrics = watch(chat.metrics$);
  const transcript = watch(chat.transcript$);
  return {
    ...wire,
    connection,
    messages,
    events,
    transcript,
    dropped: () => metrics.values.filter(isDrop).length,
  };
}

const anyKind = fc.constantFrom(...Object.values(KINDS)).chain((item) => subset(item, WRONG));

describe('any subset of an item’s fields', () => {
  it('reaches the stream where it belongs, or is counted, when the socket brings it', () => {
    fc.assert(
      fc.property(anyKind, (item) => {
        const { advance, brings, connection, messages, events, dropped, transcript } = watched();
        brings(item);
        advance(1_000);

        const where = belongsTo(item);
        expect(messages.values.length + events.values.length + dropped()).toBe(1);
        if (where === 'messages') expect(messages.values).toHaveLength(1);
        if (where === 'events') expect(events.values).toHaveLength(1);
        for (const { id } of messages.values) {
          expect(transcript.last?.items.map((each) => each.id)).toContain(id);
        }
        expect(connection.ending).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('is one item, if the transcript has it with all its fields, or with some', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom<WireItem>(KINDS.message, KINDS.attachment, KINDS.joined)
          .chain((item) =>
            fc.tuple(withoutSome(item), fc.oneof(fc.constant(item), withoutSome(item))),
          ),
        ([frame, row]) => {
          const { advance, brings, cuts, rows, messages, events, transcript } = watched();
          advance(29_000);
          brings(frame);
          advance(1_000);
          rows.push(row);
          for (let cut = 0; cut < 2; cut++) {
            cuts();
            advance(60_000);
          }

          expect(messages.values.length + events.values.length).toBe(1);
          expect(transcript.last?.items).toHaveLength(2);
          const [, shown] = transcript.last?.items ?? [];
          if (row.Id && row.AbsoluteTime) {
            expect(shown).toMatchObject({ id: row.Id, time: new Date(row.AbsoluteTime) });
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never takes anything from what comes after it, nor the connection', () => {
    const frames = samplesOf('frames-').flatMap(([, { value, sequence }]) =>
      sequence ? [] : [value],
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyKind, fc.constantFrom(...frames), fc.jsonValue()), { maxLength: 8 }),
        (items) => {
          const { advance, brings, connection, messages, chat } = watched();
          const ended = watch(chat.ended$);
          for (const item of items) brings(item);
          brings({ ...KINDS.message, Id: 'last', Content: 'last', ParticipantId: ME });
          advance(1_000);

          if (ended.values.length === 0) {
            expect(messages.values.map(({ content }) => content)).toContain('last');
            expect(connection.ending).toBeUndefined();
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
