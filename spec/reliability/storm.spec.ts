import { randomOf } from '../../bench/reliability/storm/random.js';
import { react } from '../../bench/reliability/storm/reaction.js';
import { CONNECTED_FOR_MS, reactForReal } from './support/realClient.js';

/** The storm on paper reckons with what a client does; here is that it does so. */
describe('a client whose service drops all sockets and is away for a minute', () => {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);

  it('does what `npm run storm` reckons with', () => {
    for (const seed of seeds) {
      const real = reactForReal(60_000, 'sockets', randomOf(seed));
      expect(real).toEqual(react(60_000, -CONNECTED_FOR_MS, randomOf(seed)));
    }
  });

  it('does no more where calls fail as well, and is back within 30 s of the service', () => {
    for (const seed of seeds) {
      const { calls, backAt } = reactForReal(60_000, 'everything', randomOf(seed));
      expect(calls.filter((time) => time < 60_000).length).toBeLessThanOrEqual(13);
      expect(backAt).toBeLessThan(60_000 + 30_000 + 1_000);
    }
  });
});
