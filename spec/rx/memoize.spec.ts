import { memoize } from '../../lib/rx/index.js';

describe('memoize', () => {
  it('calls the factory at the first call only', () => {
    const make = jest.fn(() => ({}));
    const thing = memoize(make);
    expect(make).not.toHaveBeenCalled();

    expect(thing()).toBe(thing());
    expect(make).toHaveBeenCalledTimes(1);
  });
});
