import { type TraceEvent, whereTimeGoes } from '../../bench/rendering/whereTimeGoes.js';

const page = (tid: number): TraceEvent => ({
  name: 'thread_name',
  pid: 1,
  tid,
  ts: 0,
  args: { name: 'CrRendererMain' },
});

/** Something that took all of a core from `ts` to `ts + dur`. */
const event = (tid: number, name: string, ts: number, dur: number): TraceEvent => ({
  name,
  pid: 1,
  tid,
  ts,
  dur,
  tdur: dur,
});

describe('where the time of a page goes', () => {
  it('counts what is inside of an event once, where it belongs', () => {
    const shares = whereTimeGoes([
      page(7),
      event(7, 'RunTask', 0, 100),
      event(7, 'FunctionCall', 10, 60),
      event(7, 'v8.callFunction', 12, 50),
      event(7, 'Layout', 20, 25),
      event(7, 'PrePaint', 80, 20),
    ]);

    expect(shares).toEqual({
      scripts: 0.35,
      style: 0,
      layout: 0.25,
      painting: 0.2,
      'garbage collection': 0,
      'the rest': 0.2,
    });
  });

  it('looks at the busiest page alone', () => {
    const shares = whereTimeGoes([
      page(7),
      page(8),
      event(7, 'RunTask', 0, 10),
      event(8, 'Layout', 0, 30),
      event(9, 'Paint', 0, 90),
    ]);

    expect(shares.layout).toBe(1);
  });

  it('says when there is none', () => {
    expect(() => whereTimeGoes([event(9, 'Paint', 0, 90)])).toThrow('it has no page');
  });
});
