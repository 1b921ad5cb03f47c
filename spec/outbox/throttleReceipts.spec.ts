import { of, Subject, take, tap } from 'rxjs';
import {
  type OutgoingReceipt,
  throttleReceipts,
  type ThrottleReceiptsOptions,
} from '../../lib/outbox/throttleReceipts.js';
import { type Context, marbles } from '../support/marbles.js';
import { VirtualClock } from '../support/virtualClock.js';
import { deliveredWaitMs, diagram, throttleMs } from './throttleReceipts.diagram.mjs';

const read = (messageId: string, time?: number): OutgoingReceipt => ({
  status: 'read',
  messageId,
  time,
});
const delivered = (messageId: string, time?: number): OutgoingReceipt => ({
  status: 'delivered',
  messageId,
  time,
});

/** a, b, c: read receipts of messages in this order; x, y, z: delivered ones of the same messages. */
const receipts: Record<string, OutgoingReceipt> = {
  a: read('1', 1),
  b: read('2', 2),
  c: read('3', 3),
  x: delivered('1', 1),
  y: delivered('2', 2),
  z: delivered('3', 3),
  // Nobody knows when these messages were sent.
  m: read('4'),
  n: read('5'),
  o: delivered('6'),
};

/** Once in 5 ms of a kind, and 3 ms for a read one to come. */
const throttled = (m: Context, options: ThrottleReceiptsOptions = {}) =>
  throttleReceipts({ throttleMs: 5, deliveredWaitMs: 3, scheduler: m.scheduler, ...options });

describe('throttleReceipts', () => {
  // prettier-ignore
  it('does what its picture shows', marbles((m) => {
    const source = m.hot(diagram.source, receipts);

    m.expect(source.pipe(throttleReceipts({ throttleMs, deliveredWaitMs }))).toBeObservable(diagram.expected, receipts);
  }));

  // prettier-ignore
  it.each([
    ['a read receipt at once, the newest of the time after it at its end',
                             '-a-b-c-------|',
                             '-a----c------|'],
    ['the newest by when the message was sent, where that is known',
                             '-a-c-b-------|',
                             '-a----c------|'],
    ['nothing at the end of a time in which nothing came',
                             '-a-------b---|',
                             '-a-------b---|'],
    ['a delivered receipt later, since a read one may come',
                             '-x-----------|',
                             '----x--------|'],
    ['no delivered receipt where a read one comes that says the same',
                             '-x-a---------|',
                             '---a---------|'],
    ['no delivered receipt where a read one of a later message comes',
                             '-x-b---------|',
                             '---b---------|'],
    ['both where the read one is of an earlier message',
                             '-y-a---------|',
                             '---ay--------|'],
    ['the newest delivered receipt of those that waited',
                             '-xyz---------|',
                             '----z--------|'],
    ['no delivered receipt where a read one waits that says the same',
                             '-abx---------|',
                             '-a----b------|'],
    ['at most one of a kind, but one of each',
                             '-yay---z-----|',
                             '--a-y-----z--|'],
    ['a new wait to a delivered receipt after a read one has taken the first away',
                             '-x-ay--------|',
                             '---a---y-----|'],
    ['of messages whose time is not known, the one asked for last',
                             '-am-n--------|',
                             '-a----n------|'],
    ['one whose time is known rather than one whose time is not',
                             '-abm-m-------|',
                             '-a----b------|'],
    ['no delivered receipt of a message whose time is not known where a read one follows',
                             '-o-m---------|',
                             '---m---------|'],
  ])('lets go %s', (_, drawn, expected) => {
    marbles((m) => {
      const source = m.hot(drawn, receipts);

      m.expect(source.pipe(throttled(m))).toBeObservable(expected, receipts);
    })();
  });

  // prettier-ignore
  it('goes on for as long as receipts come', marbles((m) => {
    const source = m.hot('-abc-abc-a-b--c-a-b-|', receipts);
    const subs =         '^---------------!';
    const expected =     '-a----c----c----(c|)';

    m.expect(source.pipe(throttled(m), take(4))).toBeObservable(expected, receipts);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('keeps a receipt until it may go, and the newest alone', marbles((m) => {
    const source =  m.hot('-a-b----c-----|', receipts);
    const ready$ = m.cold('------r');
    const expected =      '-------b------------(c|)';

    m.expect(source.pipe(throttled(m, { ready$ }))).toBeObservable(expected, receipts);
  }));

  // prettier-ignore
  it('lets what waits go when the source completes', marbles((m) => {
    const source = m.hot('-a-bz|', receipts);
    const expected =     '-a---(bz|)';

    m.expect(source.pipe(throttled(m))).toBeObservable(expected, receipts);
  }));

  // prettier-ignore
  it('errors with the source, at once', marbles((m) => {
    const source = m.hot('-a-b#', receipts);
    const expected =     '-a--#';

    m.expect(source.pipe(throttled(m))).toBeObservable(expected, receipts);
  }));

  // prettier-ignore
  it('drops what waits, and its timers, when it is unsubscribed', marbles((m) => {
    const source = m.hot('-a-bz---------|', receipts);
    const subs =         '^----!';
    const expected =     '-a----';

    m.expect(source.pipe(throttled(m)), subs).toBeObservable(expected, receipts);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('takes what comes at once, and what is asked for while one goes', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const more = new Subject<OutgoingReceipt>();
    const operator = throttleReceipts<OutgoingReceipt>({ scheduler: clock });
    of(read('1', 1), delivered('2', 2), read('2', 2))
      .pipe(operator)
      .subscribe(({ messageId }) => seen.push(messageId));
    expect(seen).toEqual(['1', '2']);

    more
      .pipe(
        operator,
        tap(({ messageId }) => {
          if (messageId === '3') more.next(read('4', 4));
        }),
      )
      .subscribe(({ messageId }) => seen.push(messageId));
    more.next(read('3', 3));
    clock.advance(4_999);
    expect(seen).toEqual(['1', '2', '3']);
    clock.advance(1);
    expect(seen).toEqual(['1', '2', '3', '4']);
  });

  it('waits by the clock that it is given, 300 ms and 5 s where nothing else is said', () => {
    const clock = new VirtualClock();
    const seen: [string, number][] = [];
    const source = new Subject<OutgoingReceipt>();
    source
      .pipe(throttleReceipts({ scheduler: clock }))
      .subscribe(({ messageId }) => seen.push([messageId, clock.now()]));
    source.next(delivered('1', 1));
    clock.advance(1_000);
    source.next(delivered('2', 2));
    clock.advance(10_000);
    expect(seen).toEqual([
      ['1', 300],
      ['2', 5_300],
    ]);
    source.complete();
    expect(clock.pending).toBe(0);
  });

  it('holds nothing for longer where the clock was set back', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const source = new Subject<OutgoingReceipt>();
    source
      .pipe(throttleReceipts({ scheduler: clock }))
      .subscribe(({ status }) => seen.push(status));
    source.next(read('1', 1));
    source.next(delivered('2', 2));
    source.next(read('2', 2)); // waits for its turn
    source.next(delivered('3', 3)); // waits for a read one
    clock.setBack(3_600_000);
    clock.advance(300);
    expect(seen).toEqual(['read', 'delivered']);

    clock.advance(4_700);
    expect(seen).toEqual(['read', 'delivered', 'read']);
    source.complete();
    expect(clock.pending).toBe(0);
  });

  it.each([{ throttleMs: -1 }, { deliveredWaitMs: NaN }])('refuses %p', (options) => {
    expect(() => throttleReceipts(options)).toThrow(RangeError);
  });
});
