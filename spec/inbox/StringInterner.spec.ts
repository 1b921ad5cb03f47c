import fc from 'fast-check';
import { StringInterner } from '../../lib/inbox/StringInterner.js';

const word = fc.constantFrom('a', 'b', '', null, undefined);
const wireItem = fc.record(
  {
    ...{ ParticipantId: word, ContactId: word, InitialContactId: word, DisplayName: word },
    ...{ ContentType: word, Id: word },
  },
  { requiredKeys: [], noNullPrototype: true },
);

describe('StringInterner', () => {
  it('changes nothing that can be told, whatever an item has or lacks', () => {
    fc.assert(
      fc.property(fc.array(wireItem), (items) => {
        const strings = new StringInterner();
        const before = structuredClone(items);
        for (const item of items) strings.intern(item);
        expect(items).toStrictEqual(before);
      }),
    );
  });

  it('remembers so many participants, not more, and goes on without', () => {
    const strings = new StringInterner();
    const items = Array.from({ length: 100 }, (_, n) => ({ ParticipantId: `${n}`, Id: `${n}` }));
    for (const item of [...items, ...items]) strings.intern(item);
    expect(items[99]).toEqual({ ParticipantId: '99', Id: '99' });
  });
});
