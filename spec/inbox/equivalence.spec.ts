import fc from 'fast-check';
import { filter, type Observable, type OperatorFunction, pipe, Subject } from 'rxjs';
import { asReceived, type Origin, ReceivedItem } from '../../lib/inbox/entries.js';
import { dedupeBy, orderWithin, stitchPartials } from '../../lib/inbox/index.js';
import { Ledger } from '../../lib/inbox/ledger.js';
import { type ChatItem, isMessage } from '../../lib/wire/index.js';
import { lastPiece, messageItem, piece } from '../support/items.js';
import { VirtualClock } from '../support/virtualClock.js';

const WINDOW_MS = 10;

/** A copy of an item, or of a piece of one, that comes `waitMs` after the one before. */
interface Arrival {
  readonly waitMs: number;
  readonly item: ChatItem;
  readonly origin: Origin;
}

type Form = Pick<Arrival, 'item' | 'origin'>;

const live = (item: ChatItem): Form => ({ item, origin: 'live' });

/** All forms of one message: whole, or piece by piece, on the socket; and as the transcript has it. */
const formsOf = (id: string, at: number, pieces: number): readonly Form[] => [
  ...Array.from({ length: pieces }, (_, n) => live(piece(id, n + 1, `${n + 1}`, { at: at + n }))),
  live(
    pieces === 0
      ? messageItem(id, { at, content: 'whole' })
      : lastPiece(id, pieces + 1, 'whole', { at: at + pieces }),
  ),
  { item: messageItem(id, { at, content: 'whole' }), origin: 'gap' },
];

const schedule: fc.Arbitrary<readonly Arrival[]> = fc
  .array(fc.record({ at: fc.nat(20), pieces: fc.constantFrom(0, 0, 1, 2) }), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((messages) => {
    const forms = messages.flatMap(({ at, pieces }, n) => formsOf(`${n}`, at, pieces));
    const arrival = fc.record({
      waitMs: fc.constantFrom(0, 0, 1, 4, 12),
      form: fc.constantFrom(...forms),
    });
    return fc.array(
      arrival.map(({ waitMs, form }) => ({ waitMs, ...form })),
      { maxLength: 20 },
    );
  });

const isWhole = (item: ChatItem) => isMessage(item) && item.partial !== true;
const byTime = { by: ({ time }: ChatItem) => time.getTime() };

/** Plays a schedule into a pipe; the ids that come out, and when. */
function play(
  arrivals: readonly Arrival[],
  pipeOf: (arrivals$: Observable<Arrival>, clock: VirtualClock) => Observable<ChatItem>,
): readonly string[] {
  const clock = new VirtualClock();
  const arrivals$ = new Subject<Arrival>();
  const emitted: string[] = [];
  pipeOf(arrivals$, clock).subscribe(({ id, content }) => {
    emitted.push(`${clock.now()}: ${id} ${content}`);
  });
  for (const arrival of arrivals) {
    clock.advance(arrival.waitMs);
    arrivals$.next(arrival);
  }
  clock.advance(WINDOW_MS);
  return emitted;
}

/** What the chat does: the ledger, then `orderWithin`. */
const byLedger = (arrivals: readonly Arrival[], receive = asReceived) =>
  play(arrivals, (arrivals$, scheduler) => {
    const published$ = new Subject<ChatItem>();
    const ledger = new Ledger({
      self: 'me',
      publish: ({ published }) => {
        for (const { item } of published) published$.next(item);
      },
      sentSince: () => [],
    });
    arrivals$.subscribe(({ item, origin }) => ledger.receive([receive(item)], origin));
    return published$.pipe(orderWithin(WINDOW_MS, { ...byTime, scheduler }));
  });

/** What the exported operators do. */
const byOperators = (
  arrivals: readonly Arrival[],
  reconcile: OperatorFunction<ChatItem, ChatItem>,
) =>
  play(arrivals, (arrivals$, scheduler) => {
    const items$ = new Subject<ChatItem>();
    arrivals$.subscribe(({ item }) => {
      items$.next(item);
    });
    return items$.pipe(reconcile, orderWithin(WINDOW_MS, { ...byTime, scheduler }));
  });

const plainPipe = () =>
  pipe(
    stitchPartials(),
    filter(isWhole),
    dedupeBy(({ id }) => id),
  );

describe('the ledger', () => {
  it('publishes what stitchPartials | filter whole | dedupeBy | orderWithin do, at the same time', () => {
    fc.assert(
      fc.property(schedule, (arrivals) => {
        expect(byLedger(arrivals)).toEqual(byOperators(arrivals, plainPipe()));
      }),
      { numRuns: 4_000 },
    );
  });

  it('does so as well with items that nobody has read', () => {
    fc.assert(
      fc.property(schedule, (arrivals) => {
        const unread = ({ raw, time }: ChatItem) => new ReceivedItem(raw, time.getTime());
        expect(byLedger(arrivals, unread)).toEqual(byOperators(arrivals, plainPipe()));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['dedupeBy', pipe(stitchPartials(), filter(isWhole))],
    [
      'stitchPartials',
      pipe(
        filter<ChatItem>(isWhole),
        dedupeBy<ChatItem>(({ id }) => id),
      ),
    ],
    [
      'the filter',
      pipe(
        stitchPartials(),
        dedupeBy<ChatItem>(({ id }) => id),
      ),
    ],
  ])('differs from the pipe without %s', (_left, shorter) => {
    const { failed } = fc.check(
      fc.property(schedule, (arrivals) => {
        expect(byLedger(arrivals)).toEqual(byOperators(arrivals, shorter));
      }),
      { numRuns: 1_000 },
    );

    expect(failed).toBe(true);
  });
});
