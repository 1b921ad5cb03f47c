import fc from 'fast-check';
import { ReceivedItem } from '../../lib/inbox/entries.js';
import { decodeItem, type WireItem } from '../../lib/wire/index.js';
import { SELF, watchedLedger } from './support/watchedLedger.js';

const PREFIX = 'application/vnd.amazonaws.connect.event.';

/** Items that have much in common: few ids, few times, all that makes one more than plain. */
const wireItem: fc.Arbitrary<WireItem> = fc
  .record({
    Id: fc.constantFrom('1', '2', '3', '4'),
    minute: fc.integer({ min: 0, max: 3 }),
    Type: fc.constantFrom(
      'MESSAGE',
      'MESSAGE',
      'MESSAGE',
      'ATTACHMENT',
      'EVENT',
      'MESSAGEMETADATA',
    ),
    ContentType: fc.constantFrom('text/plain', 'text/plain', `${PREFIX}participant.joined`),
    Content: fc.constantFrom('a', 'b', undefined),
    ParticipantId: fc.constantFrom(SELF, 'other', 'other', undefined),
    RelatedContactId: fc.constantFrom(undefined, undefined, undefined, '', 'before'),
    MessageMetadata: fc.constantFrom<WireItem['MessageMetadata']>(
      undefined,
      undefined,
      undefined,
      { MessageCompleted: false, ChunkNumber: 1 },
      { MessageCompleted: false, ChunkNumber: 2 },
      { MessageCompleted: true, ChunkNumber: 3 },
      {
        MessageId: '1',
        Receipts: [
          { RecipientParticipantId: 'other', ReadTimestamp: '2026-01-01T00:09:00.000Z' },
          { RecipientParticipantId: SELF, ReadTimestamp: '2026-01-01T00:09:00.000Z' },
        ],
      },
    ),
  })
  .map(({ minute, ...item }) => ({ ...item, AbsoluteTime: `2026-01-01T00:0${minute}:00.000Z` }));

describe('an item that was received', () => {
  it('has the same effects whether it is read before or only when somebody looks at it', () => {
    fc.assert(
      fc.property(fc.array(wireItem, { maxLength: 12 }), (items) => {
        const [unread, read] = [watchedLedger(), watchedLedger()];
        for (const raw of items) {
          const item = decodeItem(structuredClone(raw));
          if (typeof item === 'string') throw new Error(item);
          read.take([item], 'live');
          unread.receive([new ReceivedItem(raw, item.time.getTime())], 'live');
        }
        expect(unread.items()).toEqual(read.items());
        expect(unread.published).toEqual(read.published);
        expect(unread.receipts).toEqual(read.receipts);
        expect(unread.ownReceipts).toEqual(read.ownReceipts);
        expect(unread.updates()).toBe(read.updates());
      }),
      { numRuns: 1_000 },
    );
  });
});
