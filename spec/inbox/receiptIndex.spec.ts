import fc from 'fast-check';
import { Entry, type Origin } from '../../lib/inbox/entries.js';
import type { ChatItem, ChatMessage, Receipt } from '../../lib/wire/index.js';
import { EPOCH_MS, itemOf, messageItem } from '../support/items.js';
import { SELF, watchedLedger, type WatchedLedger } from './support/watchedLedger.js';

const isoAt = (at: number) => new Date(EPOCH_MS + at).toISOString();
const own = (id: string, at: number) => messageItem(id, { from: SELF, role: 'CUSTOMER', at });

interface Row {
  readonly by: string;
  readonly read?: number;
  readonly delivered?: number;
}

/** What the service says of receipts; `rows` are of one message. */
const receiptsItem = (messageId: string, ...rows: readonly Row[]) =>
  itemOf({
    Type: 'MESSAGEMETADATA',
    MessageMetadata: {
      MessageId: messageId,
      Receipts: rows.map(({ by, read, delivered }) => ({
        RecipientParticipantId: by,
        ...(read !== undefined && { ReadTimestamp: isoAt(read) }),
        ...(delivered !== undefined && { DeliveredTimestamp: isoAt(delivered) }),
      })),
    },
  });

/** Own messages, with who has read them and when, and who has got them. */
const seen = (ledger: WatchedLedger) =>
  ledger.items().flatMap((item) => {
    const { id, status, readBy = [], deliveredTo = [] } = item as ChatMessage;
    const facts = (recipients: typeof readBy) =>
      recipients.map(({ participantId, time }) => `${participantId} ${time.getTime() - EPOCH_MS}`);
    return item.participant.id === SELF
      ? [{ id, status, readBy: facts(readBy), deliveredTo: facts(deliveredTo) }]
      : [];
  });
const statuses = (ledger: WatchedLedger) => seen(ledger).map(({ id, status }) => `${id} ${status}`);
const told = (receipts: readonly Receipt[]) =>
  receipts.map(({ messageId, participantId, status }) => `${messageId} ${status} ${participantId}`);

