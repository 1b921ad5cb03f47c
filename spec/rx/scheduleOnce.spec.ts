import { Subscription } from 'rxjs';
import { scheduleOnce } from '../../lib/rx/index.js';
import { VirtualClock } from '../support/virtualClock.js';

describe('scheduleOnce', () => {
  it('runs once, after the delay', () => {
    const clock = new VirtualClock();
    const work = jest.fn();
    scheduleOnce(10, clock, work);
    clock.advance(9);
    expect(work).not.toHaveBeenCalled();

    clock.advance(100);
    expect(work).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });

  it('does not run after it is unsubscribed, and leaves no timer', () => {
    const clock = new VirtualClock();
    const work = jest.fn();
    scheduleOnce(10, clock, work).unsubscribe();
    clock.advance(100);

    expect(work).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('is removed from the subscription it was added to, after it has run', () => {
    const clock = new VirtualClock();
    const parent = new Subscription();
    const remove = jest.spyOn(parent, 'remove');
    const task = scheduleOnce(10, clock, () => undefined);
    parent.add(task);
    clock.advance(10);

    expect(task.closed).toBe(true);
    expect(remove).toHaveBeenCalledWith(task);
  });
});
