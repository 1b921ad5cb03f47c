import { Subject, take } from 'rxjs';
import { asSignals, interrupted$ } from '../../lib/cli/interrupted.js';

describe('interruptions', () => {
  it('has Ctrl+C of a terminal do as a signal: the first is heard, the second ends the process', () => {
    const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const keys$ = new Subject<unknown>();
    const heard: unknown[] = [];
    keys$.pipe(asSignals()).subscribe();
    interrupted$.pipe(take(1)).subscribe((signal) => heard.push(signal));

    keys$.next(undefined);
    expect(heard).toHaveLength(1);
    expect(exit).not.toHaveBeenCalled();

    keys$.next(undefined);
    expect(heard).toHaveLength(1);
    expect(exit.mock.calls).toEqual([[130]]);
    exit.mockRestore();
  });
});
