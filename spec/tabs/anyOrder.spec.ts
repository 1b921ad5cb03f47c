import fc from 'fast-check';
import { memoryStorage } from '../../lib/lite.js';
import { watch } from '../chat/support/watch.js';
import { type Tab, virtualTabs } from './support/virtualTabs.js';

const ACTS = [
  ...['open', 'close', 'crash', 'freeze', 'thaw', 'hide', 'show'],
  ...['disconnect', 'connect', 'cut', 'lose an answer', 'delay an answer'],
  ...['customer writes', 'customer writes', 'customer writes'],
  ...['agent writes', 'agent writes', 'agent writes', 'read'],
] as const;

/** What happens to the tab in one of three places, `afterMs` milliseconds after what happened before it. */
interface Step {
  readonly afterMs: number;
  readonly place: number;
  readonly act: (typeof ACTS)[number];
}

const steps = fc.array(
  fc.record<Step>({
    afterMs: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 1_500 })),
    place: fc.integer({ min: 0, max: 2 }),
    act: fc.constantFrom(...ACTS),
  }),
  { minLength: 1, maxLength: 30 },
);

interface Written {
  readonly text: string;
  readonly by: Tab;
  readonly ending: () => string | undefined;
}

/** What has happened to a tab besides what it shows of itself. */
interface Place {
  readonly tab: Tab;
  isAway: boolean;
  isConnected: boolean;
  /** Messages that were there when it was first connected. */
  history: ReadonlySet<string> | undefined;
}

/** Has it happen; then all tabs that are still there are thawed, connected and compared with the service. */
function run(given: readonly Step[], isStored: boolean, history: number) {
  const virtual = virtualTabs({ history, ...(isStored && { storage: memoryStorage() }) });
  const { advance, agent, contact, emulator, open } = virtual;
  const places: (Place | undefined)[] = [undefined, undefined, undefined];
  const written: Written[] = [];
  const failures: unknown[] = [];
  let texts = 0;

  const kept = () =>
    contact.transcript.filter(({ Type }) => Type === 'MESSAGE').map(({ Content }) => Content ?? '');
  const look = () => {
    for (const place of places) {
      if (place?.tab.connections.values.length) place.history ??= new Set(kept());
    }
  };
  const openAt = (place: number) => {
    const tab = open();
    places[place] = { tab, isAway: false, isConnected: true, history: undefined };
  };
  const perform = ({ place, act }: Step) => {
    const there = places[place];
    if (act === 'cut') emulator.faults.cutSockets();
    else if (act === 'lose an answer') emulator.faults.loseAnswer('SendMessage', { times: 1 });
    else if (act === 'delay an answer')
      emulator.faults.delayOperation('SendMessage', 300, { times: 1 });
    else if (act === 'agent writes') agent.say(`agent ${texts++}`);
    else if (there === undefined) {
      if (act === 'open') openAt(place);
    } else if (act === 'close' || act === 'crash') {
      there.tab[act]();
      places[place] = undefined;
    } else if (act === 'freeze' && !there.isAway) {
      there.isAway = true;
      there.tab.freeze();
    } else if (act === 'thaw' && there.isAway) back(there);
    else if (act === 'hide' && !there.isAway) {
      there.isAway = true;
      there.tab.hide();
    } else if (act === 'show' && there.isAway) back(there);
    else if (there.isAway) return;
    else if (act === 'disconnect' && there.isConnected) {
      there.isConnected = false;
      there.tab.connections.unsubscribe();
    } else if (act === 'connect' && !there.isConnected) {
      there.isConnected = true;
      there.tab.connect();
    } else if (act === 'customer writes' && there.isConnected) {
      const text = `customer ${texts++}`;
      const sent = watch(there.tab.chat.sendMessage(text));
      written.push({ text, by: there.tab, ending: () => sent.ending });
    } else if (act === 'read' && there.isConnected) {
      const id = there.tab.messages.values.at(-1)?.id;
      if (id !== undefined) there.tab.chat.markRead(id).subscribe({ error: () => undefined });
    }
  };
  const back = (place: Place) => {
    place.isAway = false;
    place.tab.thaw();
    place.tab.show();
  };

  openAt(0);
  for (const step of given) {
    for (let ms = 0; ms < step.afterMs; ms += 5) {
      advance(Math.min(5, step.afterMs - ms));
      look();
    }
    perform(step);
  }
  if (!places.some((place) => place !== undefined)) openAt(0);
  for (const place of places) {
    if (place?.isAway) back(place);
    if (place && !place.isConnected) {
      place.isConnected = true;
      place.tab.connect();
    }
  }
  advance(60_000);
  agent.say('the end');
  advance(3_000);
  look();
  for (const place of places) {
    for (let pages = 0; place?.tab.transcript.last?.hasOlder && pages < 50; pages++) {
      watch(place.tab.chat.loadOlder());
      advance(100);
    }
  }
  return { contact, failures, kept, places, written };
}

it.each([
  ['without a storage', false, 100],
  ['with a storage', true, 100],
  ['with a short history', false, 3],
])('tabs tell everything once in any order of what happens to them, %s', (_, isStored, history) => {
  fc.assert(
    fc.property(steps, (given) => {
      const { kept, places, written } = run(given, isStored, history);
      const there = kept();
      expect(new Set(there).size).toBe(there.length); // nothing was sent twice
      const tabs = places.flatMap((place) => place ?? []);
      for (const { text, by, ending } of written) {
        const isThere = tabs.some(({ tab }) => tab === by);
        if (isThere && ending() !== 'errored') expect(there).toContain(text);
        if (ending() === 'completed') expect(there).toContain(text);
        if (isThere) expect(ending()).toBeDefined();
      }
      for (const { tab, history } of tabs) {
        const told = tab.messages.values.map(({ content }) => content);
        expect(new Set(told).size).toBe(told.length);
        const events = tab.events.values.map(({ id }) => id);
        expect(new Set(events).size).toBe(events.length);
        expect(tab.state.last?.status).toBe('connected');
        const shown = (tab.transcript.last?.items ?? []).filter(({ type }) => type === 'MESSAGE');
        expect(shown.map(({ content }) => content)).toEqual(there);
        expect(tab.applied.last).toEqual(tab.transcript.last?.items);
        expect(shown.map(({ status }) => status)).not.toContain('sending');
        const missed = there.filter((text) => !told.includes(text) && !history?.has(text));
        expect(missed).toEqual([]);
      }
      const unread = tabs.map(({ tab }) => watch(tab.chat.unreadCount$).last);
      expect(new Set(unread).size).toBe(1);
    }),
    {
      numRuns: Number(process.env.RUNS ?? 60),
      examples: [
        // Told on the way out of a leader that was still connecting.
        [
          [
            { afterMs: 19, place: 0, act: 'open' },
            { afterMs: 7, place: 0, act: 'agent writes' },
            { afterMs: 5, place: 0, act: 'disconnect' },
            { afterMs: 0, place: 1, act: 'open' },
          ],
        ],
      ],
    },
  );
});
