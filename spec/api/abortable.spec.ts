import { firstValueFrom, lastValueFrom } from 'rxjs';
import { abortable } from '../../lib/api/abortable.js';

const asItIs = (rejection: unknown) => rejection;

describe('abortable', () => {
  it('makes no call before it is subscribed, and one for each subscription', async () => {
    const call = jest.fn(() => Promise.resolve('a'));
    const result = abortable(call, asItIs);
    expect(call).not.toHaveBeenCalled();

    await expect(lastValueFrom(result)).resolves.toBe('a');
    await expect(lastValueFrom(result)).resolves.toBe('a');
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('errors with the result of toError', async () => {
    const result = abortable(
      () => Promise.reject(new Error('lost')),
      (rejection) => new Error('cannot send', { cause: rejection }),
    );

    await expect(lastValueFrom(result)).rejects.toMatchObject({
      message: 'cannot send',
      cause: new Error('lost'),
    });
  });

  it('aborts the call when it is unsubscribed, and ignores its outcome', async () => {
    let aborted: AbortSignal | undefined;
    const told = jest.fn();
    const call = (signal: AbortSignal) =>
      new Promise<string>((_resolve, reject) => {
        aborted = signal;
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    const subscription = abortable(call, asItIs).subscribe({ next: told, error: told });
    expect(aborted?.aborted).toBe(false);

    subscription.unsubscribe();
    await Promise.resolve();
    expect(aborted?.aborted).toBe(true);
    expect(told).not.toHaveBeenCalled();
  });

  it('does not abort a call that has been answered', async () => {
    const signals: AbortSignal[] = [];
    const answered = (answer: Promise<string>) =>
      abortable((signal) => {
        signals.push(signal);
        return answer;
      }, asItIs);

    await firstValueFrom(answered(Promise.resolve('a')));
    await expect(firstValueFrom(answered(Promise.reject(new Error('lost'))))).rejects.toThrow(
      'lost',
    );
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  it('gives each call a signal of its own', () => {
    const signals: AbortSignal[] = [];
    const result = abortable((signal) => {
      signals.push(signal);
      return new Promise<string>(() => undefined);
    }, asItIs);
    const first = result.subscribe();
    const second = result.subscribe();
    first.unsubscribe();

    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    second.unsubscribe();
  });
});
