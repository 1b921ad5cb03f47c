import { browserNetwork$ } from '../../lib/connection/network.js';

describe('browserNetwork$', () => {
  it('emits true if there is no page, as in Node', () => {
    const seen: boolean[] = [];
    browserNetwork$.subscribe((value) => seen.push(value)).unsubscribe();

    expect(seen).toEqual([true]);
  });
});
