import { Observable, of, Subject, Subscriber, tap } from 'rxjs';
import { untilClosed } from '../../lib/rx/untilClosed.js';

describe('untilClosed', () => {
  it('mirrors the source while the subscriber is open', () => {
    const source = new Subject<string>();
    const seen: string[] = [];
    untilClosed(source, new Subscriber()).subscribe({
      next: (value) => seen.push(value),
      complete: () => seen.push('complete'),
    });
    source.next('a');
    source.next('b');
    source.complete();

    expect(seen).toEqual(['a', 'b', 'complete']);
  });

  it('errors with the source', () => {
    const source = new Subject<string>();
    const error = jest.fn();
    untilClosed(source, new Subscriber()).subscribe({ error });
    source.error(new Error('lost'));

    expect(error).toHaveBeenCalledWith(new Error('lost'));
  });

  it.each(['complete', 'unsubscribe'] as const)(
    'unsubscribes from the source on %s of the subscriber',
    (end) => {
      const source = new Subject<string>();
      const subscriber = new Subscriber();
      untilClosed(source, subscriber).subscribe();
      expect(source.observed).toBe(true);

      subscriber[end]();
      expect(source.observed).toBe(false);
    },
  );

  it('stops in the middle of a synchronous burst', () => {
    let asked = 0;
    const result = new Observable<string>((subscriber) => {
      untilClosed(of('a', 'b', 'c').pipe(tap(() => asked++)), subscriber).subscribe((value) => {
        if (value === 'b') subscriber.complete();
      });
    });
    result.subscribe();

    expect(asked).toBe(2);
  });
});
