import {
  type ChatItem,
  decodeItem,
  eventType,
  isServiceId,
  type WireItem,
} from '../../lib/wire/index.js';
import { EPOCH_MS, itemOf, messageItem } from '../support/items.js';
import { SELF, watchedLedger } from './support/watchedLedger.js';

const timeAt = (at: number) => new Date(EPOCH_MS + at).toISOString();
const ids = (items: readonly ChatItem[]) => items.map(({ id }) => id);
const contents = (items: readonly ChatItem[]) => items.map(({ content }) => content);

/** An item as it came at `at` milliseconds: what does not say when it was sent takes that time. */
function received(raw: WireItem, at: number): ChatItem {
  const item = decodeItem(raw, EPOCH_MS + at);
  if (typeof item === 'string') throw new Error(item);
  return item;
}

const OK: WireItem = {
  Type: 'MESSAGE',
  Content: 'ok',
  ParticipantId: 'bea',
  ParticipantRole: 'AGENT',
};
const row = (Id: string, at: number, item: WireItem = OK): WireItem => ({
  ...item,
  Id,
  AbsoluteTime: timeAt(at),
  ContentType: item.ContentType ?? 'text/plain',
  DisplayName: 'Bea',
});

/** Each frame, by the fields that it lacks; it came 300 ms after it was sent. */
const FRAMES: readonly (readonly [lacks: string, frame: WireItem])[] = [
  ['Id', { ...row('', 1_000), Id: undefined }],
  [
    'Id, and null for the rest',
    { ...OK, Id: null, AbsoluteTime: timeAt(1_000), MessageMetadata: null },
  ],
  ['Id and AbsoluteTime', { ...OK, ContentType: 'text/plain' }],
  ['Id, AbsoluteTime and Type', { Content: 'ok', ParticipantId: 'bea' }],
  ['Id, AbsoluteTime and who it is from', { Type: 'MESSAGE', Content: 'ok' }],
];

describe.each(FRAMES)('an item that lacks %s', (_lacks, frame) => {
  const live = received(frame, 1_300);

  it('is one item, though it comes twice', () => {
    const ledger = watchedLedger();
    ledger.take([live], 'live');
    ledger.take([received(structuredClone(frame), 1_400)], 'live');

    expect(contents(ledger.published)).toEqual(['ok']);
    expect(isServiceId(ledger.items()[0]?.id ?? '')).toBe(false);
  });

  it('is recognised after a reload', () => {
    const ledger = watchedLedger();
    ledger.restore([{ item: live, isUnpublished: false }]);
    ledger.take([received(row('1', 1_000), 0)], 'gap');

    expect(ids(ledger.items())).toEqual(['1']);
    expect(ledger.published).toEqual([]);
  });

  it('is the one that the transcript has with an id, and takes that', () => {
    const ledger = watchedLedger();
    ledger.take([live], 'live');
    ledger.take([itemOf(row('m0', 0)), itemOf(row('m1', 1_000))].slice(1), 'gap');

    expect(contents(ledger.published)).toEqual(['ok']);
    expect(ids(ledger.items())).toEqual(['m1']);
    expect(ledger.items()[0]).toMatchObject({ time: new Date(EPOCH_MS + 1_000) });
    expect(ledger.items()[0]).toMatchObject({ participant: { id: 'bea', role: 'AGENT' } });
    expect(ledger.item(live.id)?.id).toBe('m1');
    ledger.take([received(frame, 1_500)], 'live');
    ledger.take([itemOf(row('m1', 1_000))], 'gap');
    expect(ledger.published).toHaveLength(1);
  });

  it('is the one that the transcript has brought before, with an id', () => {
    const ledger = watchedLedger();
    ledger.take([itemOf(row('m1', 1_000))], 'gap');
    ledger.take([live], 'live');
    ledger.take([live], 'live');

    expect(ids(ledger.published)).toEqual(['m1']);
    expect(ids(ledger.items())).toEqual(['m1']);
  });

  it('is the one that the transcript has without an id as well', () => {
    const ledger = watchedLedger();
    const nulls = { Id: null, Attachments: null, MessageMetadata: null, RelatedContactId: null };
    ledger.take([live], 'live');
    ledger.take([received({ ...frame, ...nulls }, 90_000)], 'gap');

    expect(contents(ledger.published)).toEqual(['ok']);
    expect(ledger.items()).toHaveLength(1);
  });

  it('is not another item of the same words', () => {
    const ledger = watchedLedger();
    ledger.take([live], 'live');
    ledger.take([itemOf(row('m2', 60_000))], 'live');
    expect(ledger.published).toHaveLength(2);

    ledger.take([itemOf(row('m1', 1_000)), itemOf(row('m2', 60_000))], 'gap');
    expect(ledger.published).toHaveLength(2);
    expect(ids(ledger.items())).toEqual(['m1', 'm2']);
  });
});

