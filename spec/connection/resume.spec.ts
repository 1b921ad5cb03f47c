import { browserResume$ } from '../../lib/connection/resume.js';

describe('browserResume$', () => {
  it('neither emits nor completes if there is no page, as in Node', () => {
    const told = jest.fn();
    const subscription = browserResume$.subscribe({ next: told, complete: told, error: told });

    expect(told).not.toHaveBeenCalled();
    expect(subscription.closed).toBe(false);
    subscription.unsubscribe();
  });
});
