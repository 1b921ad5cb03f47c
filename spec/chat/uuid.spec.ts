import fc from 'fast-check';
import { uuid } from '../../lib/chat/uuid.js';

describe('uuid', () => {
  it('is a UUID of version 4, whatever chance says', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        fc.nat(),
        (chance, serial) => {
          const random = () => chance.next().value ?? 0;

          expect(uuid(random, serial)).toMatch(
            /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
          );
        },
      ),
    );
  });

  it('is made by chance alone and by its serial', () => {
    const half = () => 0.5;

    expect(uuid(half, 1)).toBe(uuid(half, 1));
    expect(uuid(half, 1)).not.toBe(uuid(() => 0.9, 1));
  });

  it('differs by its serial where chance always falls the same way', () => {
    const zero = () => 0;
    const made = Array.from({ length: 1_000 }, (_, serial) => uuid(zero, serial));

    expect(new Set(made).size).toBe(1_000);
  });
});
