import { createLifecycle, type ChatLifecycle } from '../../lib/chat/lifecycle.js';
import type { EndReason } from '../../lib/connection/index.js';

/** An ending, and what it says, in order. */
function watched(onStop?: (ending: ChatLifecycle) => void) {
  const log: string[] = [];
  const ending = createLifecycle((reason) => log.push(`over: ${reason ?? 'closed'}`));
  ending.begun$.subscribe({
    next: ({ type }) => log.push(type),
    complete: () => log.push('begun$ completes'),
  });
  ending.stop$.subscribe({
    next: (code) => {
      log.push(`stop: ${code}`);
      onStop?.(ending);
    },
    complete: () => log.push('stop$ completes'),
  });
  ending.over$.subscribe({
    next: () => log.push('over'),
    complete: () => log.push('over$ completes'),
  });
  return { ending, log };
}

describe('an ending', () => {
  it('has neither begun nor come at first', () => {
    const { ending, log } = watched();

    expect(ending.hasBegun).toBe(false);
    expect(ending.isOver).toBe(false);
    expect(log).toEqual([]);
  });

  it('begins once', () => {
    const { ending, log } = watched();
    ending.begin('ended');
    ending.begin('ended');
    ending.begin('left');

    expect(ending.hasBegun).toBe(true);
    expect(ending.isOver).toBe(false);
    expect(log).toEqual(['ending']);
  });

  it('finishes once, in order: nothing more is taken in, views complete, all is over', () => {
    const { ending, log } = watched();
    ending.begin('ended');
    log.length = 0;
    ending.finish();
    ending.finish();
    ending.close();

    expect(ending.isOver).toBe(true);
    expect(log.filter((line) => line !== 'begun$ completes')).toEqual([
      'stop: Ended',
      'stop$ completes',
      'over: ended',
      'over',
      'over$ completes',
    ]);
    expect(log).toContain('begun$ completes');
  });

  it('lets go of a chat that goes on, without a reason', () => {
    const { ending, log } = watched();
    ending.close();
    ending.close();

    expect(ending.isOver).toBe(true);
    expect(ending.hasBegun).toBe(false);
    expect(log.filter((line) => line.startsWith('stop:') || line.startsWith('over:'))).toEqual([
      'stop: NotConnected',
      'over: closed',
    ]);
  });

  it('comes at once where nobody could fetch the last items', () => {
    const log: string[] = [];
    const ending = createLifecycle((reason) => log.push(`over: ${reason ?? 'closed'}`));
    ending.begin('expired');

    expect(ending.isOver).toBe(true);
    expect(log).toEqual(['over: expired']);
  });

  it('may be let go of while it has begun', () => {
    const { ending, log } = watched();
    ending.begin('ended');
    ending.close();
    ending.finish();

    expect(log.filter((line) => line.startsWith('over:'))).toEqual(['over: closed']);
  });

  it.each<[readonly EndReason[], EndReason]>([
    [['expired'], 'expired'],
    [['expired', 'left'], 'left'],
    [['left', 'expired'], 'left'],
    [['expired', 'ended'], 'ended'],
    [['ended', 'transferred', 'left', 'expired'], 'ended'],
    [['left', 'transferred'], 'transferred'],
    [['transferred', 'left'], 'transferred'],
  ])('of the reasons %j counts %s', (reasons, strongest) => {
    const { ending, log } = watched();
    reasons.forEach((reason) => {
      ending.begin(reason);
    });
    ending.finish();

    expect(log).toContain(`over: ${strongest}`);
  });

  it('takes a better reason from what is delivered at the last moment', () => {
    const { ending, log } = watched((self) => {
      self.begin('ended');
    });
    ending.begin('expired');
    ending.finish();

    expect(log).toContain('over: ended');
  });

  it('says to those who come late that it is over, and why nothing can be sent', () => {
    const { ending } = watched();
    ending.begin('ended');
    ending.finish();
    const late = jest.fn();
    ending.stop$.subscribe(late);
    ending.over$.subscribe(late);

    expect(late).toHaveBeenCalledTimes(2);
    expect(late.mock.calls[0]).toEqual(['Ended']);
  });

  it('takes it to be finished from inside what it says', () => {
    const { ending, log } = watched((self) => {
      self.finish();
    });
    ending.begin('ended');
    ending.finish();

    expect(log.filter((line) => line === 'over: ended')).toHaveLength(1);
  });
});
