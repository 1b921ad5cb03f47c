import {
  defer,
  endWith,
  filter,
  mergeMap,
  merge,
  NEVER,
  type Observable,
  of,
  type OperatorFunction,
  Subject,
  type Subscription,
  takeWhile,
  VirtualTimeScheduler,
} from 'rxjs';
import { asReceived, type ReceivedItem } from '../../lib/inbox/entries.js';
import type { GetPage, Page } from '../../lib/inbox/pagesSince.js';
import {
  createTranscriptSync,
  type Delivery,
  type SyncEvent,
  type TranscriptSyncOptions,
} from '../../lib/inbox/transcriptSync.js';
import { ChatError } from '../../lib/api/index.js';
import { type ChatItem, idOf } from '../../lib/wire/index.js';
import { messageItem } from '../support/items.js';
import { marbles } from '../support/marbles.js';
import { VirtualClock } from '../support/virtualClock.js';
import type { PageRequest } from './support/pages.js';

/**
 * Item `n` is of minute `n`. An item that is two minutes older than the newest is settled: nothing can
 * come before it any more, and gaps are asked for from there.
 */
const item = (n: number) => messageItem(`${n}`, { at: n * 60_000 });
const items = (...numbers: number[]) => numbers.map(item);

/** What the socket has brought. */
interface Live {
  readonly type: 'live';
  readonly item: ReceivedItem;
}
type Happening = SyncEvent | Live;
const liveOf = (live: ChatItem): Live => ({
  type: 'live',
  item: asReceived(live),
});

/** What is delivered, live items among it. */
type Delivered = Delivery | { readonly kind: 'live'; readonly id: string | undefined };

/** A sync as one stream: what happens goes in, what is delivered comes out. */
function transcriptSync(
  options: Omit<TranscriptSyncOptions, 'live'>,
): OperatorFunction<Happening, Delivered> {
  const live$ = new Subject<Delivered>();
  const sync = createTranscriptSync({
    ...options,
    live: ({ raw }) => {
      live$.next({ kind: 'live', id: idOf(raw) });
    },
  });
  const receivesLive = (happening: Happening): happening is SyncEvent => {
    if (happening.type !== 'live') return true;
    sync.receive(happening.item);
    return false;
  };
  return (source) =>
    merge(live$, source.pipe(filter(receivesLive), sync.run, endWith(undefined))).pipe(
      takeWhile((delivered) => delivered !== undefined),
    );
}

/** What happens: by their first letters, and live items by their numbers. */
const events: Record<string, Happening> = {
  a: { type: 'authorized' },
  c: { type: 'connecting', attempt: 1 },
  e: { type: 'ending' },
  l: { type: 'lost', error: new ChatError('Network', 'lost'), attempt: 1, retryInMs: 0 },
  s: { type: 'subscribed' },
  t: { type: 'stalled' },
};
for (let n = 1; n < 10; n++) events[n] = liveOf(item(n));

/** Pages of the transcript: the history, and gaps. */
const pages = {
  h: { items: items(1, 2, 3, 4), nextToken: undefined },
  g: { items: items(2, 3, 4, 5), nextToken: undefined },
} satisfies Record<string, Page>;

/** What comes out of it, in a few words. */
const words: Record<string, string> = {
  h: 'history 1 2 3 4',
  j: 'joined at 4',
  g: 'gap 3 4 5',
  f: 'filled',
  x: 'unfilled after 4',
};
for (let n = 1; n < 10; n++) words[n] = `live ${n}`;

function inWords(delivery: Delivered): readonly string[] {
  switch (delivery.kind) {
    case 'live':
      return [`live ${delivery.id}`];
    case 'items':
      return [listed('gap', delivery.items)];
    case 'joined':
      return [
        listed('history', delivery.past),
        ...(delivery.missed.length > 0 ? [listed('gap', delivery.missed)] : []),
        `joined at ${delivery.newest?.id ?? 'nothing'}`,
      ];
    case 'filled':
    case 'polled':
      return [delivery.kind];
    case 'final':
      return ['final'];
    case 'unfilled':
      return [`unfilled after ${delivery.after ?? 'nothing'}`];
  }
}

