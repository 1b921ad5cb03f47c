import { identity, of, Subject, take, tap } from 'rxjs';
import { dedupeBy } from '../../lib/inbox/dedupeBy.js';
import { marbles } from '../support/marbles.js';
import { diagram } from './dedupeBy.diagram.mjs';

describe('dedupeBy', () => {
  // prettier-ignore
  it('does what its picture shows', marbles((m) => {
    const source = m.hot(diagram.source);

    m.expect(source.pipe(dedupeBy(identity))).toBeObservable(diagram.expected);
  }));

  // prettier-ignore
  it('lets each key through once, the first copy of it, at once', marbles((m) => {
    const source = m.hot('-a-b-a-c-(ba)-d-|');
    const subs =         '^---------------!';
    const expected =     '-a-b---c------d-|';

    m.expect(source.pipe(dedupeBy(identity))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('goes by the key, not by the value', marbles((m) => {
    const values = { a: { id: 1, n: 1 }, b: { id: 1, n: 2 }, c: { id: 2, n: 3 } };
    const source = m.hot('-a-b-c-|', values);
    const subs =         '^------!';
    const expected =     '-a---c-|';

    m.expect(source.pipe(dedupeBy(({ id }) => id))).toBeObservable(expected, values);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('remembers as many keys as it is told and lets the oldest come again', marbles((m) => {
    const source = m.hot('-a-b-a-c-b-a-b-|');
    const subs =         '^--------------!';
    const expected =     '-a-b---c---a-b-|';

    m.expect(source.pipe(dedupeBy(identity, { maxKeys: 2 }))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with what keyOf throws, and leaves the source', marbles((m) => {
    const source = m.hot('-a-b-a-|');
    const subs =         '^--!';
    const expected =     '-a-#';
    const keyOf = (value: string) => {
      if (value === 'b') throw new Error('no key');
      return value;
    };

    m.expect(source.pipe(dedupeBy(keyOf))).toBeObservable(expected, undefined, new Error('no key'));
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('knows a key that comes again while its first copy is being told', () => {
    const source = new Subject<string>();
    const seen: string[] = [];
    source.pipe(dedupeBy(identity)).subscribe((value) => {
      seen.push(value);
      if (seen.length < 5) source.next(value);
    });

    source.next('a');

    expect(seen).toEqual(['a']);
  });

  it('asks a synchronous source for nothing more once it is unsubscribed', () => {
    let asked = 0;
    of('a', 'b', 'c')
      .pipe(
        tap(() => asked++),
        dedupeBy(identity),
        take(1),
      )
      .subscribe();

    expect(asked).toBe(1);
  });

  it('asks for the key of each value once', () => {
    const keyOf = jest.fn((value: string) => value);
    of('a', 'b', 'a').pipe(dedupeBy(keyOf)).subscribe();

    expect(keyOf.mock.calls.map(([value]) => value)).toEqual(['a', 'b', 'a']);
  });

  it('remembers 1000 keys where nothing else is said', () => {
    const source = new Subject<number>();
    const seen: number[] = [];
    source.pipe(dedupeBy(identity)).subscribe((value) => seen.push(value));

    for (let i = 0; i < 1_000; i++) source.next(i);
    source.next(0); // the oldest of those remembered
    source.next(1_000); // makes the oldest go
    source.next(0);

    expect(seen).toHaveLength(1_002);
    expect(seen.slice(-2)).toEqual([1_000, 0]);
  });

  it.each([0, -1, NaN])('refuses to remember %d keys, when called', (maxKeys) => {
    expect(() => dedupeBy(identity, { maxKeys })).toThrow(RangeError);
  });
});
