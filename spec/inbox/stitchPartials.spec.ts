import fc from 'fast-check';
import { from, of, Subject, take, tap } from 'rxjs';
import { stitch, stitchPartials } from '../../lib/inbox/stitchPartials.js';
import type { ChatItem, ChatMessage } from '../../lib/wire/index.js';
import { eventItem, lastPiece, messageItem, piece } from '../support/items.js';
import { marbles } from '../support/marbles.js';
import { diagram } from './stitchPartials.diagram.mjs';

const message = messageItem('other', { at: 5 });
const typing = eventItem('', 'typing');

/** Pieces of one streamed message `s`: it begins at 10. */
const first = piece('s', 1, 'Hel', { at: 10 });
const second = piece('s', 2, 'lo, ', { at: 20 });
const third = piece('s', 3, 'wor', { at: 30 });
const last = lastPiece('s', 4, 'Hello, world', { at: 40 });

const soFar = (latest: ChatMessage, content: string): ChatMessage => ({
  ...latest,
  content,
  time: first.time,
  partial: true,
});

const items: Record<string, ChatItem> = {
  m: message,
  t: typing,
  1: first,
  2: second,
  3: third,
  4: last,
  a: soFar(first, 'Hel'),
  b: soFar(second, 'Hello, '),
  c: soFar(third, 'Hello, wor'),
  d: { ...last, time: first.time },
};

/** What the picture calls them. */
const drawn: Record<string, ChatItem> = {
  a: first,
  b: second,
  c: third,
  d: last,
  m: message,
  A: soFar(first, 'Hel'),
  B: soFar(second, 'Hello, '),
  C: soFar(third, 'Hello, wor'),
  D: { ...last, time: first.time },
};

const collect = (given: readonly ChatItem[], options?: { maxMessages: number }): ChatItem[] => {
  const seen: ChatItem[] = [];
  from(given)
    .pipe(stitchPartials(options))
    .subscribe((item) => seen.push(item));
  return seen;
};

