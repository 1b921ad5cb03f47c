import fc from 'fast-check';
import type { Origin } from '../../lib/inbox/entries.js';
import { type ChatItem, type ChatMessage, eventType } from '../../lib/wire/index.js';
import { EPOCH_MS, eventItem, itemOf, lastPiece, messageItem, piece } from '../support/items.js';
import { SELF, watchedLedger, type WatchedLedger } from './support/watchedLedger.js';

const ids = (items: readonly ChatItem[]) => items.map(({ id }) => id);
const own = (id: string, content: string, at = 0): ChatMessage =>
  messageItem(id, { from: SELF, role: 'CUSTOMER', content, at });
const draft = (clientToken: string, content: string): ChatMessage => ({
  ...own(clientToken, content),
  status: 'sending',
  clientToken,
  raw: {},
});
const timeAt = (at: number) => new Date(EPOCH_MS + at);

describe('a ledger of others’ items', () => {
  it.each(['live', 'gap'] as const)(
    'takes a %s item into the transcript and tells of it',
    (origin) => {
      const ledger = watchedLedger();
      ledger.take([messageItem('a'), eventItem('b', 'participant.joined', { at: 1 })], origin);

      expect(ids(ledger.items())).toEqual(['a', 'b']);
      expect(ids(ledger.published)).toEqual(['a', 'b']);
      expect(ledger.updates()).toBe(1);
    },
  );

  it.each(['history', 'older'] as const)('takes %s items without telling of them', (origin) => {
    const ledger = watchedLedger();
    ledger.take([messageItem('a'), messageItem('b', { at: 1 })], origin);

    expect(ids(ledger.items())).toEqual(['a', 'b']);
    expect(ledger.published).toEqual([]);
  });

  it('takes nothing that is of an earlier contact for new', () => {
    const ledger = watchedLedger();
    const past = (id: string, at: number) =>
      messageItem(id, { at, wire: { RelatedContactId: 'earlier' } });
    ledger.take([past('a', 0), past('b', 0), messageItem('c', { at: 0 })], 'gap');

    expect(ids(ledger.items())).toEqual(['a', 'b', 'c']);
    expect(ids(ledger.published)).toEqual(['c']);
  });

  it('says nothing at all of a second copy', () => {
    const ledger = watchedLedger();
    ledger.take([messageItem('a')], 'live');
    ledger.take([messageItem('a')], 'live');
    ledger.take([messageItem('a')], 'gap');
    ledger.take([messageItem('a')], 'older');

    expect(ledger.updates()).toBe(1);
  });

  it('says nothing of no items', () => {
    const ledger = watchedLedger();
    ledger.take([], 'live');

    expect(ledger.updates()).toBe(0);
  });

  it('tells once of an item of the history that the socket brings as well', () => {
    const ledger = watchedLedger();
    const item = messageItem('a');
    ledger.take([item], 'history');
    ledger.take([item], 'live');
    ledger.take([item], 'live');

    expect(ids(ledger.items())).toEqual(['a']);
    expect(ids(ledger.published)).toEqual(['a']);
  });

  it('does not take for news what a gap has in common with the history', () => {
    const ledger = watchedLedger();
    ledger.take([messageItem('a')], 'history');
    ledger.take([messageItem('a'), messageItem('b', { at: 1 })], 'gap');

    expect(ids(ledger.published)).toEqual(['b']);
  });

  it('orders by time, then by arrival', () => {
    const ledger = watchedLedger();
    ledger.take([messageItem('c', { at: 5 })], 'live');
    ledger.take([messageItem('a', { at: 1 })], 'live');
    ledger.take([messageItem('d', { at: 5 })], 'live');

    expect(ids(ledger.items())).toEqual(['a', 'c', 'd']);
  });

  it('puts older items before what is known at the same time, in their order', () => {
    const ledger = watchedLedger();
    ledger.take([messageItem('e'), messageItem('f')], 'history');
    ledger.take([messageItem('c'), messageItem('d')], 'older');
    ledger.take([messageItem('a'), messageItem('b')], 'older');
    ledger.take([messageItem('g')], 'live');

    expect(ids(ledger.items())).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('takes what a later copy says of the scan of a file or the processing of a text, and tells of it no more', () => {
    const ledger = watchedLedger();
    const withFile = (Status: string) =>
      itemOf({
        ...messageItem('a').raw,
        Type: 'ATTACHMENT',
        Attachments: [{ AttachmentId: 'file', Status }],
      });
    const processed = (MessageProcessingStatus: string) =>
      messageItem('b', { wire: { MessageMetadata: { MessageProcessingStatus } } });
    ledger.take([withFile('IN_PROGRESS'), processed('PROCESSING')], 'live');
    ledger.take([withFile('APPROVED'), processed('REJECTED')], 'live');

    const [a, b] = ledger.items();
    expect(a?.attachments).toMatchObject([{ status: 'APPROVED' }]);
    expect(b?.raw.MessageMetadata?.MessageProcessingStatus).toBe('REJECTED');
    expect(ids(ledger.published)).toEqual(['a', 'b']);
  });

  it('leaves an event as it was first', () => {
    const ledger = watchedLedger();
    const joined = eventItem('a', 'participant.joined');
    ledger.take([joined], 'live');
    ledger.take([eventItem('a', 'participant.left', { at: 9 })], 'live');

    expect(ledger.items()).toEqual([joined]);
    expect(ledger.updates()).toBe(1);
  });
});

describe('a ledger of passing items', () => {
  const typing = (id: string) => eventItem(id, 'typing');
  const receipt = (messageId: string, ReadTimestamp: string) =>
    itemOf({
      Type: 'MESSAGEMETADATA',
      MessageMetadata: { MessageId: messageId, Receipts: [{ ReadTimestamp }] },
    });

  it('tells of them and keeps none', () => {
    const ledger = watchedLedger();
    ledger.take([typing('t'), receipt('m', '1')], 'live');
    ledger.take([eventItem('r', 'message.read')], 'gap');

    expect(ledger.items()).toEqual([]);
    expect(ids(ledger.published)).toEqual(['t', expect.stringMatching(/^no-id-/), 'r']);
  });

  it.each(['history', 'older'] as const)('does not tell of those in %s', (origin) => {
    const ledger = watchedLedger();
    ledger.take([typing('t'), receipt('m', '1')], origin);

    expect(ledger.updates()).toBe(0);
  });

  it('tells of each once, by its id, or a receipt by what it says', () => {
    const ledger = watchedLedger();
    ledger.take([typing('t'), typing('t'), receipt('m', '1'), receipt('m', '1')], 'live');
    ledger.take([typing('u'), receipt('m', '2'), receipt('n', '1')], 'live');

    expect(ledger.published).toHaveLength(5);
  });

  it('tells of each that has neither id nor time, since they cannot be told apart', () => {
    const ledger = watchedLedger();
    const bare = itemOf({ Type: 'EVENT', ContentType: eventType('typing'), ParticipantId: 'bea' });
    ledger.take([bare, bare], 'live');

    expect(ledger.published).toHaveLength(2);
  });

  it('tells once of those that have a time and no id', () => {
    const ledger = watchedLedger();
    ledger.take([typing(''), typing('')], 'live');

    expect(ledger.published).toHaveLength(1);
  });
});

describe('a ledger of own messages', () => {
  it('has a message in the transcript at once, behind everything', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'first'));
    ledger.sending(draft('t2', 'second'));
    ledger.take([messageItem('a', { at: 1e9 })], 'live');

    expect(ledger.items()).toMatchObject([
      { id: 'a' },
      { id: 't1', status: 'sending' },
      { id: 't2', status: 'sending' },
    ]);
    expect(ids(ledger.published)).toEqual(['a']);
  });

  it('gives it its id, time and place when the service has taken it', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.take([messageItem('b', { at: 20 })], 'live');
    ledger.sent('t1', 'm1', timeAt(10));

    const [message] = ledger.items();
    expect(ids(ledger.items())).toEqual(['m1', 'b']);
    expect(message).toMatchObject({
      content: 'hello',
      status: 'sent',
      clientToken: 't1',
      time: timeAt(10),
    });
    expect(ids(ledger.published)).toEqual(['b']); // until the service gives it back
  });

  it('tells of it when the service gives it back, in the service’s form', () => {
    const ledger = watchedLedger();
    const copy = own('m1', 'hello', 10);
    ledger.sending(draft('t1', 'hello'));
    ledger.sent('t1', 'm1', timeAt(10));
    ledger.take([copy], 'live');
    ledger.take([copy], 'gap');

    const expected = { ...copy, status: 'sent', clientToken: 't1' };
    expect(ledger.items()).toEqual([expected]);
    expect(ledger.published).toEqual([expected]);
  });

  it('knows it by its content where the service gives it back before it answers', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.requested('t1');
    ledger.take([own('m1', 'hello', 10)], 'live');
    ledger.sent('t1', 'm1', timeAt(10));

    expect(ledger.items()).toMatchObject([{ id: 'm1', status: 'sent', clientToken: 't1' }]);
    expect(ledger.published).toMatchObject([{ id: 'm1', status: 'sent', clientToken: 't1' }]);
  });

  it('does not take for it what this participant sent elsewhere', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.requested('t1');
    ledger.take([own('m0', 'from another page', 5)], 'live');

    expect(ledger.items()).toMatchObject([
      { id: 'm0', status: 'sent' },
      { id: 't1', status: 'sending' },
    ]);
    expect((ledger.items()[0] as ChatMessage).clientToken).toBeUndefined();
  });

  it('does not take for it what came before it had left', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.take([own('m0', 'hello', 5)], 'live'); // from another page

    expect(ledger.items()).toMatchObject([
      { id: 'm0', status: 'sent' },
      { id: 't1', status: 'sending' },
    ]);
  });

  it('takes one that was given up for sent after all where the service gives it back', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.requested('t1');
    ledger.failed('t1', new Error('no answer'));
    ledger.take([own('m1', 'hello', 10)], 'gap');

    expect(ledger.items()).toMatchObject([{ id: 'm1', status: 'sent', clientToken: 't1' }]);
    expect(ledger.items()[0]).not.toHaveProperty('error');
  });

  it('does not take for it what another participant says in the same words', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.requested('t1');
    ledger.take([messageItem('a', { content: 'hello' })], 'live');

    expect(ids(ledger.items())).toEqual(['a', 't1']);
    expect(ledger.items()[0]?.status).toBeUndefined();
  });

  it('tells two in the same words apart, by their turn', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.sending(draft('t2', 'hello'));
    ledger.requested('t1');
    ledger.take([own('m1', 'hello', 10)], 'live');
    ledger.sent('t1', 'm1', timeAt(10));
    ledger.requested('t2');
    ledger.take([own('m2', 'hello', 20)], 'live');
    ledger.sent('t2', 'm2', timeAt(20));

    expect(ledger.items()).toMatchObject([
      { id: 'm1', clientToken: 't1' },
      { id: 'm2', clientToken: 't2' },
    ]);
  });

  it('keeps one that is given up where that happened', () => {
    const ledger = watchedLedger();
    const error = new Error('refused');
    ledger.take([messageItem('a', { at: 10 })], 'live');
    ledger.sending(draft('t1', 'hello'));
    ledger.failed('t1', error);
    ledger.take([messageItem('b', { at: 20 })], 'live');

    expect(ids(ledger.items())).toEqual(['a', 't1', 'b']);
    expect(ledger.items()[1]).toMatchObject({ status: 'failed', error, content: 'hello' });
  });

  it('has one that is tried again once, on its way', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.failed('t1', new Error('refused'));
    ledger.sending(draft('t1', 'hello'));

    expect(ledger.items()).toMatchObject([{ id: 't1', status: 'sending' }]);

    ledger.sent('t1', 'm1', timeAt(10));
    expect(ledger.items()).toMatchObject([{ id: 'm1', status: 'sent' }]);
  });

  it('forgets one that is taken back', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.withdrawn('t1');
    ledger.withdrawn('t1');

    expect(ledger.items()).toEqual([]);
    expect(ledger.updates()).toBe(2);
  });

  it('has one that is tried again fail as before where it is taken back', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.failed('t1', new Error('refused'));
    const before = ledger.items();
    expect(ledger.failure('t1')).toBe(before[0]);
    ledger.sending(draft('t1', 'hello'));
    expect(ledger.failure('t1')).toBeUndefined();
    ledger.withdrawn('t1');

    expect(ledger.items()).toEqual(before);
    expect(ledger.failure('t1')).toBe(before[0]);
  });

  it('knows one again that is tried again, and that the service has had since the first try', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.requested('t1');
    ledger.failed('t1', new Error('no answer'));
    ledger.sending(draft('t1', 'hello'));
    ledger.take([own('m1', 'hello', 10)], 'gap');

    expect(ledger.items()).toMatchObject([{ id: 'm1', status: 'sent', clientToken: 't1' }]);
  });

  it('does not give up what the service has given back, and says what that was', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));
    ledger.requested('t1');
    ledger.take([own('m1', 'hello', 10)], 'live');
    expect(ledger.failed('t1', new Error('no answer'))).toMatchObject({
      id: 'm1',
      time: timeAt(10),
      status: 'sent',
    });
    ledger.withdrawn('t1');

    expect(ledger.items()).toMatchObject([{ id: 'm1', status: 'sent' }]);
  });

  it('says nothing of what it gives up', () => {
    const ledger = watchedLedger();
    ledger.sending(draft('t1', 'hello'));

    expect(ledger.failed('t1', new Error('refused'))).toBeUndefined();
    expect(ledger.failed('t2', new Error('unknown'))).toBeUndefined();
  });

  it('has a status for every own message, whoever sent it, and for no other', () => {
    const ledger = watchedLedger();
    ledger.take([own('m1', 'before', 1), messageItem('a', { at: 2 })], 'history');
    ledger.take([own('m0', 'long ago', 0)], 'older');

    expect(ledger.items().map(({ id, status }) => [id, status])).toEqual([
      ['m0', 'sent'],
      ['m1', 'sent'],
      ['a', undefined],
    ]);
  });

  it('has one message once, however answer, socket and transcript bring it', () => {
    const copy = own('m1', 'hello', 10);
    const happenings: Record<string, (ledger: WatchedLedger) => void> = {
      answer: (ledger) => {
        ledger.sent('t1', 'm1', timeAt(10));
      },
      live: (ledger) => {
        ledger.take([copy], 'live');
      },
      gap: (ledger) => {
        ledger.take([copy], 'gap');
      },
      older: (ledger) => {
        ledger.take([copy], 'older');
      },
      other: (ledger) => {
        ledger.take([messageItem('a', { at: 5 })], 'live');
      },
    };
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...Object.keys(happenings)), { maxLength: 8 }),
        fc.constantFrom('answer', 'live', 'gap'),
        (order, atLeast) => {
          const ledger = watchedLedger();
          ledger.sending(draft('t1', 'hello'));
          ledger.requested('t1');
          for (const name of [...order, atLeast, 'answer']) happenings[name]?.(ledger);

          const mine = ledger.items().filter(({ participant }) => participant.id === SELF);
          expect(mine).toMatchObject([{ id: 'm1', status: 'sent', clientToken: 't1' }]);
          const told = ledger.published.filter(({ id }) => id === 'm1');
          const wasBrought = [...order, atLeast].some((name) => name === 'live' || name === 'gap');
          expect(told.length).toBeLessThanOrEqual(1);
          if (wasBrought && !order.includes('older')) expect(told).toHaveLength(1);
        },
      ),
    );
  });
});

