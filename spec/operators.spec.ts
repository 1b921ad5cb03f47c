import { type OperatorFunction, type SchedulerLike, Subject } from 'rxjs';
import {
  dedupeBy,
  eventType,
  orderWithin,
  retryWithBackoff,
  stitchPartials,
  throttleReceipts,
  whoIsTyping,
} from '../lib/lite.js';
import { itemOf, lastPiece, messageItem, participant, piece } from './support/items.js';
import { type Context, marbles } from './support/marbles.js';
import { VirtualClock } from './support/virtualClock.js';

/** One operator, and what it makes of the sources that every operator is tested with. */
interface Row {
  readonly name: string;
  readonly operator: (scheduler: SchedulerLike) => OperatorFunction<never, unknown>;
  /** What the letters are: `a`, `b` and `c` go in. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What becomes of `-a-b-c----|`, one character a millisecond. */
  readonly ordinary: string;
  /** What it emits on subscribe. @defaultValue nothing */
  readonly first?: string;
  /** What becomes of `(abc|)`. */
  readonly atOnce: string;
  /** What it emits if `b` comes within the emission of `a`, and then the source completes. */
  readonly nested: string;
}

const typing = (from: string, at: number) =>
  itemOf({
    ...messageItem('', { from, at }).raw,
    Id: `${from}${at}`,
    Type: 'EVENT',
    ContentType: eventType('typing'),
  });
const read = (n: number) => ({ status: 'read', messageId: `${n}`, time: n });

const ROWS: readonly Row[] = [
  {
    name: 'dedupeBy',
    operator: () => dedupeBy((value) => value),
    values: { a: 'a', b: 'b', c: 'a' },
    ordinary: '-a-b------|',
    atOnce: '(ab|)',
    nested: 'ab',
  },
  {
    name: 'orderWithin',
    operator: (scheduler) => orderWithin<number>(3, { by: (value) => value, scheduler }),
    values: { a: 2, b: 1, c: 3 },
    ordinary: '----(ba)c-|',
    atOnce: '(bac|)',
    nested: 'ab',
  },
  {
    name: 'stitchPartials',
    operator: () => stitchPartials(),
    values: {
      a: piece('m', 1, 'one '),
      b: lastPiece('m', 2, 'one two', { at: 1 }),
      c: piece('m', 1, 'one '),
      A: { ...piece('m', 1, 'one '), partial: true },
      B: { ...lastPiece('m', 2, 'one two', { at: 1 }), time: piece('m', 1, '').time },
    },
    ordinary: '-A-B------|',
    atOnce: '(AB|)',
    nested: 'AB',
  },
  {
    name: 'retryWithBackoff',
    operator: (scheduler) => retryWithBackoff({ maxRetries: 0, scheduler }),
    values: { a: 1, b: 2, c: 3 },
    ordinary: '-a-b-c----|',
    atOnce: '(abc|)',
    nested: 'ab',
  },
  {
    name: 'throttleReceipts',
    operator: (scheduler) => throttleReceipts({ throttleMs: 3, scheduler }),
    values: { a: read(1), b: read(2), c: read(3) },
    ordinary: '-a--b--c--|',
    atOnce: '(ac|)',
    nested: 'ab',
  },
  {
    name: 'whoIsTyping',
    operator: (scheduler) => whoIsTyping({ expiryMs: 4, scheduler }),
    values: {
      a: typing('ann', 1),
      b: typing('bea', 1),
      c: messageItem('m', { from: 'ann', at: 2 }),
      n: [],
      A: [participant('ann')],
      B: [participant('ann'), participant('bea')],
      C: [participant('bea')],
    },
    ordinary: 'nA-B-C-n--|',
    first: 'n',
    atOnce: '(nABCn|)',
    nested: 'nABn',
  },
];

/** What an operator has emitted by `frames`, where nothing but letters and dashes is drawn until then. */
const until = (drawn: string, frames: number) => drawn.slice(0, frames);

