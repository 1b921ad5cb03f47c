import { Subscription } from 'rxjs';
import { after } from '../../lib/rx/index.js';
import { VirtualClock } from '../support/virtualClock.js';

describe('after', () => {
  it('runs once, when the time has come', () => {
    const clock = new VirtualClock();
    const work = jest.fn();
    after(10, clock, work);
    clock.advance(9);
    expect(work).not.toHaveBeenCalled();

    clock.advance(100);
    expect(work).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });

  it('does not run once it is unsubscribed, and leaves no timer', () => {
    const clock = new VirtualClock();
    const work = jest.fn();
    after(10, clock, work).unsubscribe();
    clock.advance(100);

    expect(work).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('is not kept by what it was added to, after it has run', () => {
    const clock = new VirtualClock();
    const parent = new Subscription();
    const remove = jest.spyOn(parent, 'remove');
    const task = after(10, clock, () => undefined);
    parent.add(task);
    clock.advance(10);

    expect(task.closed).toBe(true);
    expect(remove).toHaveBeenCalledWith(task);
  });
});