describe('stitchPartials', () => {
  // prettier-ignore
  it('does what its picture shows', marbles((m) => {
    const source = m.hot(diagram.source, drawn);

    m.expect(source.pipe(stitchPartials())).toBeObservable(diagram.expected, drawn);
  }));

  // prettier-ignore
  it('emits the message so far with each piece, and the whole with the last', marbles((m) => {
    const source = m.hot('-1-2-3-4-|', items);
    const subs =         '^--------!';
    const expected =     '-a-b-c-d-|';

    m.expect(source.pipe(stitchPartials())).toBeObservable(expected, items);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('lets everything else through as it is', marbles((m) => {
    const source = m.hot('-m-1-t-2-m-|', items);
    const subs =         '^----------!';
    const expected =     '-m-a-t-b-m-|';

    m.expect(source.pipe(stitchPartials())).toBeObservable(expected, items);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('leaves out a piece out of its turn, and the last one makes good for it', marbles((m) => {
    const source = m.hot('-1-3-2-2-4-|', items);
    const subs =         '^----------!';
    const expected =     '-a---b---d-|';

    m.expect(source.pipe(stitchPartials())).toBeObservable(expected, items);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('completes without a word on what is unfinished', marbles((m) => {
    const source = m.hot('-1-|', items);
    const subs =         '^--!';
    const expected =     '-a-|';

    m.expect(source.pipe(stitchPartials())).toBeObservable(expected, items);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('joins several messages at a time', () => {
    const seen = collect([
      piece('x', 1, 'a'),
      piece('y', 1, '1'),
      piece('x', 2, 'b'),
      piece('y', 2, '2'),
      lastPiece('y', 3, '123'),
      piece('x', 3, 'c'),
    ]);

    expect(seen.map(({ id, content }) => `${id} ${content}`)).toEqual([
      'x a',
      'y 1',
      'x ab',
      'y 12',
      'y 123',
      'x abc',
    ]);
  });

  it('never changes an item that it was given or has emitted', () => {
    const given = [first, second, last].map((item) => Object.freeze(item));
    const seen = collect(given);

    expect(seen.map(({ content }) => content)).toEqual(['Hel', 'Hello, ', 'Hello, world']);
    expect(second.content).toBe('lo, ');
  });

  it('forgets the oldest unfinished message where there are too many', () => {
    const seen = collect(
      [
        piece('x', 1, 'x1'),
        piece('y', 1, 'y1'),
        piece('z', 1, 'z1'), // makes x go
        piece('x', 2, 'x2'),
        piece('y', 2, 'y2'),
        lastPiece('x', 3, 'x1x2x3'),
      ],
      { maxMessages: 2 },
    );

    expect(seen.map(({ content }) => content)).toEqual(['x1', 'y1', 'z1', 'y1y2', 'x1x2x3']);
  });

  it('remembers 100 unfinished messages where nothing else is said', () => {
    const ids = Array.from({ length: 100 }, (_, i) => `id-${i}`);
    const begun = ids.map((id) => piece(id, 1, '1'));

    expect(collect([...begun, piece('id-0', 2, '2')])).toHaveLength(101);
    expect(collect([...begun, piece('more', 1, '1'), piece('id-0', 2, '2')])).toHaveLength(101);
  });

  it('tells of a piece that is fed to the source from inside next', () => {
    const source = new Subject<ChatItem>();
    const seen: string[] = [];
    source.pipe(stitchPartials()).subscribe(({ content }) => {
      seen.push(content);
      if (content === 'Hel') source.next(second);
    });

    source.next(first);
    source.next(third);

    expect(seen).toEqual(['Hel', 'Hello, ', 'Hello, wor']);
  });

  it('asks a synchronous source for nothing more once it is unsubscribed', () => {
    let asked = 0;
    of(first, second, last)
      .pipe(
        tap(() => asked++),
        stitchPartials(),
        take(1),
      )
      .subscribe();

    expect(asked).toBe(1);
  });

  it('ends with the whole text, in whatever order the pieces come and however often', () => {
    const pieces = [first, second, third, last];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(pieces, { minLength: 4 }),
        fc.array(fc.constantFrom(first, second, third)),
        (shuffled, again) => {
          const seen = collect([...again, ...shuffled.filter((item) => item !== last), last]);
          const end = seen.at(-1) as ChatMessage;
          expect(end.content).toBe('Hello, world');
          expect(end.partial).toBeUndefined();
          for (const item of seen.slice(0, -1)) {
            expect('Hello, world'.startsWith(item.content)).toBe(true);
          }
        },
      ),
    );
  });

  it.each([0, -1, NaN])('refuses to remember %d messages, when called', (maxMessages) => {
    expect(() => stitchPartials({ maxMessages })).toThrow(RangeError);
  });

  it('emits nothing for a piece that comes again after the whole message', () => {
    const seen = collect([first, second, third, last, first, second]);

    expect(seen.at(-1)).toEqual({ ...last, time: first.time });
  });
});

describe('stitch', () => {
  it('makes the message of the first piece', () => {
    expect(stitch(undefined, first)).toEqual({ ...first, partial: true });
  });

  it('makes nothing of a piece that is not the next one', () => {
    expect(stitch(undefined, second)).toBeUndefined();
    expect(stitch(soFar(first, 'Hel'), third)).toBeUndefined();
    expect(stitch(soFar(second, 'Hello, '), second)).toBeUndefined();
  });

  it('makes nothing of a piece that comes after the whole message', () => {
    expect(stitch(last, first)).toBeUndefined();
    expect(stitch(last, piece('s', 5, '!'))).toBeUndefined();
  });

  it('gives the whole message the time of its first piece', () => {
    expect(stitch(soFar(second, 'Hello, '), last)).toEqual({ ...last, time: first.time });
    expect(stitch(undefined, last)).toEqual(last);
  });
});
