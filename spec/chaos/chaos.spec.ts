import { found } from './found.js';
import { expectRight, properties, reportOf } from './properties.js';

/** The same for everybody's `npm test`. */
const SAME_SEED = 1;
/** Others each time; `npm test` says which. */
const freshSeed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 2 ** 31);

describe('a conversation on a bad network', () => {
  it.each(found)('%s', (_, schedule) => {
    expectRight(schedule);
  });
});

describe.each([
  [10_000, 'the same as ever', SAME_SEED],
  [500, 'fresh ones', freshSeed],
])('%d conversations on bad networks (%s, seed %d)', (runs, _, seed) => {
  it.each(Object.entries(properties))(
    '%s',
    (_name, property) => {
      expect(reportOf(property({ runs, seed }))).toBeUndefined();
    },
    3_600_000,
  );
});
