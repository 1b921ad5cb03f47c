import fc from 'fast-check';
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

describe('what a ledger receives live', () => {
  it('comes to the same as what is received otherwise', () => {
    fc.assert(
      fc.property(fc.array(wireItem, { maxLength: 12 }), (items) => {
        const [live, slow] = [watchedLedger(), watchedLedger()];
        for (const raw of items) {
          const item = decodeItem(structuredClone(raw));
          if (typeof item === 'string') throw new Error(item);
          slow.receive([item], 'live');
          live.receiveLive({ raw, time: item.time.getTime() });
        }
        expect(live.items()).toEqual(slow.items());
        expect(live.arrived).toEqual(slow.arrived);
        expect(live.receipts).toEqual(slow.receipts);
        expect(live.ownReceipts).toEqual(slow.ownReceipts);
        expect(live.updates()).toBe(slow.updates());
      }),
      { numRuns: 1_000 },
    );
  });
});
