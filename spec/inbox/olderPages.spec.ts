import { defer, NEVER, type Observable, of, Subject, throwError } from 'rxjs';
import { ChatError } from '../../lib/api/index.js';
import { OlderPages, type OlderPagesOptions } from '../../lib/inbox/olderPages.js';
import type { Page, PageRequest } from '../../lib/inbox/pagesSince.js';
import type { ChatItem } from '../../lib/wire/index.js';
import { messageItem } from '../support/items.js';
import { pagesOf } from './support/pages.js';

const items = (from: number, to: number, ContactId = 'present') =>
  Array.from({ length: to - from + 1 }, (_, n) =>
    messageItem(`${from + n}`, { at: from + n, wire: { ContactId } }),
  );

/** Older pages of a transcript that keeps what it takes; joined, with the items from `from` on kept. */
function setUp(
  getPage: (request: PageRequest) => Observable<Page>,
  kept: readonly ChatItem[],
  options: Partial<OlderPagesOptions> = {},
) {
  const requests: PageRequest[] = [];
  let present = [...kept];
  let connectionToken = 'token-1';
  const transcript = {
    hasOlder: false,
    oldest: () => present[0],
    batch: (work: () => void) => {
      work();
    },
  };
  const older = new OlderPages({
    getPage: (requestFor) =>
      defer(() => {
        const request = requestFor(connectionToken);
        requests.push(request);
        return getPage(request);
      }),
    connectionToken: () => connectionToken,
    transcript,
    take: (page) => {
      const known = new Set(present.map(({ id }) => id));
      present = [...page.filter(({ id }) => !known.has(id)), ...present];
    },
    pageSize: 3,
    contactId: 'present',
    earlierContactIds: [],
    ...options,
  });
  const load = () => {
    const seen: unknown[] = [];
    const subscription = older.load$.subscribe({
      error: (error: unknown) => seen.push(error),
      complete: () => seen.push('completed'),
    });
    return { seen, subscription };
  };
  return {
    load,
    older,
    requests,
    transcript,
    ids: () => present.map(({ id }) => id).join(' '),
    drop: () => {
      present = present.slice(1);
      older.dropped();
    },
    reconnect: () => {
      connectionToken = 'token-2';
    },
  };
}

