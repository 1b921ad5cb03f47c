import { createReadMarks } from '../../lib/outbox/readMarks.js';

const read = (messageId: string, time?: number) => ({ status: 'read', messageId, time }) as const;
const delivered = (messageId: string, time?: number) =>
  ({ status: 'delivered', messageId, time }) as const;

describe('read marks', () => {
  it('have no receipt at first', () => {
    const marks = createReadMarks();

    expect(marks.has(read('a', 1))).toBe(false);
    expect(marks.snapshot()).toEqual({});
  });

  it('have a receipt for the message and all before it', () => {
    const marks = createReadMarks();
    marks.add(delivered('b', 2));

    expect([1, 2, 3].map((time) => marks.has(delivered('abc'[time - 1] ?? '', time)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('take a read receipt for a delivered one, and not the other way round', () => {
    const marks = createReadMarks();
    marks.add(read('b', 2));
    marks.add(delivered('c', 3));

    expect(marks.has(delivered('a', 1))).toBe(true);
    expect(marks.has(delivered('b'))).toBe(true);
    expect(marks.has(read('c', 3))).toBe(false);
  });

  it('do not take one for another of the same time', () => {
    const marks = createReadMarks();
    marks.add(read('a', 1));
    expect(marks.has(read('b', 1))).toBe(false);
    marks.add(read('b', 1));

    expect(marks.has(read('a', 1))).toBe(true);
  });

  it('know a message whose time is unknown by its id alone', () => {
    const marks = createReadMarks();
    marks.add(read('b', 2));
    marks.add(read('x'));

    expect(marks.has(read('x'))).toBe(true);
    expect(marks.has(read('y'))).toBe(false);
    expect(marks.snapshot()).toEqual({ readUpTo: { id: 'b', time: 2 } });
  });

  it('come back out of a snapshot, and never go back', () => {
    const before = createReadMarks();
    before.add(read('b', 2));
    before.add(delivered('d', 4));
    const snapshot = JSON.parse(JSON.stringify(before.snapshot())) as object;
    expect(snapshot).toEqual({
      readUpTo: { id: 'b', time: 2 },
      deliveredUpTo: { id: 'd', time: 4 },
    });

    const after = createReadMarks();
    after.add(read('c', 3));
    after.restore(snapshot);
    expect(after.snapshot()).toEqual({
      readUpTo: { id: 'c', time: 3 },
      deliveredUpTo: { id: 'd', time: 4 },
    });
    expect(after.has(read('b'))).toBe(true);
  });

  it('remember a thousand messages one by one', () => {
    const marks = createReadMarks();
    for (let i = 0; i <= 1_000; i++) marks.add(read(`m${i}`));

    expect(marks.has(read('m0'))).toBe(false);
    expect(marks.has(read('m1'))).toBe(true);
  });
});