describe('an item with neither Id nor AbsoluteTime', () => {
  const bare = (at: number, raw = OK) => received(raw, at);

  it('is taken for a copy of one that said the same within 10 s, and after that for a new one', () => {
    const ledger = watchedLedger();
    ledger.take([bare(0)], 'live');
    ledger.take([bare(10_000)], 'live');
    expect(ledger.published).toHaveLength(1);

    ledger.take([bare(10_001)], 'live');
    ledger.take([bare(10_002)], 'live');
    ledger.take([bare(60_000)], 'live');
    expect(new Set(ids(ledger.published)).size).toBe(3);

    const rows = [0, 10_001, 60_000].map((at, n) => itemOf(row(`m${n}`, at)));
    ledger.take(rows, 'gap');
    ledger.take(rows, 'gap');
    expect(ledger.published).toHaveLength(3);
    expect(ids(ledger.items())).toEqual(['m0', 'm1', 'm2']);
  });

  it('is told of each time that it happens, if it is an event', () => {
    const ledger = watchedLedger();
    const event = (name: 'participant.idle' | 'participant.returned', at: number) =>
      bare(at, { Type: 'EVENT', ContentType: eventType(name), ParticipantId: 'bea' });
    ledger.take([event('participant.idle', 0)], 'live');
    ledger.take([event('participant.returned', 60_000)], 'live');
    ledger.take([event('participant.idle', 90_000)], 'live');

    expect(ledger.published).toHaveLength(3);
  });

  it('gets from the transcript who it is from', () => {
    const ledger = watchedLedger();
    const joined = { Type: 'EVENT', ContentType: eventType('participant.joined') };
    ledger.take([bare(0, joined)], 'live');
    ledger.take([itemOf(row('j1', 100, { ...joined, ParticipantId: 'bea' }))], 'gap');

    expect(ledger.items()).toMatchObject([{ id: 'j1', participant: { id: 'bea' } }]);
    expect(ledger.published).toHaveLength(1);
  });

  it('keeps its receipts when it gets its id, and those that came for that id before', () => {
    const ledger = watchedLedger();
    const own = { ...OK, ParticipantId: SELF };
    const receiptFor = (MessageId: string, RecipientParticipantId: string) =>
      itemOf({
        Type: 'MESSAGEMETADATA',
        MessageMetadata: {
          MessageId,
          Receipts: [{ RecipientParticipantId, ReadTimestamp: timeAt(2_000) }],
        },
      });
    ledger.take([bare(0, own)], 'live');
    ledger.take([receiptFor('m1', 'bea')], 'live');
    ledger.take([itemOf(row('m1', 100, own))], 'gap');
    ledger.take([receiptFor('m1', 'cid')], 'live');

    expect(ledger.items()).toMatchObject([
      { id: 'm1', status: 'read', readBy: [{ participantId: 'bea' }, { participantId: 'cid' }] },
    ]);
    expect(ledger.receipts).toHaveLength(2);
  });

  it('is as many items as came, in whatever order socket and transcript bring them', () => {
    const ledger = watchedLedger();
    const count = 200;
    for (let n = 0; n < count; n++) ledger.take([bare(n, { ...OK, Content: `${n}` })], 'live');
    const rows = Array.from({ length: count }, (_, n) =>
      itemOf(row(`m${n}`, n, { ...OK, Content: `${n}` })),
    );
    ledger.take(rows, 'gap');

    expect(ledger.published).toHaveLength(count);
    expect(ids(ledger.items())).toEqual(ids(rows));
  });
});

