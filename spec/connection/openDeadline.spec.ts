import { NEVER, Subject } from 'rxjs';
import { openDeadline } from '../../lib/connection/openDeadline.js';
import { marbles } from '../support/marbles.js';
import { VirtualClock } from '../support/virtualClock.js';

const reasons = {
  d: 'the network does not answer',
  l: 'it did not open within 90 s',
};

describe('openDeadline', () => {
  // prettier-ignore
  it('allows a socket 90 s while nothing suggests that the network is dead', marbles((m) => {
    const suspectDead$ = m.hot('-');
    const check$ = m.hot('-20s c-c');
    const subs =         '^ 90s !';
    const expected =     '  90s l';

    const deadline$ = openDeadline({ suspectDead$, check$, scheduler: m.scheduler });
    m.expect(deadline$, subs).toBeObservable(expected, reasons);
  }));

  // prettier-ignore
  it('allows it 10 s if a call gets no answer meanwhile', marbles((m) => {
    const suspectDead$ = m.hot('3s d');
    const check$ = m.hot('-');
    const subs =         '^ 20s !';
    const expected =     '  10s d';

    const deadline$ = openDeadline({ suspectDead$, check$, scheduler: m.scheduler });
    m.expect(deadline$, subs).toBeObservable(expected, reasons);
    m.expect(suspectDead$).toHaveSubscriptions('^ 20s !');
  }));

  // prettier-ignore
  it('emits as soon as a call gets no answer after that', marbles((m) => {
    const suspectDead$ = m.hot('25s d');
    const check$ = m.hot('-');
    const subs =         '^ 30s !';
    const expected =     '  25s d';

    const deadline$ = openDeadline({ suspectDead$, check$, scheduler: m.scheduler });
    m.expect(deadline$, subs).toBeObservable(expected, reasons);
  }));

  // prettier-ignore
  it('ignores a call that got no answer before', marbles((m) => {
    const suspectDead$ = m.hot('d^-');
    const check$ = m.hot('--');
    const subs =          '^ 20s !';
    const expected =      '-';

    const deadline$ = openDeadline({ suspectDead$, check$, scheduler: m.scheduler });
    m.expect(deadline$, subs).toBeObservable(expected, reasons);
  }));

  it('checks the clock when the device may have slept, since its timers stood still', () => {
    const clock = new VirtualClock();
    const check$ = new Subject<void>();
    const next = jest.fn();
    openDeadline({ suspectDead$: NEVER, check$, scheduler: clock }).subscribe(next);
    clock.setBack(-89_999);
    check$.next();
    expect(next).not.toHaveBeenCalled();

    clock.setBack(-1);
    check$.next();
    expect(next).toHaveBeenCalledWith(reasons.l);
  });

  it('does not wait longer if the clock is set back', () => {
    const clock = new VirtualClock();
    const next = jest.fn();
    openDeadline({ suspectDead$: NEVER, check$: NEVER, scheduler: clock }).subscribe(next);
    clock.setBack(3_600_000);
    clock.advance(90_000);
    expect(next).toHaveBeenCalledWith(reasons.l);
  });

  it('stops its timers when it is unsubscribed', () => {
    const clock = new VirtualClock();
    openDeadline({ suspectDead$: NEVER, check$: NEVER, scheduler: clock })
      .subscribe()
      .unsubscribe();
    expect(clock.pending).toBe(0);
  });
});
