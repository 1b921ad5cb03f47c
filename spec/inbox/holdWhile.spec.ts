import { BehaviorSubject, NEVER, of, Subject, take, tap } from 'rxjs';
import { holdWhile } from '../../lib/inbox/holdWhile.js';
import { marbles } from '../support/marbles.js';

/** What `closed$` says: `t`, the gate is closed; `f`, it is open. */
const gate = { t: true, f: false };

describe('holdWhile', () => {
  // prettier-ignore
  it('holds values while the gate is closed and lets all go when it opens, in their order', marbles((m) => {
    const source =   m.hot('-a-b-c--------d-|');
    const subs =           '^---------------!';
    const closed$ =  m.hot('--t-----f--------', gate);
    const gateSubs =       '^---------------!';
    const expected =       '-a------(bc)--d-|';

    m.expect(source.pipe(holdWhile(closed$))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
    m.expect(closed$).toHaveSubscriptions(gateSubs);
  }));

  // prettier-ignore
  it('holds again each time the gate closes', marbles((m) => {
    const source =  m.hot('-a--b--c--d--e-|');
    const closed$ = m.hot('t-f--t---f------', gate);
    const expected =      '--a-b----cd--e-|';

    m.expect(source.pipe(holdWhile(closed$))).toBeObservable(expected);
  }));

  // prettier-ignore
  it('is open until it is told that it is closed', marbles((m) => {
    const source =  m.hot('-a-b-|');
    const closed$ = m.hot('------');
    const expected =      '-a-b-|';

    m.expect(source.pipe(holdWhile(closed$))).toBeObservable(expected);
  }));

  // prettier-ignore
  it('takes it well to be told the same twice', marbles((m) => {
    const source =  m.hot('--a-b------c|');
    const closed$ = m.hot('-t-t--f--f---', gate);
    const expected =      '------(ab)-c|';

    m.expect(source.pipe(holdWhile(closed$))).toBeObservable(expected);
  }));

  // prettier-ignore
  it('lets go of what it holds when the source completes', marbles((m) => {
    const source =   m.hot('--a-b-|');
    const subs =           '^-----!';
    const closed$ =  m.hot('-t-----', gate);
    const gateSubs =       '^-----!';
    const expected =       '------(ab|)';

    m.expect(source.pipe(holdWhile(closed$))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
    m.expect(closed$).toHaveSubscriptions(gateSubs);
  }));

  // prettier-ignore
  it('drops what it holds when the source errors', marbles((m) => {
    const source =   m.hot('--a-b-#');
    const closed$ =  m.hot('-t-----', gate);
    const gateSubs =       '^-----!';
    const expected =       '------#';

    m.expect(source.pipe(holdWhile(closed$))).toBeObservable(expected);
    m.expect(closed$).toHaveSubscriptions(gateSubs);
  }));

  // prettier-ignore
  it('errors with the gate, and leaves the source', marbles((m) => {
    const source =  m.hot('-a-b---c-|');
    const subs =          '^----!';
    const closed$ = m.hot('--t--#', gate);
    const expected =      '-a---#';

    m.expect(source.pipe(holdWhile(closed$))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('leaves the gate as it is when closed$ completes', marbles((m) => {
    const source =  m.hot('--a-b-|');
    const left =    m.hot('-(t|)', gate);
    const expected1 =     '------(ab|)';
    const opened =  m.hot('-(f|)', gate);
    const expected2 =     '--a-b-|';

    m.expect(source.pipe(holdWhile(left))).toBeObservable(expected1);
    m.expect(source.pipe(holdWhile(opened))).toBeObservable(expected2);
  }));

  // prettier-ignore
  it('completes with an empty source', marbles((m) => {
    const source = m.cold('|');
    const subs =          '(^!)';
    const expected =      '|';

    m.expect(source.pipe(holdWhile(of(true)))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('waits with a source that never says anything', marbles((m) => {
    const source =   m.cold('-');
    const subs =            '^';
    const closed$ =  m.cold('-t-f', gate);
    const gateSubs =        '^---';
    const expected =        '-';

    m.expect(source.pipe(holdWhile(closed$))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
    m.expect(closed$).toHaveSubscriptions(gateSubs);
  }));

  // prettier-ignore
  it('errors with a source that only errors', marbles((m) => {
    const source = m.cold('#');
    const subs =          '(^!)';
    const expected =      '#';

    m.expect(source.pipe(holdWhile(of(true)))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('drops what it holds and leaves both when it is unsubscribed early', marbles((m) => {
    const source =   m.hot('-a-b-c-d-|');
    const unsub =          '------!';
    const subs =           '^-----!';
    const closed$ =  m.hot('--t----f--', gate);
    const gateSubs =       '^-----!';
    const expected =       '-a-----';

    m.expect(source.pipe(holdWhile(closed$)), unsub).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
    m.expect(closed$).toHaveSubscriptions(gateSubs);
  }));

  // prettier-ignore
  it('takes a synchronous source', marbles((m) => {
    const source = m.cold('(ab|)');
    const subs =          '(^!)';
    const expected =      '(ab|)';

    m.expect(source.pipe(holdWhile(NEVER))).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('begins open and holding nothing when it is subscribed again', marbles((m) => {
    const source = m.cold('-a-b-c-|');
    const subs =         ['^---!',
                          '---------^------!'];
    const closed$ = m.hot('t---f------t-f---', gate);
    const first =         '^---!';
    const expected1 =     '-----';
    const second =        '---------^';
    const expected2 =     '----------a--bc-|';
    const result = source.pipe(holdWhile(closed$));

    m.expect(result, first).toBeObservable(expected1);
    m.expect(result, second).toBeObservable(expected2);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('keeps what two subscribers wait for apart', marbles((m) => {
    const source =  m.hot('-a---b-----c|');
    const closed$ = m.hot('t------f-----', gate);
    const first =         '^';
    const expected1 =     '-------(ab)c|';
    const second =        '---^';
    const expected2 =     '-----b-----c|';
    const subs =         ['^-----------!',
                          '---^--------!'];
    const result = source.pipe(holdWhile(closed$));

    m.expect(result, first).toBeObservable(expected1);
    m.expect(result, second).toBeObservable(expected2);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('hears the gate before the source', () => {
    const seen: string[] = [];
    of('a', 'b')
      .pipe(
        tap(() => seen.push('source')),
        holdWhile(new BehaviorSubject(true)),
      )
      .subscribe({ next: (value) => seen.push(value), complete: () => seen.push('complete') });

    expect(seen).toEqual(['source', 'source', 'a', 'b', 'complete']);
  });

  it('puts what is fed to the source from inside next behind what it still holds', () => {
    const source = new Subject<string>();
    const closed$ = new BehaviorSubject(true);
    const seen: string[] = [];
    source.pipe(holdWhile(closed$)).subscribe((value) => {
      seen.push(value);
      if (value === 'a') source.next('c');
    });

    source.next('a');
    source.next('b');
    closed$.next(false);

    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('lets go of all it holds, then completes, when the source completes inside next', () => {
    const source = new Subject<string>();
    const closed$ = new BehaviorSubject(true);
    const seen: string[] = [];
    source.pipe(holdWhile(closed$)).subscribe({
      next: (value) => {
        seen.push(value);
        if (value === 'a') source.complete();
      },
      complete: () => seen.push('complete'),
    });

    source.next('a');
    source.next('b');
    closed$.next(false);

    expect(seen).toEqual(['a', 'b', 'complete']);
  });

  it('lets no more go once it is unsubscribed inside next', () => {
    const source = new Subject<string>();
    const closed$ = new BehaviorSubject(true);
    const seen: string[] = [];
    source.pipe(holdWhile(closed$), take(1)).subscribe((value) => seen.push(value));

    source.next('a');
    source.next('b');
    closed$.next(false);

    expect(seen).toEqual(['a']);
    expect(source.observed).toBe(false);
    expect(closed$.observed).toBe(false);
  });

  it('asks a synchronous source for nothing more once it is unsubscribed', () => {
    let asked = 0;
    of('a', 'b', 'c')
      .pipe(
        tap(() => asked++),
        holdWhile(NEVER),
        take(1),
      )
      .subscribe();

    expect(asked).toBe(1);
  });
});
