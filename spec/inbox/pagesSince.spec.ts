import { of, scheduled, throwError, VirtualTimeScheduler } from 'rxjs';
import {
  type GetPage,
  newestOf,
  type Page,
  pagesBackTo,
  pagesSince,
} from '../../lib/inbox/pagesSince.js';
import { ChatError, type ChatErrorCode } from '../../lib/api/index.js';
import type { ChatItem } from '../../lib/wire/index.js';
import { EPOCH_MS, eventItem, messageItem } from '../support/items.js';
import { marbles } from '../support/marbles.js';
import { pagesOf } from './support/pages.js';

const transcriptOf = (count: number) =>
  Array.from({ length: count }, (_, i) => messageItem(`id-${i}`, { at: i }));

interface Outcome {
  readonly ids: readonly string[];
  readonly pages: readonly number[];
  readonly error?: ChatError;
  readonly completed: boolean;
}

function run(known: Parameters<typeof pagesSince>[0], getPage: GetPage): Outcome {
  const pages: Page[] = [];
  let error: ChatError | undefined;
  let completed = false;
  pagesSince(known, getPage).subscribe({
    next: (page) => pages.push(page),
    error: (e: unknown) => (error = e as ChatError),
    complete: () => (completed = true),
  });
  return {
    ids: pages.flatMap(({ items }) => items.map(({ id }) => id)),
    pages: pages.map(({ items }) => items.length),
    ...(error && { error }),
    completed,
  };
}

const idsOf = (items: readonly ChatItem[]) => items.map(({ id }) => id);
const failing = (code: ChatErrorCode) => throwError(() => new ChatError(code, `cannot: ${code}`));

