import { NEVER, of, startWith, Subject, take, VirtualTimeScheduler } from 'rxjs';
import { whoIsTyping } from '../../lib/inbox/whoIsTyping.js';
import type { ChatItem } from '../../lib/wire/index.js';
import { eventItem, itemOf, messageItem, participant } from '../support/items.js';
import { type Context, marbles } from '../support/marbles.js';
import { diagram, expiryMs } from './whoIsTyping.diagram.mjs';

const ann = participant('ann');
const bob = participant('bob');

/** Lower case: what the socket brings. Upper case and `-`: who types. */
const items: Record<string, ChatItem> = {
  a: eventItem('', 'typing', { from: 'ann', at: 10 }),
  b: eventItem('', 'typing', { from: 'bob', at: 10 }),
  m: messageItem('m', { from: 'ann', at: 20 }),
  n: messageItem('n', { from: 'bob', at: 20 }),
  c: eventItem('', 'typing', { from: 'ann', at: 30 }),
  l: eventItem('l', 'participant.left', { from: 'ann', at: 40 }),
  r: eventItem('r', 'message.read', { from: 'ann', at: 40 }),
  d: eventItem('d', 'participant.autodisconnection', { from: 'ann', at: 40 }),
  j: eventItem('j', 'participant.joined', { from: 'ann', at: 40 }),
};
const typers = {
  0: [],
  A: [ann],
  B: [bob],
  X: [ann, bob],
  Y: [bob, ann],
};