describe('older pages', () => {
  it('wait until the chat has been joined, or could not be', () => {
    const service = pagesOf(items(1, 3));
    const { load, older, requests } = setUp(service.getPage, items(3, 3));
    const first = load();
    expect(first.seen).toEqual([]);

    older.notJoined();
    expect(first.seen).toEqual(['completed']);
    expect(requests).toEqual([]); // nobody knows of older items
  });

  it('continue after the page that the chat was joined with, until there are none', () => {
    const service = pagesOf(items(1, 8));
    const chat = setUp(service.getPage, items(7, 8));
    chat.older.joined(items(8, 8)[0], '6', false);
    expect(chat.transcript.hasOlder).toBe(true);
    chat.load();
    expect(chat.ids()).toBe('4 5 6 7 8');
    expect(chat.requests).toMatchObject([{ NextToken: '6', MaxResults: 3 }]);
    chat.load();

    expect(chat.ids()).toBe('1 2 3 4 5 6 7 8');
    expect(chat.transcript.hasOlder).toBe(false);
    expect(chat.load().seen).toEqual(['completed']);
    expect(chat.requests).toHaveLength(2);
  });

  it('are requested once, however many subscribe meanwhile, and cancelled with the last of them', () => {
    const page$ = new Subject<Page>();
    const chat = setUp(() => page$, items(7, 8));
    chat.older.joined(items(8, 8)[0], '6', false);
    const [first, second] = [chat.load(), chat.load()];
    expect(chat.requests).toHaveLength(1);
    first.subscription.unsubscribe();
    expect(page$.observed).toBe(true);
    second.subscription.unsubscribe();

    expect(page$.observed).toBe(false);
  });

  it('start again at the oldest item when the token is of an earlier connection', () => {
    const asked: PageRequest[] = [];
    const chat = setUp(
      (request) => {
        asked.push(request);
        return of({ items: items(4, 7), nextToken: undefined });
      },
      items(7, 8),
    );
    chat.older.joined(items(8, 8)[0], '6', false);
    chat.reconnect();
    chat.load();

    expect(asked).toMatchObject([{ StartPosition: { Id: '7' }, MaxResults: 4 }]);
    expect(chat.ids()).toBe('4 5 6 7 8');
  });

  it('go by time if the service does not know the id, and to the newest if it does not know that', () => {
    const chat = setUp(
      ({ StartPosition }) =>
        StartPosition
          ? throwError(() => new ChatError('Validation', 'cannot GetTranscript: unknown'))
          : of({ items: items(1, 8), nextToken: undefined }),
      items(7, 8),
    );
    chat.older.joined(items(8, 8)[0], undefined, true);
    chat.load();

    expect(chat.requests.map(({ StartPosition = {} }) => Object.keys(StartPosition)[0])).toEqual([
      'Id',
      'AbsoluteTime',
      undefined,
    ]);
    expect(chat.ids()).toBe('1 2 3 4 5 6 7 8');
  });

  it('error with what the request errors, and can be loaded again', () => {
    let isDown = true;
    const error = new ChatError('AccessDenied', 'cannot GetTranscript: 403');
    const chat = setUp(
      () => (isDown ? throwError(() => error) : of({ items: items(5, 6), nextToken: undefined })),
      items(7, 8),
    );
    chat.older.joined(items(8, 8)[0], '6', false);
    expect(chat.load().seen).toEqual([error]);

    isDown = false;
    expect(chat.load().seen).toEqual(['completed']);
    expect(chat.ids()).toBe('5 6 7 8');
  });

  it('end, though the service names a next page after the last', () => {
    const chat = setUp(() => of({ items: [], nextToken: 'again' }), items(7, 8));
    chat.older.joined(items(8, 8)[0], '6', false);

    expect(chat.load().seen).toEqual(['completed']);
    expect(chat.transcript.hasOlder).toBe(false);
    expect(chat.requests).toHaveLength(1);
  });

  it('of an earlier contact are requested by its id, unless its items have been seen', () => {
    const chat = setUp(
      ({ ContactId }) =>
        of({ items: ContactId === 'before' ? items(1, 2, 'before') : [], nextToken: undefined }),
      items(7, 8),
      { earlierContactIds: ['before', 'seen'] },
    );
    chat.older.saw(items(6, 6, 'seen'));
    chat.older.joined(items(8, 8)[0], undefined, false);
    chat.load();

    expect(chat.requests).toMatchObject([{ ContactId: 'before' }]);
    expect(chat.ids()).toBe('1 2 7 8');
    expect(chat.transcript.hasOlder).toBe(false);
  });

  it('are loaded again if items were dropped while a page was on its way', () => {
    const pages = [new Subject<Page>(), new Subject<Page>()];
    const chat = setUp(() => pages[chat.requests.length - 1] ?? NEVER, items(6, 8));
    chat.older.joined(items(8, 8)[0], '5', false);
    chat.load();
    chat.drop();
    pages[0]?.next({ items: items(3, 5), nextToken: undefined });
    expect(chat.ids()).toBe('7 8');
    pages[1]?.next({ items: items(4, 7), nextToken: undefined });

    expect(chat.ids()).toBe('4 5 6 7 8');
    expect(chat.requests[1]).toMatchObject({ StartPosition: { Id: '7' } });
  });

  it('are there once the past of a persistent chat has come, unless it was there before', () => {
    const chat = setUp(() => NEVER, items(7, 8));
    chat.older.joined(items(8, 8)[0], undefined, false);
    expect(chat.transcript.hasOlder).toBe(false);
    chat.older.rehydrated();

    expect(chat.transcript.hasOlder).toBe(true);
  });
});
