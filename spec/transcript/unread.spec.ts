import fc from 'fast-check';
import { Entry } from '../../lib/inbox/index.js';
import {
  NOTHING_UNREAD,
  reduceUnread,
  unreadCount,
  type UnreadChange,
} from '../../lib/transcript/unread.js';
import { eventItem, messageItem } from '../support/items.js';

const SELF = 'me';
const entry = (time: number, arrival: number, from = 'bea'): Entry =>
  new Entry({}, time, arrival, messageItem(`m${arrival}`, { from, at: time }));
const insert = (of: Entry): UnreadChange => ({ kind: 'insert', entry: of });
const after = (...changes: readonly UnreadChange[]) =>
  changes.reduce((unread, change) => reduceUnread(unread, change, SELF), NOTHING_UNREAD);
const count = (...changes: readonly UnreadChange[]) => unreadCount(after(...changes));

describe('what is unread', () => {
  it('is nothing at first', () => {
    expect(count()).toBe(0);
  });

  it('is what others say, the system and bots as well, and nothing else', () => {
    const system = new Entry({}, 2, 2, messageItem('s', { role: 'SYSTEM' }));
    const joined = new Entry({}, 3, 3, eventItem('j', 'participant.joined'));

    expect(count(insert(entry(1, 1)), insert(system), insert(joined))).toBe(2);
    expect(count(insert(entry(1, 1, SELF)))).toBe(0);
  });

  it('is what comes after the read mark, wherever it comes in', () => {
    const marked: UnreadChange[] = [
      insert(entry(1, 1)),
      insert(entry(3, 2)),
      { kind: 'read', upTo: 2 },
    ];

    expect(count(...marked)).toBe(1);
    expect(count(...marked, insert(entry(2, 3)), insert(entry(4, 4)))).toBe(2);
    expect(count(...marked, { kind: 'read', upTo: 1 })).toBe(1);
    expect(count(...marked, { kind: 'read', upTo: 3 })).toBe(0);
  });

  it('is not in older pages unless they come after a read mark', () => {
    const older = [insert(entry(3, -1)), insert(entry(2, -2)), insert(entry(1, -3))];

    expect(count(insert(entry(4, 1)), ...older)).toBe(1);
    expect(count(insert(entry(4, 1)), ...older, { kind: 'read', upTo: 1 })).toBe(3);
    expect(count({ kind: 'read', upTo: 1 }, insert(entry(4, 1)), ...older)).toBe(3);
  });

  it('is not what is taken out, and stays where an item changes', () => {
    const [one, two] = [entry(1, 1), entry(2, 2)];

    expect(count(insert(one), insert(two), { kind: 'remove', entry: one })).toBe(1);
    expect(count(insert(one), { kind: 'replace', entry: one })).toBe(1);
    expect(count(insert(one), { kind: 'older', hasOlder: true })).toBe(1);
  });

  it('is what a recount says, in whatever order things come', () => {
    const change = fc.record({
      time: fc.integer({ min: 0, max: 20 }),
      kind: fc.constantFrom<'new' | 'older' | 'own' | 'read' | 'remove'>(
        'new',
        'new',
        'older',
        'own',
        'read',
        'remove',
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        let unread = NOTHING_UNREAD;
        let mark: number | undefined;
        let entries: readonly Entry[] = [];
        let arrivals = 0;
        for (const { time, kind } of changes) {
          let next: UnreadChange;
          if (kind === 'read') {
            mark = Math.max(time, mark ?? 0);
            next = { kind, upTo: time };
          } else if (kind === 'remove') {
            const removed = entries[time];
            if (!removed) continue;
            entries = entries.filter((other) => other !== removed);
            next = { kind, entry: removed };
          } else {
            arrivals++;
            const added = entry(
              time,
              kind === 'older' ? -arrivals : arrivals,
              kind === 'own' ? SELF : 'bea',
            );
            entries = [...entries, added];
            next = insert(added);
          }
          unread = reduceUnread(unread, next, SELF);
          const recount = entries.filter(
            ({ item, time: at, arrival }) =>
              item.participant.id !== SELF && (mark === undefined ? arrival > 0 : at > mark),
          );
          expect(unreadCount(unread)).toBe(recount.length);
        }
      }),
    );
  });
});