describe('whoIsTyping', () => {
  // prettier-ignore
  it('does what its picture shows', marbles((m) => {
    const source = m.hot(diagram.source, items);

    m.expect(source.pipe(whoIsTyping({ expiryMs }))).toBeObservable(diagram.expected, typers);
  }));

  // prettier-ignore
  it('says who types, until it fades', marbles((m) => {
    const source = m.hot('--a-----b----|', items);
    const subs =         '^------------!';
    const expected =     '0-A--0--B--0-|';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 3 }))).toBeObservable(expected, typers);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('begins the time anew with each typing event, and says nothing new', marbles((m) => {
    const source = m.hot('--a--a--c-------|', items);
    const subs =         '^---------------!';
    const expected =     '0-A---------0---|';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 4 }))).toBeObservable(expected, typers);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('names all who type, in the order they began', marbles((m) => {
    const source = m.hot('--a-b-a--------|', items);
    const subs =         '^--------------!';
    const expected =     '0-A-X----A-0---|';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 5 }))).toBeObservable(expected, typers);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('puts who begins again behind who is at it still', marbles((m) => {
    const source = m.hot('--a-b-m-c--------n-|', items);
    const subs =         '^------------------!';
    const expected =     '0-A-X-B-Y--------A-(0|)';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 15 }))).toBeObservable(expected, typers);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it.each([['a message', 'm'], ['leaving', 'l']])('ends with %s of that participant', marbles((m: Context, _what: string, item: string) => {
    const source = m.hot(`--a-b-${item}--------|`, items);
    const expected =     '0-A-X-B------0-|';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 9 }))).toBeObservable(expected, typers);
  }));

  // prettier-ignore
  it('goes on over anything else of that participant', marbles((m) => {
    const source = m.hot('--a-r-j--------|', items);
    const expected =     '0-A--------0---|';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 9 }))).toBeObservable(expected, typers);
  }));

  // prettier-ignore
  it('takes no notice of a typing event that its message has overtaken', marbles((m) => {
    const source = m.hot('--m-a--c----|', items);
    const expected =     '0------A--0-|';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 3 }))).toBeObservable(expected, typers);
  }));

  // prettier-ignore
  it('takes a typing event without a time as of now', marbles((m) => {
    const untimed = itemOf({ Type: 'EVENT', ContentType: items.a!.contentType, ParticipantId: 'ann', ParticipantRole: 'AGENT', DisplayName: 'ann' });
    const source = m.hot('--m-u------|', { ...items, u: untimed });
    const expected =     '0---A--0---|';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 3 }))).toBeObservable(expected, typers);
  }));

  // prettier-ignore
  it('ends with who is taken out of the chat for being idle', marbles((m) => {
    const source = m.hot('--a--d---|', items);
    const expected =     '0-A--0---|';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 9 }))).toBeObservable(expected, typers);
  }));

  // prettier-ignore
  it('leaves out the one it is told to', marbles((m) => {
    const source = m.hot('--a-b----|', items);
    const expected =     '0---B--0-|';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 3, excludeId: 'ann' }))).toBeObservable(expected, typers);
  }));

  // prettier-ignore
  it('holds 12 s where nothing else is said', marbles((m) => {
    const source = m.hot('-a 20s |', items);
    const expected =     '0A 11.999s 0 8s |';

    m.expect(source.pipe(whoIsTyping())).toBeObservable(expected, typers);
  }));

  // prettier-ignore
  it('completes with the source, when nobody types any more', marbles((m) => {
    const source = m.hot('--a-|', items);
    const subs =         '^---!';
    const expected =     '0-A-(0|)';

    m.expect(source.pipe(whoIsTyping({ expiryMs: 9 }))).toBeObservable(expected, typers);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('lets typing fade by the scheduler it is given, and leaves nothing on it', () => {
    const clock = new VirtualTimeScheduler();
    const seen: [readonly string[], number][] = [];
    const subscription = NEVER.pipe(
      startWith(items.a!, items.b!),
      whoIsTyping({ expiryMs: 100, scheduler: clock }),
    ).subscribe((who) => seen.push([who.map(({ id }) => id), clock.now()]));

    expect(clock.actions).toHaveLength(2);
    clock.flush();
    expect(seen).toEqual([
      [[], 0],
      [['ann'], 0],
      [['ann', 'bob'], 0],
      [['bob'], 100],
      [[], 100],
    ]);

    subscription.unsubscribe();
    expect(clock.actions).toEqual([]);
  });

  it.each(['complete', 'error', 'unsubscribe'] as const)('leaves no timer after %s', (ending) => {
    const clock = new VirtualTimeScheduler();
    const source = new Subject<ChatItem>();
    const subscription = source
      .pipe(whoIsTyping({ scheduler: clock }))
      .subscribe({ error: () => undefined });
    source.next(items.a!);
    source.next(items.b!);
    expect(clock.actions).toHaveLength(2);

    if (ending === 'complete') source.complete();
    else if (ending === 'error') source.error(new Error('lost'));
    else subscription.unsubscribe();

    expect(clock.actions).toEqual([]);
    expect(source.observed).toBe(false);
  });

  it('leaves everything when it is unsubscribed inside next', () => {
    const clock = new VirtualTimeScheduler();
    const source = new Subject<ChatItem>();
    const seen: number[] = [];
    source
      .pipe(whoIsTyping({ scheduler: clock }), take(2))
      .subscribe((who) => seen.push(who.length));
    source.next(items.a!);
    source.next(items.b!);

    expect(seen).toEqual([0, 1]);
    expect(source.observed).toBe(false);
    expect(clock.actions).toEqual([]);
  });

  it('takes what is fed to the source from inside next', () => {
    const source = new Subject<ChatItem>();
    const seen: (readonly string[])[] = [];
    const subscription = source
      .pipe(whoIsTyping({ scheduler: new VirtualTimeScheduler() }))
      .subscribe((who) => {
        seen.push(who.map(({ id }) => id));
        if (who.length === 1 && seen.length === 2) source.next(items.m!);
      });
    source.next(items.a!);
    subscription.unsubscribe();

    expect(seen).toEqual([[], ['ann'], []]);
  });

  it('gives out a new list each time and changes none that it gave out', () => {
    const seen: (readonly unknown[])[] = [];
    of(items.a!, items.b!, items.m!)
      .pipe(whoIsTyping({ scheduler: new VirtualTimeScheduler() }))
      .subscribe((who) => seen.push(who));

    expect(seen.map((who) => who.length)).toEqual([0, 1, 2, 1, 0]);
    expect(new Set(seen).size).toBeGreaterThanOrEqual(4);
  });
});