describe.each(ROWS)('$name', ({ operator, values, ordinary, first = '', atOnce, nested }) => {
  const start = first || '-';

  // prettier-ignore
  it('emits as it says, and completes with the source', marbles((m: Context) => {
    const source = m.cold('-a-b-c----|', values);
    const subs =          '^---------!';

    m.expect(source.pipe(operator(m.scheduler) as never)).toBeObservable(ordinary, values);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('completes with an empty source', marbles((m: Context) => {
    const source = m.cold('|');

    m.expect(source.pipe(operator(m.scheduler) as never)).toBeObservable(`(${first}|)`, values);
    m.expect(source).toHaveSubscriptions('(^!)');
  }));

  // prettier-ignore
  it('waits with a source that never emits', marbles((m: Context) => {
    const source = m.cold('-');

    m.expect(source.pipe(operator(m.scheduler) as never)).toBeObservable(start, values);
    m.expect(source).toHaveSubscriptions('^');
  }));

  // prettier-ignore
  it('errors with a source that only errors', marbles((m: Context) => {
    const source = m.cold('#');

    m.expect(source.pipe(operator(m.scheduler) as never)).toBeObservable(`(${first}#)`, values);
    m.expect(source).toHaveSubscriptions('(^!)');
  }));

  // prettier-ignore
  it('errors with the source, at once', marbles((m: Context) => {
    const source = m.cold('-a-#', values);
    const subs =          '^--!';

    m.expect(source.pipe(operator(m.scheduler) as never)).toBeObservable(`${until(ordinary, 3)}#`, values);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('unsubscribes from the source when it is unsubscribed', marbles((m: Context) => {
    const source = m.cold('-a-b-c----|', values);
    const unsub =         '---!';
    const subs =          '^--!';

    m.expect(source.pipe(operator(m.scheduler) as never), unsub).toBeObservable(until(ordinary, 3), values);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('takes a synchronous source', marbles((m: Context) => {
    const source = m.cold('(abc|)', values);

    m.expect(source.pipe(operator(m.scheduler) as never)).toBeObservable(atOnce, values);
    m.expect(source).toHaveSubscriptions('(^!)');
  }));

  // prettier-ignore
  it('remembers nothing when it is subscribed again', marbles((m: Context) => {
    const source = m.cold('-a-b-c----|', values);
    const subs =         ['^---------!',
                          '---------------^---------!'];
    const result = source.pipe(operator(m.scheduler) as never);

    m.expect(result).toBeObservable(ordinary, values);
    m.expect(result, '---------------^').toBeObservable(`---------------${ordinary}`, values);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('keeps two subscribers apart', marbles((m: Context) => {
    const source = m.cold('-a-b-c----|', values);
    const subs =         ['^---------!',
                          '--^---------!'];
    const result = source.pipe(operator(m.scheduler) as never);

    m.expect(result).toBeObservable(ordinary, values);
    m.expect(result, '--^').toBeObservable(`--${ordinary}`, values);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('takes a value that comes within the emission of another', () => {
    const clock = new VirtualClock();
    const source = new Subject<never>();
    const emitted: unknown[] = [];
    let isFed = false;
    source.pipe(operator(clock)).subscribe((value) => {
      emitted.push(value);
      if (isFed || emitted.length <= first.length) return;
      isFed = true;
      source.next(values['b'] as never);
    });
    source.next(values['a'] as never);
    clock.advance(3);
    source.complete();

    expect(emitted).toEqual([...nested].map((letter) => values[letter]));
  });

  it.each(['complete', 'error', 'unsubscribe'] as const)('leaves no timer after %s', (ending) => {
    const clock = new VirtualClock();
    const source = new Subject<never>();
    const subscription = source.pipe(operator(clock)).subscribe({ error: () => undefined });
    source.next(values['a'] as never);
    source.next(values['b'] as never);
    if (ending === 'unsubscribe') subscription.unsubscribe();
    else source[ending](new Error('of the source'));

    expect(clock.pending).toBe(0);
    expect(source.observed).toBe(false);
  });
});
