import fc from 'fast-check';
import { parseTime } from '../../lib/wire/parseTime.js';

describe('parseTime', () => {
  it('reads every time that the service can write as Date.parse does', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(parseTime(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  it('reads what has digits out of their range as Date.parse does', () => {
    const two = fc.integer({ min: 0, max: 99 }).map((n) => `${n}`.padStart(2, '0'));
    fc.assert(
      fc.property(fc.array(two, { minLength: 7, maxLength: 7 }), ([y, m, d, h, min, s, ms]) => {
        for (const century of ['00', '20']) {
          const text = `${century}${y}-${m}-${d}T${h}:${min}:${s}.0${ms}Z`;
          expect(parseTime(text)).toBe(Date.parse(text));
        }
      }),
    );
  });

  it.each([
    '2026-02-31T00:00:00.000Z',
    '2026-01-01T24:00:00.000Z',
    '2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00.000+02:00',
    '2026-01-01 00:00:00.000Z',
    '2026-01-01T00:00:00.0000Z',
    '2026-01-01',
    '20x6-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00.00xZ',
    'yesterday',
    '',
  ])('makes of %j what Date.parse does', (text) => {
    expect(parseTime(text)).toBe(Date.parse(text));
  });
});