describe('receipts for own messages', () => {
  it('say who has got a message and who has read it, and when', () => {
    const ledger = watchedLedger();
    ledger.take([own('a', 1)], 'live');
    ledger.take([receiptsItem('a', { by: 'bea', delivered: 2 })], 'live');
    expect(seen(ledger)).toEqual([
      { id: 'a', status: 'delivered', readBy: [], deliveredTo: ['bea 2'] },
    ]);
    ledger.take([receiptsItem('a', { by: 'bea', read: 3 })], 'live');
    expect(seen(ledger)).toEqual([
      { id: 'a', status: 'read', readBy: ['bea 3'], deliveredTo: ['bea 2'] },
    ]);
    expect(told(ledger.receipts)).toEqual(['a delivered bea', 'a read bea']);
  });

  it('are of each recipient, not of the first alone', () => {
    const ledger = watchedLedger();
    ledger.take([own('a', 1)], 'live');
    const rows = [
      { by: 'bea', delivered: 2 },
      { by: 'sue', delivered: 3, read: 4 },
      { by: SELF, read: 9 },
    ];
    ledger.take([receiptsItem('a', ...rows)], 'live');
    expect(seen(ledger)).toEqual([
      { id: 'a', status: 'read', readBy: ['sue 4'], deliveredTo: ['bea 2', 'sue 3'] },
    ]);
    expect(told(ledger.receipts)).toEqual(['a delivered bea', 'a delivered sue', 'a read sue']);
  });

  it('stand for all own messages before', () => {
    const ledger = watchedLedger();
    ledger.take([own('a', 1), own('b', 2), own('c', 3)], 'live');
    ledger.take([receiptsItem('b', { by: 'bea', read: 9 })], 'live');
    expect(statuses(ledger)).toEqual(['a read', 'b read', 'c sent']);
    expect(told(ledger.receipts)).toEqual(['b read bea']);
  });

  it('stand for those before that come later', () => {
    const ledger = watchedLedger();
    ledger.take([own('c', 3)], 'live');
    ledger.take([receiptsItem('c', { by: 'bea', read: 9 })], 'live');
    ledger.take([own('a', 1)], 'older');
    ledger.take([own('b', 2)], 'gap');
    expect(statuses(ledger)).toEqual(['a read', 'b read', 'c read']);
  });

  it.each<Origin>(['history', 'gap', 'older', 'live'])('come from %s as well', (origin) => {
    const ledger = watchedLedger();
    ledger.take([own('a', 1), receiptsItem('a', { by: 'bea', read: 9 })], origin);
    expect(statuses(ledger)).toEqual(['a read']);
    const isNews = origin === 'live' || origin === 'gap';
    expect(told(ledger.receipts)).toEqual(isNews ? ['a read bea'] : []);
  });

  it('are none for messages that are kept no more', () => {
    const ledger = watchedLedger();
    ledger.take([own('a', 1), own('b', 2)], 'live');
    ledger.forget(new Entry({}, EPOCH_MS + 1, 1, own('a', 1)));
    ledger.take([receiptsItem('b', { by: 'bea', read: 9 })], 'live');
    expect(statuses(ledger)).toEqual(['a sent', 'b read']);
  });

  it('wait for a message that is not known yet, and are told of then', () => {
    const ledger = watchedLedger();
    ledger.take([receiptsItem('a', { by: 'bea', read: 9 })], 'live');
    expect(ledger.receipts).toEqual([]);
    ledger.sending({ ...own('token', 0), status: 'sending', clientToken: 'token' });
    ledger.requested('token');
    ledger.sent('token', 'a', new Date(EPOCH_MS + 1));
    expect(statuses(ledger)).toEqual(['a read']);
    expect(told(ledger.receipts)).toEqual(['a read bea']);
  });

  it('may come with the message itself, as in pages of the transcript', () => {
    const withReceipts = (id: string, at: number, readAt: number) => {
      const { raw } = receiptsItem('of no account', { by: 'bea', read: readAt });
      const { MessageMetadata } = raw;
      const message = own(id, at);
      return { ...message, raw: { ...message.raw, MessageMetadata } } as ChatMessage;
    };
    const ledger = watchedLedger();
    ledger.take([withReceipts('a', 0, 5), own('b', 1)], 'history');
    expect(statuses(ledger)).toEqual(['a read', 'b sent']);
    expect(ledger.receipts).toEqual([]);
    ledger.take([withReceipts('b', 1, 9), withReceipts('b', 1, 9)], 'gap');
    expect(statuses(ledger)).toEqual(['a read', 'b read']);
    expect(told(ledger.receipts)).toEqual(['b read bea']);
  });

  it('stay when the service gives the message back', () => {
    const ledger = watchedLedger();
    ledger.sending({ ...own('token', 0), status: 'sending', clientToken: 'token' });
    ledger.requested('token');
    ledger.sent('token', 'a', new Date(EPOCH_MS + 1));
    ledger.take([receiptsItem('a', { by: 'bea', read: 9 })], 'live');
    ledger.take([own('a', 1)], 'live');
    ledger.take([own('a', 1)], 'older');
    expect(seen(ledger)).toEqual([
      { id: 'a', status: 'read', readBy: ['bea 9'], deliveredTo: ['bea 9'] },
    ]);
  });

  it('are told of once, whatever brings them', () => {
    const ledger = watchedLedger();
    const receipt = receiptsItem('a', { by: 'bea', read: 9 });
    ledger.take([own('a', 1), receipt, receipt], 'live');
    ledger.take([receipt], 'gap');
    expect(told(ledger.receipts)).toEqual(['a read bea']);
    expect(ledger.updates()).toBe(1);
  });

  it('are none where they are for others’ messages, or make no sense', () => {
    const ledger = watchedLedger();
    ledger.take([own('a', 1), messageItem('b', { at: 2 })], 'live');
    const nonsense = [null, 7, {}, { RecipientParticipantId: 'bea' }, { ReadTimestamp: isoAt(1) }];
    for (const Receipts of [nonsense, undefined, 'x'] as never[]) {
      const MessageMetadata = { MessageId: 'a', Receipts };
      ledger.take([itemOf({ Type: 'MESSAGEMETADATA', MessageMetadata })], 'live');
    }
    ledger.take([receiptsItem('b', { by: 'bea', read: 9 })], 'live');
    expect(statuses(ledger)).toEqual(['a sent']);
    expect(ledger.receipts).toEqual([]);
  });

  it('are from when they came where their time cannot be read', () => {
    const ledger = watchedLedger();
    const Receipts = [{ RecipientParticipantId: 'bea', ReadTimestamp: 'yesterday' }];
    const MessageMetadata = { MessageId: 'a', Receipts };
    const AbsoluteTime = isoAt(5);
    ledger.take([own('a', 1)], 'live');
    ledger.take([itemOf({ Type: 'MESSAGEMETADATA', AbsoluteTime, MessageMetadata })], 'live');
    expect(seen(ledger)).toMatchObject([{ status: 'read', readBy: ['bea 5'] }]);
  });

  it('are kept for a thousand unknown messages, the oldest of which go first', () => {
    const ledger = watchedLedger();
    for (let i = 0; i <= 1_000; i++) {
      ledger.take([receiptsItem(`m${i}`, { by: 'bea', read: 9 })], 'live');
    }
    ledger.take([own('m0', 1), own('m1', 0)], 'live');
    expect(statuses(ledger)).toEqual(['m1 read', 'm0 sent']);
  });
});

