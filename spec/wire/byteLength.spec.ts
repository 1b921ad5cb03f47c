import { byteLength } from '../../lib/wire/index.js';

const encoded = (text: string) => new TextEncoder().encode(text).length;

/** Units of each length in UTF-8, with the first and the last of each, and both halves of pairs. */
const UNITS = [
  0x00, 0x41, 0x7f, 0x80, 0xe4, 0x7ff, 0x800, 0x3042, 0xd7ff, 0xd800, 0xd83d, 0xdbff, 0xdc00,
  0xde00, 0xdfff, 0xe000, 0xfffd, 0xffff,
];

describe('byteLength', () => {
  it.each<[string, number]>([
    ['', 0],
    ['hello', 5],
    ['Grüße', 7],
    ['こんにちは', 15],
    ['👋', 4],
    ['👩‍👩‍👧', 18],
    ['\ud83d', 3],
    ['\udc4b', 3],
    ['\udc4b\ud83d', 6],
    ['a\ud83db', 5],
  ])('of %j is %d', (text, bytes) => {
    expect(byteLength(text)).toBe(bytes);
  });

  it('is what TextEncoder makes of any three units', () => {
    for (const a of UNITS) {
      for (const b of UNITS) {
        for (const c of UNITS) {
          const text = String.fromCharCode(a, b, c);
          expect([text, byteLength(text)]).toEqual([text, encoded(text)]);
        }
      }
    }
  });

  it('is found for a long text in the time of a loop', () => {
    expect(byteLength('あ'.repeat(1_000_000))).toBe(3_000_000);
  });
});