describe('pagesSince a known item', () => {
  it('asks FORWARD from its id and takes all pages, oldest first', () => {
    const transcript = transcriptOf(260);
    const { getPage, requests } = pagesOf(transcript);

    const outcome = run(transcript[10]!, getPage);

    expect(outcome).toMatchObject({ completed: true, pages: [100, 100, 50] });
    expect(outcome.ids).toEqual(idsOf(transcript.slice(10)));
    expect(requests.map(({ NextToken }) => NextToken)).toEqual([undefined, '110', '210']);
    for (const request of requests) {
      expect(request).toMatchObject({
        ScanDirection: 'FORWARD',
        SortOrder: 'ASCENDING',
        MaxResults: 100,
        StartPosition: { Id: 'id-10' },
      });
    }
  });

  it('goes BACKWARD at once from an item of an earlier contact', () => {
    const past = messageItem('past', { at: 0, wire: { RelatedContactId: 'earlier' } });
    const { getPage, requests } = pagesOf([past, ...transcriptOf(3)]);
    expect(run(past, getPage)).toMatchObject({ ids: ['past', 'id-0', 'id-1', 'id-2'] });
    expect(requests.map(({ ScanDirection }) => ScanDirection)).toEqual(['BACKWARD']);
  });

  it('asks once where nothing has come since', () => {
    const transcript = transcriptOf(3);
    const { getPage, requests } = pagesOf(transcript);

    expect(run(transcript[2]!, getPage)).toMatchObject({ ids: ['id-2'], completed: true });
    expect(requests).toHaveLength(1);
  });

  it.each(['Validation', 'NotFound'] as const)(
    'asks from its time where its id is answered with %s',
    (code) => {
      const transcript = transcriptOf(5);
      const { getPage, requests } = pagesOf(transcript, (page, { StartPosition }) =>
        StartPosition?.Id === undefined ? of(page) : failing(code),
      );

      expect(run(transcript[2]!, getPage).ids).toEqual(['id-2', 'id-3', 'id-4']);
      expect(requests.map(({ StartPosition }) => StartPosition)).toEqual([
        { Id: 'id-2' },
        { AbsoluteTime: new Date(EPOCH_MS + 2).toISOString() },
      ]);
    },
  );

  it('asks from its time where the answer is without the item', () => {
    const transcript = transcriptOf(5);
    const { getPage, requests } = pagesOf(transcript, (page, { StartPosition }) =>
      of(StartPosition?.Id === undefined ? page : { items: [], nextToken: undefined }),
    );

    expect(run(transcript[2]!, getPage).ids).toEqual(['id-2', 'id-3', 'id-4']);
    expect(requests).toHaveLength(2);
  });

  it('goes BACKWARD until the item comes up where its time has no answer with it either', () => {
    const transcript = transcriptOf(350);
    const { getPage, requests } = pagesOf(transcript, (page, { ScanDirection }) =>
      ScanDirection === 'BACKWARD' ? of(page) : failing('Validation'),
    );

    const outcome = run(transcript[200]!, getPage);

    expect(outcome.ids).toEqual(idsOf(transcript.slice(150)));
    expect(outcome).toMatchObject({ pages: [100, 100], completed: true });
    expect(requests.map(({ ScanDirection }) => ScanDirection)).toEqual([
      'FORWARD',
      'FORWARD',
      'BACKWARD',
      'BACKWARD',
    ]);
  });

  it('goes BACKWARD until what is older comes up, where the service has lost the item', () => {
    const transcript = transcriptOf(350);
    const lost = messageItem('lost', { at: 200 });
    const { getPage } = pagesOf(transcript);

    expect(run(lost, getPage).ids).toEqual(idsOf(transcript.slice(150)));
  });

  it('goes BACKWARD to the beginning where the service has nothing as old', () => {
    const transcript = transcriptOf(3);
    const lost = messageItem('lost', { at: -5 });

    expect(run(lost, pagesOf(transcript).getPage).ids).toEqual(idsOf(transcript));
  });

  it.each(['AccessDenied', 'Network', 'Service', 'Throttled'] as const)(
    'errors with %s, without another try',
    (code) => {
      const { getPage, requests } = pagesOf(transcriptOf(3), () => failing(code));

      expect(run(messageItem('id-1', { at: 1 }), getPage).error?.code).toBe(code);
      expect(requests).toHaveLength(1);
    },
  );

  it('errors with what goes wrong on the last way', () => {
    const { getPage } = pagesOf([], () => failing('Validation'));

    expect(run(messageItem('id-1'), getPage).error?.code).toBe('Validation');
  });

  describe.each([
    { behind: 'an empty page', repeats: false },
    { behind: 'the last page again', repeats: true },
  ])('of a service that names a page behind the last one: $behind', ({ repeats }) => {
    /** Such a service. */
    const endless = (transcript: readonly ChatItem[]) => {
      let last: Page = { items: [], nextToken: undefined };
      return pagesOf(transcript, (page, { NextToken }) => {
        const isBehind = NextToken === 'end';
        if (!isBehind) last = { ...page, nextToken: page.nextToken ?? 'end' };
        return of(isBehind && !repeats ? { items: [], nextToken: 'end' } : last);
      });
    };

    it.each([
      { count: 1, calls: 1 },
      { count: 2, calls: 2 },
      { count: 100, calls: 2 },
      { count: 260, calls: 4 },
    ])('asks $calls times for $count items, FORWARD', ({ count, calls }) => {
      const transcript = transcriptOf(count);
      const { getPage, requests } = endless(transcript);

      const outcome = run(transcript[0]!, getPage);

      expect(outcome.completed).toBe(true);
      expect([...new Set(outcome.ids)]).toEqual(idsOf(transcript));
      expect(requests).toHaveLength(calls);
    });

    it('asks once more than there are pages, BACKWARD', () => {
      const transcript = transcriptOf(260);
      const { getPage, requests } = endless(transcript);

      const outcome = run('nothing', getPage);

      expect(outcome.completed).toBe(true);
      expect([...new Set(outcome.ids)]).toEqual(idsOf(transcript));
      expect(requests).toHaveLength(4);
    });

    it('brings each item once, and no token, as one page', () => {
      const transcript = transcriptOf(3);
      const { getPage, requests } = endless(transcript);
      let whole: Page | undefined;

      pagesBackTo(15, () => false, getPage).subscribe((page) => (whole = page));

      expect(whole).toEqual({ items: transcript, nextToken: undefined });
      expect(requests).toHaveLength(2);
    });
  });

  it('goes on over pages of receipts, behind which there may be messages', () => {
    const receipts = Array.from({ length: 250 }, (_, i) =>
      eventItem(`receipt-${i}`, 'message.read', { at: i + 1 }),
    );
    const transcript = [
      messageItem('known', { at: 0 }),
      ...receipts,
      messageItem('missed', { at: 300 }),
    ];

    expect(run(transcript[0]!, pagesOf(transcript).getPage).ids.at(-1)).toBe('missed');
  });

  it('errors with Service where the pages do not come to an end', () => {
    const clock = new VirtualTimeScheduler();
    const item = messageItem('a');
    let asked = 0;
    let error: unknown;
    pagesSince(item, () => {
      asked++;
      const items = [item, messageItem(`more-${asked}`)];
      return scheduled([{ items, nextToken: 'more' }], clock);
    }).subscribe({ error: (e: unknown) => (error = e) });
    clock.flush();

    expect(error).toMatchObject({ name: 'ChatError', code: 'Service' });
    expect(asked).toBe(1_000);
  });

  // prettier-ignore
  it('emits each page as it comes, one request at a time, and cancels it when unsubscribed', marbles((m) => {
    const item = messageItem('a');
    const pages = {
      p: { items: [item, messageItem('a2')], nextToken: '1' },
      q: { items: [messageItem('b')], nextToken: '2' },
    };
    const first =  m.cold('--(p|)', pages);
    const second = m.cold(  '---(q|)', pages);
    const third =  m.cold(     '-----');
    const subs1 =         '^-!';
    const subs2 =         '--^--!';
    const subs3 =         '-----^--!';
    const unsub =         '--------!';
    const expected =      '--p--q---';
    const answers = [first, second, third];

    m.expect(pagesSince(item, () => answers.shift()!), unsub).toBeObservable(expected, pages);
    m.expect(first).toHaveSubscriptions(subs1);
    m.expect(second).toHaveSubscriptions(subs2);
    m.expect(third).toHaveSubscriptions(subs3);
  }));
});

describe('pagesSince nothing', () => {
  it('goes BACKWARD to the beginning and gives the pages oldest first', () => {
    const transcript = transcriptOf(250);
    const { getPage, requests } = pagesOf(transcript);

    const outcome = run('nothing', getPage);

    expect(outcome).toMatchObject({ pages: [50, 100, 100], completed: true });
    expect(outcome.ids).toEqual(idsOf(transcript));
    expect(requests[0]).toEqual({
      ScanDirection: 'BACKWARD',
      SortOrder: 'ASCENDING',
      MaxResults: 100,
    });
  });

  it('is content with an empty transcript', () => {
    expect(run('nothing', pagesOf([]).getPage)).toMatchObject({ ids: [], completed: true });
  });
});

describe('newestOf', () => {
  it('is the last item that the service keeps', () => {
    const joined = eventItem('b', 'participant.joined');

    expect(newestOf([messageItem('a'), joined, eventItem('c', 'typing')])).toBe(joined);
    expect(newestOf([eventItem('c', 'message.read')])).toBeUndefined();
    expect(newestOf([])).toBeUndefined();
  });
});