const listed = (kind: string, items: readonly ChatItem[]) =>
  [kind, ...items.map(({ id }) => id)].join(' ');

const told = mergeMap(inWords);

/** A service that answers each request with the next of `answers`, and is silent when there is none. */
function answering(...answers: Observable<Page>[]) {
  const requests: PageRequest[] = [];
  const getPage: GetPage = (request) =>
    defer(() => {
      requests.push(request);
      return answers.shift() ?? NEVER;
    });
  return { getPage, requests };
}

describe('transcriptSync', () => {
  // prettier-ignore
  it('gives the history when authorised, what was missed when subscribed, then what the socket brings', marbles((m) => {
    const source =   m.hot('-ca-----s6-----7-|', events);
    const subs =           '^----------------!';
    const history = m.cold(  '-(h|)', pages);
    const historySubs =    '--^!';
    const gap =     m.cold(        '--(g|)', pages);
    const gapSubs =        '--------^-!';
    const expected =       '---(hj)---(gf6)7-|';
    const { getPage, requests } = answering(history, gap);
    const sync = transcriptSync({ getPage, history: 15, scheduler: m.scheduler });

    m.expect(source.pipe(sync, told)).toBeObservable(expected, words);
    m.expect(source).toHaveSubscriptions(subs);
    m.expect(history).toHaveSubscriptions(historySubs);
    m.expect(gap).toHaveSubscriptions(gapSubs);
    m.flush();
    expect(requests).toEqual([
      { ScanDirection: 'BACKWARD', SortOrder: 'ASCENDING', MaxResults: 15 },
      { ScanDirection: 'FORWARD', SortOrder: 'ASCENDING', MaxResults: 100, StartPosition: { Id: '2' } },
    ]);
  }));

  // prettier-ignore
  it('holds what the socket brings until history and gap are there, and keeps its order', marbles((m) => {
    const source =   m.hot('-as67-8--------', events);
    const history = m.cold( '-----(h|)', pages);
    const gap =     m.cold(      '-----(g|)', pages);
    const expected =       '------(hj)-(gf678)';
    const { getPage } = answering(history, gap);
    const sync = transcriptSync({ getPage, history: 15, scheduler: m.scheduler });

    m.expect(source.pipe(sync, told)).toBeObservable(expected, words);
  }));

  // prettier-ignore
  it('holds what the socket brings for 5 s at most, and gives what was missed when it comes', marbles((m) => {
    const source =   m.hot('-a-s6-7 5s            -8-', events);
    const gap =     m.cold(   '6s                    (g|)', pages);
    const expected =       '-(hj) 4999ms (67)      8 994ms (gf)';
    const { getPage } = answering(of(pages.h), gap);
    const sync = transcriptSync({ getPage, history: 15, scheduler: m.scheduler });

    m.expect(source.pipe(sync, told)).toBeObservable(expected, words);
  }));

  it('errors with the source', () => {
    const run = watched();
    run.happens('a');
    run.source.error(new Error('cannot connect'));

    expect(run.log).toEqual(['error cannot connect']);
  });

  it('completes with the source', () => {
    const run = watched();
    run.happens('a');
    run.answer(1, 2, 3, 4);
    run.happens('s');
    run.answer(2, 3, 4);
    run.source.complete();

    expect(run.log).toEqual(['history 1 2 3 4', 'joined at 4', 'gap 3 4', 'filled', 'complete']);
  });

  it('asks for nothing where the source completes before the connection is subscribed', () => {
    const run = watched();
    run.happens('a');
    run.answer(1, 2, 3, 4);
    run.source.complete();

    expect(run.requests).toHaveLength(1);
    expect(run.log.at(-1)).toBe('complete');
  });

  it('says how long it took to fill a gap', () => {
    const clock = new VirtualTimeScheduler();
    const run = watched({ clock });
    run.happens('a');
    run.answer(1);
    run.happens('s');
    clock.schedule(() => {
      run.answer(1, 2);
    }, 250);
    clock.maxFrames = 300;
    clock.flush();

    expect(run.deliveries.at(-1)).toMatchObject({
      kind: 'filled',
      ms: 250,
      cursor: { id: '1' },
    });
  });
});