describe('receipts of this participant', () => {
  it.each<Origin>(['history', 'gap', 'older', 'live'])(
    'are known from %s, with the time of their message',
    (origin) => {
      const ledger = watchedLedger();
      ledger.take([messageItem('b', { at: 2 }), receiptsItem('b', { by: SELF, read: 9 })], origin);
      expect(ledger.ownReceipts.at(-1)).toEqual({
        status: 'read',
        messageId: 'b',
        time: EPOCH_MS + 2,
      });
      expect(ledger.receipts).toEqual([]);
    },
  );

  it('are known again when their message is', () => {
    const ledger = watchedLedger();
    ledger.take([receiptsItem('b', { by: SELF, delivered: 9 })], 'history');
    ledger.take([messageItem('b', { at: 2 })], 'older');
    expect(ledger.ownReceipts).toEqual([
      { status: 'delivered', messageId: 'b', time: undefined },
      { status: 'delivered', messageId: 'b', time: EPOCH_MS + 2 },
    ]);
  });
});

describe('the status of an own message', () => {
  const RANK = ['sending', 'sent', 'delivered', 'read'];
  const MESSAGES = [1, 2, 3, 4];
  const RECIPIENTS = ['bea', 'sue'];

  /** One thing that happens to one message. */
  const step = fc.oneof(
    fc.record({
      kind: fc.constantFrom<'live' | 'gap' | 'history' | 'older'>(
        'live',
        'gap',
        'history',
        'older',
      ),
      message: fc.constantFrom(...MESSAGES),
    }),
    fc.record({ kind: fc.constant('answer' as const), message: fc.constantFrom(...MESSAGES) }),
    fc.record({
      kind: fc.constantFrom<'read' | 'delivered'>('read', 'delivered'),
      message: fc.constantFrom(...MESSAGES),
      by: fc.constantFrom(...RECIPIENTS),
      at: fc.integer({ min: 10, max: 99 }),
      origin: fc.constantFrom<Origin>('live', 'gap', 'history', 'older'),
    }),
  );

  it('never goes back, and the same receipts come to the same, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const ledger = watchedLedger();
        const ranks = new Map<string, number>();
        const check = () => {
          for (const { id, status } of ledger.items()) {
            const rank = RANK.indexOf(status ?? '');
            expect(rank).toBeGreaterThanOrEqual(ranks.get(id) ?? 0);
            ranks.set(id, rank);
          }
        };
        const receive = (items: readonly ChatItem[], origin: Origin) => {
          ledger.take(items, origin);
          check();
        };
        const first = new Map<string, Extract<(typeof steps)[number], { by: string }>>();
        const answered = new Set<number>();

        for (const it of steps) {
          const id = `m${it.message}`;
          if ('by' in it) {
            // The service keeps one receipt of a kind for a message and recipient.
            const { by, kind, at, origin } = it;
            const key = `${kind} ${by} ${id}`;
            if (!first.has(key)) first.set(key, it);
            const time = first.get(key)?.at ?? at;
            receive([receiptsItem(id, { by, [kind]: time })], origin);
          } else if (it.kind !== 'answer') {
            receive([own(id, it.message)], it.kind);
          } else if (!answered.has(it.message)) {
            answered.add(it.message);
            const token = `token ${id}`;
            ledger.sending({
              ...own(token, 0),
              status: 'sending',
              clientToken: token,
              content: id,
            });
            ledger.requested(token);
            ledger.sent(token, id, new Date(EPOCH_MS + it.message));
            check();
          }
        }
        for (const message of MESSAGES) receive([own(`m${message}`, message)], 'gap');

        const earliest = (message: number, by: string, kinds: readonly string[]) =>
          [...first.values()]
            .filter((it) => it.by === by && kinds.includes(it.kind) && it.message >= message)
            .reduce((least, { at }) => Math.min(least, at), Infinity);
        for (const { id, readBy, deliveredTo } of seen(ledger)) {
          const expected = (kinds: readonly string[]) =>
            RECIPIENTS.map((by) => ({ by, at: earliest(Number(id.slice(1)), by, kinds) }))
              .filter(({ at }) => at !== Infinity)
              .sort((a, b) => a.at - b.at || (a.by < b.by ? -1 : 1))
              .map(({ by, at }) => `${by} ${at}`);
          expect({ id, readBy }).toEqual({ id, readBy: expected(['read']) });
          expect({ id, deliveredTo }).toEqual({ id, deliveredTo: expected(['read', 'delivered']) });
        }
      }),
      { numRuns: 300 },
    );
  });
});