describe('an own message whose copy on the socket lacks', () => {
  const draft = (clientToken: string) => ({
    ...messageItem(clientToken, { from: SELF, role: 'CUSTOMER', content: 'hi', at: 0 }),
    status: 'sending' as const,
    clientToken,
    raw: {},
  });
  const echo = (wire: WireItem) => received({ Type: 'MESSAGE', Content: 'hi', ...wire }, 200);

  describe.each<[string, WireItem]>([
    ['its id', { AbsoluteTime: timeAt(100), ParticipantId: SELF }],
    ['its id and time', { ParticipantId: SELF }],
    ['who it is from', { Id: 'm1', AbsoluteTime: timeAt(100) }],
    ['who it is from, but not the role', { Id: 'm1', ParticipantRole: 'CUSTOMER' }],
    ['everything', {}],
  ])('%s', (_lacks, wire) => {
    it.each(['before', 'after'])('is one message, if it comes %s the answer', (order) => {
      const ledger = watchedLedger();
      ledger.sending(draft('t1'));
      ledger.requested('t1');
      if (order === 'before') ledger.take([echo(wire)], 'live');
      ledger.sent('t1', 'm1', new Date(EPOCH_MS + 100));
      if (order === 'after') ledger.take([echo(wire)], 'live');
      ledger.take([itemOf(row('m1', 100, { ...OK, Content: 'hi', ParticipantId: SELF }))], 'gap');

      expect(ledger.items()).toMatchObject([
        { id: 'm1', status: 'sent', clientToken: 't1', participant: { id: SELF } },
      ]);
      expect(ledger.items()[0]?.time).toEqual(new Date(EPOCH_MS + 100));
      expect(ledger.published).toHaveLength(1);
      expect(ledger.published).toMatchObject([{ clientToken: 't1', participant: { id: SELF } }]);
    });
  });

  it('its role is another’s, if that says another role', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1'));
    ledger.requested('t1');
    ledger.take([echo({ Id: 'm7', ParticipantRole: 'AGENT' })], 'live');

    expect(ledger.items()).toMatchObject([{ id: 'm7' }, { id: 't1', status: 'sending' }]);
  });

  it('its id is no other message, if all answers to it were lost', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1'));
    ledger.requested('t1');
    ledger.take([echo({ ParticipantId: SELF })], 'live');

    expect(ledger.failed('t1', new Error('no answer'))).toMatchObject({ content: 'hi' });
    expect(ledger.items()).toHaveLength(1);
  });
});

describe('a later copy that says less', () => {
  it('takes nothing away', () => {
    const ledger = watchedLedger();
    const file = { AttachmentId: 'a1', AttachmentName: 'a.png', ContentType: 'image/png' };
    const item = { Type: 'ATTACHMENT', ParticipantId: 'bea', ParticipantRole: 'AGENT' };
    ledger.take(
      [itemOf(row('f1', 0, { ...item, Attachments: [{ ...file, Status: 'IN_PROGRESS' }] }))],
      'live',
    );
    ledger.take(
      [
        received(
          {
            Id: 'f1',
            Type: 'ATTACHMENT',
            Attachments: [{ AttachmentId: 'a1', Status: 'REJECTED' }],
          },
          5_000,
        ),
      ],
      'gap',
    );
    ledger.take([received({ Id: 'f1', Type: 'MESSAGE', ContentType: 'image/png' }, 6_000)], 'gap');

    expect(ledger.items()).toMatchObject([
      {
        time: new Date(EPOCH_MS),
        participant: { id: 'bea', role: 'AGENT', displayName: 'Bea' },
        attachments: [{ id: 'a1', name: 'a.png', contentType: 'image/png', status: 'REJECTED' }],
      },
    ]);
  });

  it('may say that a message was redacted to nothing', () => {
    const ledger = watchedLedger();
    ledger.take([itemOf(row('m1', 0))], 'live');
    ledger.take([itemOf({ ...row('m1', 0), Content: '' })], 'gap');

    expect(contents(ledger.items())).toEqual(['']);
  });
});