describe('transcriptSync of the history', () => {
  it.each([
    [15, 15],
    [0, 1],
    [250, 100],
  ])('asks for %d items as %d', (history, MaxResults) => {
    const run = watched({ history });
    run.happens('a');

    expect(run.requests).toEqual([
      { ScanDirection: 'BACKWARD', SortOrder: 'ASCENDING', MaxResults },
    ]);
  });

  it('says where older items are to be had', () => {
    const run = watched();
    run.happens('a');
    run.answerWith({ items: items(5, 6), nextToken: 'older' });

    expect(run.deliveries.at(-1)).toEqual({
      kind: 'joined',
      past: items(5, 6),
      missed: [],
      newest: item(6),
      olderToken: 'older',
      isCut: false,
      cursor: item(5),
    });
  });

  it('gives none where none is wanted, and still finds what is missed from then on', () => {
    const run = watched({ history: 0 });
    run.happens('a');
    run.answer(4);
    run.happens('s');
    run.answer(4, 5);

    expect(run.log).toEqual(['history', 'joined at 4', 'gap 5', 'filled']);
  });

  it('finds what is missed in a chat that had nothing when it was joined', () => {
    const run = watched();
    run.happens('a');
    run.answer();
    run.happens('s');
    run.answer(1, 2);

    expect(run.requests[1]).toMatchObject({ ScanDirection: 'BACKWARD' });
    expect(run.log).toEqual(['history', 'joined at nothing', 'gap 1 2', 'filled']);
  });

  it('does not take what is older than the history for missed', () => {
    const run = watched();
    run.happens('a');
    run.answer(5, 6);
    run.happens('s');
    run.answer(4, 5, 6, 7); // from the time of 5, say

    expect(run.log.slice(2)).toEqual(['gap 6 7', 'filled']);
  });

  it('tells that it cannot be had, lets the socket’s items through and asks again at the next connection', () => {
    const run = watched();
    run.happens('a');
    run.refuse();
    run.happens('s', '6', 'l', 'a');
    run.answer(5, 6);

    expect(run.log).toEqual([
      'unfilled after nothing',
      'live 6',
      'history 5',
      'gap 6',
      'joined at 6',
    ]);
  });

  it.each([
    ['as far as it was asked for', 2, 'history 2 3', false, 'older'],
    ['none where none was', 0, 'history', true, undefined],
  ])(
    'goes back to the first subscription where that was lost before the answer: %s',
    (_, history, before, isCut, olderToken) => {
      const clock = new VirtualClock();
      const run = watched({ history, clock });
      run.happens('a', 's', 'l', 'a');
      clock.advance(150_000);
      run.answerWith({ items: items(5, 6), nextToken: 'middle' });
      run.answerWith({ items: items(2, 3, 4), nextToken: 'older' });

      expect(run.log).toEqual([before, 'gap 4 5 6', 'joined at 6']);
      expect(run.requests.slice(1)).toEqual([
        { ScanDirection: 'BACKWARD', SortOrder: 'ASCENDING', MaxResults: 100 },
        { ScanDirection: 'BACKWARD', SortOrder: 'ASCENDING', MaxResults: 100, NextToken: 'middle' },
      ]);
      expect(run.deliveries.at(-1)).toMatchObject({ isCut, olderToken, cursor: item(4) });
    },
  );

  it('is not what may have been missed, however long nothing has been sent', () => {
    const clock = new VirtualClock();
    const run = watched({ clock });
    run.happens('a', 's', 'l', 'a');
    clock.advance(60_000);
    run.answer(2, 3, 4, 5);

    expect(run.log).toEqual(['history 2 3', 'gap 4 5', 'joined at 5']);
  });

  it('is only what was sent before the newest item, if the clock was set back', () => {
    const clock = new VirtualClock();
    const run = watched({ clock });
    run.happens('a', 's', 'l', 'a');
    clock.setBack(3_600_000);
    run.answer(4, 5);

    expect(run.log).toEqual(['history 4', 'gap 5', 'joined at 5']);
  });

  it('begins before the first subscription, not before the first attempt', () => {
    const clock = new VirtualClock();
    const run = watched({ clock });
    run.happens('a', 'l', 'a');
    clock.advance(120_000);
    run.answer(3, 4, 5);

    expect(run.log).toEqual(['history 3 4 5', 'joined at 5']);
  });

  it('asks once more for it 30 s after the connection is there', () => {
    const clock = new VirtualClock();
    const run = watched({ clock });
    run.happens('a');
    run.refuse();
    clock.advance(60_000);
    run.happens('s');
    clock.advance(30_000);
    run.answer(1, 2, 3, 4);
    run.answer(2, 3, 4, 5);

    expect(run.log).toEqual([
      'unfilled after nothing',
      'history 1 2 3',
      'gap 4',
      'joined at 4',
      'gap 3 4 5',
      'filled',
    ]);
  });

  it('is asked for by a connection, and not by its loss', () => {
    const run = watched();
    run.happens('a');
    run.refuse();
    run.happens('l');

    expect(run.requests).toHaveLength(1);
  });

  it('does not hold what the socket brings for a history that was refused', () => {
    const run = watched();
    run.happens('a');
    run.refuse();
    run.happens('s', '6');

    expect(run.log).toEqual(['unfilled after nothing', 'live 6']);
  });
});

