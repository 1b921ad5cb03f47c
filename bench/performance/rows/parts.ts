import { asReceived, Entry, Ledger } from '../../../lib/inbox/index.js';
import { TranscriptStore } from '../../../lib/transcript/index.js';
import { type ChatItem, decodeFrame, decodeItem, type WireItem } from '../../../lib/wire/index.js';
import { type Line, type Row, us } from '../row.js';
import { frames, wireMessage } from '../support/frames.js';
import { cpuMs, median, takeTurns } from '../support/measure.js';

const COUNT = 100_000;
const ROUNDS = 7;

/** Where the time of an inbound message goes: each of its steps alone. */
export const parts: Row = {
  name: 'parts',
  run: async (): Promise<readonly Line[]> => {
    const given = frames(COUNT);
    const raw = Array.from({ length: COUNT }, (_, i) => wireMessage(i, i * 10));
    const decoded = raw.map((one) => decodeItem(one) as ChatItem);
    const entries = decoded.map((item, i) => new Entry(item.raw, item.time.getTime(), i + 1, item));
    const changes = entries.map((entry) => [{ kind: 'insert', entry }] as const);
    const parse = (json: string) => JSON.parse(json) as { content: string };

    const steps: Readonly<Record<string, () => unknown>> = {
      'two `JSON.parse`': () => eachOf(given, (data) => parse(parse(data).content)),
      'frame decoding': () => eachOf(given, decodeFrame),
      'item decoding, without the parsing': () => eachOf<WireItem, unknown>(raw, decodeItem),
      classification: () => {
        const ledger = new Ledger({ self: '', publish: () => {}, sentSince: () => [] });
        eachOf(decoded, (item) => ledger.receive([asReceived(item)], 'live'));
        return ledger;
      },
      'transcript insertion, read at the end': () => {
        const store = new TranscriptStore();
        eachOf(changes, (change) => store.apply(change));
        return store.snapshot();
      },
      'transcript insertion, read after every 200th': () => {
        const store = new TranscriptStore();
        changes.forEach((change, i) => {
          store.apply(change);
          if (i % 200 === 199) store.snapshot();
        });
        return store.snapshot();
      },
    };
    const taken = await takeTurns(
      Object.fromEntries(
        Object.entries(steps).map(([name, step]) => [
          name,
          () => {
            const before = cpuMs();
            const result = step();
            const took = cpuMs() - before;
            if (result === undefined) throw new Error(`${name} has no result`);
            return Promise.resolve(took);
          },
        ]),
      ),
      ROUNDS,
      2,
    );

    const store = new TranscriptStore();
    for (const change of changes) store.apply(change);
    store.snapshot();
    const snapshots: number[] = [];
    for (let i = 0; i < 20; i++) {
      store.apply([{ kind: 'older', hasOlder: i % 2 === 0 }]);
      const before = cpuMs();
      if (store.snapshot().items.length !== COUNT) throw new Error('some are gone');
      snapshots.push(cpuMs() - before);
    }

    return [
      ...Object.keys(steps).map((name): Line => {
        const ms = median(taken[name] ?? []);
        return {
          what: `${name}, per message`,
          measured: (ms * 1_000) / COUNT,
          unit: 'µs',
          ours: us(ms, COUNT),
        };
      }),
      {
        what: 'snapshot of 100,000 items, with its array',
        measured: median(snapshots),
        unit: 'ms',
        ours: `${median(snapshots).toFixed(2)} ms`,
      },
    ];
  },
};

/** Calls `step` for each, and keeps what it answers, as the floor keeps its items. */
const eachOf = <T, R>(given: readonly T[], step: (value: T) => R): readonly R[] =>
  given.map((value) => step(value));