describe('a ledger of streamed messages', () => {
  const first = piece('s', 1, 'Hel', { at: 10 });
  const second = piece('s', 2, 'lo', { at: 20 });
  const last = lastPiece('s', 3, 'Hello.', { at: 30 });

  it('shows it grow at its place, and tells of it when it is complete', () => {
    const ledger = watchedLedger();
    ledger.take([first], 'live');
    ledger.take([messageItem('a', { at: 15 })], 'live');
    expect(ledger.items()[0]).toMatchObject({ content: 'Hel', partial: true });

    ledger.take([second], 'live');
    expect(ledger.items()[0]).toMatchObject({ content: 'Hello', partial: true });
    expect(ids(ledger.published)).toEqual(['a']);

    ledger.take([last], 'live');
    expect(ids(ledger.items())).toEqual(['s', 'a']);
    expect(ledger.items()[0]).toMatchObject({ content: 'Hello.', time: first.time });
    expect(ledger.items()[0]).not.toHaveProperty('partial');
    expect(ledger.published).toMatchObject([{ id: 'a' }, { id: 's', content: 'Hello.' }]);
  });

  it('waits for the first piece', () => {
    const ledger = watchedLedger();
    ledger.take([second], 'live');

    expect(ledger.updates()).toBe(0);
  });

  it('tells of one that the transcript completes after a gap', () => {
    const ledger = watchedLedger();
    ledger.take([first], 'live');
    ledger.take([messageItem('s', { content: 'Hello.', at: 10 })], 'gap');

    expect(ledger.items()).toMatchObject([{ id: 's', content: 'Hello.' }]);
    expect(ledger.items()[0]).not.toHaveProperty('partial');
    expect(ledger.published).toMatchObject([{ id: 's', content: 'Hello.' }]);
  });

  it('says whether a message is known and needs no further piece', () => {
    const ledger = watchedLedger();
    expect(ledger.isWhole('s')).toBe(false);
    ledger.take([first], 'live');
    expect(ledger.isWhole('s')).toBe(false);
    ledger.take([last, eventItem('j', 'participant.joined')], 'live');
    expect(ledger.isWhole('s')).toBe(true);
    expect(ledger.isWhole('j')).toBe(true);
  });

  it('ends complete and told once, in whatever order the pieces come and however often', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom(first, second, last), fc.constantFrom<Origin>('live', 'gap')),
        ),
        (deliveries) => {
          const ledger = watchedLedger();
          for (const [item, origin] of deliveries) ledger.take([item], origin);
          ledger.take([last], 'live');

          expect(ledger.items()).toMatchObject([{ id: 's', content: 'Hello.' }]);
          expect(ledger.items()[0]).not.toHaveProperty('partial');
          expect(ledger.published).toMatchObject([{ id: 's', content: 'Hello.' }]);
        },
      ),
    );
  });
});

describe('a ledger', () => {
  const origins = ['live', 'gap', 'history', 'older'] as const;

  it('has each item once and in order, and tells of each at most once, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom(...origins), fc.uniqueArray(fc.nat(15), { maxLength: 6 })),
        ),
        (deliveries) => {
          const ledger = watchedLedger();
          const known = new Set<string>();
          const live = new Set<string>();
          for (const [origin, numbers] of deliveries) {
            const items = numbers
              .sort((a, b) => a - b)
              .map((n) => messageItem(`id-${n}`, { at: Math.floor(n / 3) }));
            items.forEach(({ id }) => {
              if (origin === 'live' && !known.has(id)) live.add(id);
              known.add(id);
            });
            ledger.take(items, origin);
          }

          expect(new Set(ids(ledger.items()))).toEqual(known);
          expect(ledger.items()).toHaveLength(known.size);
          const times = ledger.items().map(({ time }) => time.getTime());
          expect(times).toEqual([...times].sort((a, b) => a - b));
          expect(new Set(ids(ledger.published)).size).toBe(ledger.published.length);
          for (const id of live) expect(ids(ledger.published)).toContain(id);
        },
      ),
    );
  });
});