describe('transcriptSync of what was missed', () => {
  /** Joined at 4, connected, and nothing missed so far. */
  const connected = (clock = new VirtualTimeScheduler()) => {
    const run = watched({ clock });
    run.happens('a');
    run.answer(1, 2, 3, 4);
    run.happens('s');
    run.answer(2, 3, 4);
    run.log.length = 0;
    run.requests.length = 0;
    return run;
  };

  it('fetches it after each connection, without the history', () => {
    const run = connected();
    run.happens('l', 'c', 'a', 's', '8');
    run.answer(2, 3, 4, 5, 6, 7);

    expect(run.requests).toHaveLength(1);
    expect(run.log).toEqual(['gap 3 4 5 6 7', 'filled', 'live 8']);
  });

  it('asks from the last item before which nothing can be missing, not from the last that came', () => {
    const run = connected();
    run.happens('5', '6', 'l', 'a', 's');
    run.answer(2, 3, 4, 5, 6, 7);
    run.happens('l', 'a', 's');

    expect(startsOf(run.requests)).toEqual(['2', '5']);
  });

  it('fetches it after a renewal, and meanwhile holds only what comes after the new socket is subscribed', () => {
    const run = connected();
    run.happens('a', '5', 's', '6');
    expect(run.log).toEqual(['live 5']);

    run.answer(2, 3, 4, 5);
    expect(run.log).toEqual(['live 5', 'gap 3 4 5', 'filled', 'live 6']);
  });

  it('gives each page as it comes', () => {
    const run = connected();
    run.happens('l', 'a', 's');
    run.answerWith({ items: items(2, 3, 4), nextToken: 'more' });
    run.answerWith({ items: items(5, 6), nextToken: undefined });

    expect(run.log).toEqual(['gap 3 4', 'gap 5 6', 'filled']);
  });

  it('gives up fetching when the connection is lost, and holds on to what came before the gap was filled', () => {
    const run = connected();
    run.happens('l', 'a', 's', '6');
    expect(run.underWay()).toBe(1);

    run.happens('l');
    expect(run.underWay()).toBe(0);
    expect(run.log).toEqual([]);

    run.happens('a', 's', '7');
    run.answer(2, 3, 4, 5, 6);
    expect(startsOf(run.requests)).toEqual(['2', '2']);
    expect(run.log).toEqual(['gap 3 4 5 6', 'filled', 'live 6', 'live 7']);
  });

  it('holds nothing for more than 5 s, however often the connection is lost meanwhile', () => {
    const clock = new VirtualClock();
    const run = connected(clock);
    run.happens('l', 'a', 's', '6');
    for (let i = 0; i < 4; i++) {
      clock.advance(1_000);
      run.happens('l', 'a', 's');
    }
    clock.advance(999);
    expect(run.log).toEqual([]);

    clock.advance(1);
    expect(run.log).toEqual(['live 6']);
  });

  it('holds what comes before the service has said that the socket is subscribed', () => {
    const run = connected();
    run.happens('l', 'a', '6', 's');
    expect(run.log).toEqual([]);

    run.answer(2, 3, 4, 5, 6);
    expect(run.log).toEqual(['gap 3 4 5 6', 'filled', 'live 6']);
  });

  it('tells of what it cannot fetch and behind which item that lies, and goes on', () => {
    const run = connected();
    run.happens('5', 'l', 'a', 's', '8');
    run.refuse();

    expect(run.log).toEqual(['live 5', 'unfilled after 5', 'live 8']);
    expect(run.deliveries.at(-2)).toMatchObject({ error: { code: 'AccessDenied' } });

    run.happens('l', 'a', 's');
    run.answer(2, 3, 4, 5, 6, 7, 8);
    expect(run.log.slice(3)).toEqual(['gap 3 4 5 6 7 8', 'filled']);
  });

  it('tries once more 30 s after it could not fetch, and holds nothing meanwhile', () => {
    const clock = new VirtualClock();
    const run = connected(clock);
    run.happens('l', 'a', 's');
    run.refuse();
    clock.advance(29_999);
    expect(run.underWay()).toBe(0);

    clock.advance(1);
    run.happens('8');
    run.answer(2, 3, 4, 5);
    expect(run.log).toEqual(['unfilled after 4', 'live 8', 'gap 3 4 5', 'filled']);
    clock.advance(600_000);
    expect(run.requests).toHaveLength(2);
  });

  it('does not try once more where it could', () => {
    const clock = new VirtualClock();
    const run = connected(clock);
    clock.advance(600_000);

    expect(run.requests).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('tries no more once the connection is lost', () => {
    const clock = new VirtualClock();
    const run = connected(clock);
    run.happens('a', 's');
    run.refuse();
    expect(clock.pending).toBe(1);

    run.happens('l');
    expect(clock.pending).toBe(0);
  });

  it('fetches it when the chat is ending, before what the socket brings from then on', () => {
    const run = connected();
    run.happens('e', '6');
    run.answer(2, 3, 4, 5);

    expect(run.log).toEqual(['gap 3 4 5', 'filled', 'live 6', 'final']);
  });

  it('does not hold the last items where the answer comes at once', () => {
    const run = connected();
    run.answerAtOnce({ items: items(2, 3, 4, 5), nextToken: undefined });
    run.happens('e', '6');

    expect(run.log).toEqual(['gap 3 4 5', 'filled', 'final', 'live 6']);
  });

  it('does not hold anything where the answer comes at once', () => {
    const run = connected();
    run.answerAtOnce({ items: items(2, 3, 4, 5), nextToken: undefined });
    run.happens('l', 'a', 's', '6');

    expect(run.log).toEqual(['gap 3 4 5', 'filled', 'live 6']);
  });

  it('fetches the last items where the end was held behind a fetch that fails', () => {
    const clock = new VirtualClock();
    const events$ = new Subject<SyncEvent>();
    const gap$ = new Subject<Page>();
    const last$ = new Subject<Page>();
    const { getPage, requests } = answering(of(pages.h), gap$, last$);
    const kinds: string[] = [];
    const sync = createTranscriptSync({
      getPage,
      history: 10,
      scheduler: clock,
      live: () => {
        events$.next({ type: 'ending' });
      },
    });
    events$.pipe(sync.run).subscribe(({ kind }) => kinds.push(kind));
    events$.next({ type: 'authorized' });
    events$.next({ type: 'subscribed' });
    sync.receive(liveOf(item(5)).item);
    gap$.error(new ChatError('Network', 'no answer'));
    last$.next(pages.g);
    last$.complete();
    clock.advance(60_000);

    expect(kinds).toEqual(['joined', 'unfilled', 'items', 'filled', 'final']);
    expect(requests).toHaveLength(3);
  });

  it('looks a stalled message up, and holds nothing meanwhile', () => {
    const run = connected();
    run.happens('t', '6');
    expect(run.log).toEqual(['live 6']);

    run.answer(2, 3, 4, 5);
    expect(run.log).toEqual(['live 6', 'gap 3 4 5']);
  });

  it('looks up once at a time, and survives that it is refused', () => {
    const run = connected();
    run.happens('t', 't');
    expect(run.underWay()).toBe(1);

    run.refuse();
    run.happens('t');
    run.answer(2, 3, 4);
    expect(run.log).toEqual(['gap 3 4']);
  });

  it('goes on from what is known when it is subscribed again', () => {
    const run = connected();
    run.happens('a', 's');
    run.subscription.unsubscribe();
    expect(run.underWay()).toBe(0);
    expect(run.source.observed).toBe(false);

    run.subscribe();
    run.happens('a', 's', '6');
    run.answer(2, 3, 4, 5);
    expect(startsOf(run.requests)).toEqual(['2', '2']);
    expect(run.log).toEqual(['gap 3 4 5', 'filled', 'live 6']);
  });

  it('knows nothing of another chat’s', () => {
    connected();
    const other = watched();
    other.happens('a');

    expect(other.requests).toMatchObject([{ ScanDirection: 'BACKWARD' }]);
  });

  it('waits by the scheduler it is given, and leaves nothing on it', () => {
    const clock = new VirtualTimeScheduler();
    const run = watched({ clock });
    run.happens('a');
    run.answer(4);
    run.happens('s', '6');
    expect(clock.actions).toHaveLength(1);

    clock.flush();
    expect(clock.now()).toBe(5_000);
    expect(run.log.at(-1)).toBe('live 6');

    run.happens('l', 'a', 's', '7');
    run.subscription.unsubscribe();
    expect(clock.actions).toEqual([]);
  });
});

interface Watched {
  readonly source: Subject<Happening>;
  readonly deliveries: readonly Delivered[];
  /** The deliveries in a few words, and how it ended. */
  readonly log: string[];
  readonly requests: PageRequest[];
  readonly subscription: Subscription;
  /** How many requests wait for their answer. */
  readonly underWay: () => number;
  /** Answers the last request. */
  readonly answer: (...numbers: number[]) => void;
  readonly answerWith: (page: Page) => void;
  /** Answers the next request when it is made. */
  readonly answerAtOnce: (page: Page) => void;
  readonly refuse: () => void;
  readonly happens: (...names: string[]) => void;
  readonly subscribe: () => void;
}

/** A subscribed sync whose requests are answered by hand. */
function watched({ history = 15, clock = new VirtualTimeScheduler() } = {}): Watched {
  const source = new Subject<Happening>();
  const requests: PageRequest[] = [];
  const deliveries: Delivered[] = [];
  const log: string[] = [];
  let answers: Subject<Page>[] = [];
  let ready: Page | undefined;
  const sync = transcriptSync({
    history,
    scheduler: clock,
    getPage: (request) =>
      defer(() => {
        requests.push(request);
        if (ready) return of(ready);
        const answer = new Subject<Page>();
        answers.push(answer);
        return answer;
      }),
  });
  const underWay = () => answers.filter((answer) => answer.observed);
  const last = () => {
    const answer = underWay().at(-1);
    if (!answer) throw new Error('nothing was asked');
    answers = answers.filter((each) => each !== answer);
    return answer;
  };
  const subscribe = () =>
    source.pipe(sync).subscribe({
      next: (delivery) => {
        deliveries.push(delivery);
        log.push(...inWords(delivery));
      },
      error: (error: unknown) => log.push(`error ${(error as Error).message}`),
      complete: () => log.push('complete'),
    });
  const answerWith = (page: Page) => {
    const answer = last();
    answer.next(page);
    answer.complete();
  };
  return {
    source,
    deliveries,
    log,
    requests,
    subscription: subscribe(),
    underWay: () => underWay().length,
    answer: (...numbers) => {
      answerWith({ items: items(...numbers), nextToken: undefined });
    },
    answerWith,
    answerAtOnce: (page) => {
      ready = page;
    },
    refuse: () => {
      last().error(new ChatError('AccessDenied', 'cannot GetTranscript'));
    },
    happens: (...names) => {
      for (const name of names) source.next(events[name]!);
    },
    subscribe: () => {
      subscribe();
    },
  };
}

const startsOf = (requests: readonly PageRequest[]) =>
  requests.map(({ StartPosition }) => StartPosition?.Id);
