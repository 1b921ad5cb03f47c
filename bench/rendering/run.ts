import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import type { EmulatedContact, Emulator } from 'rx-connect-chat/emulator';
import { openUnwatched } from './openUnwatched.js';
import { type TimeShares, type TraceEvent, whereTimeGoes } from './whereTimeGoes.js';
import { type Frames, watchFrames } from './watchFrames.js';

export const COUNT = 10_000;
export const A_SECOND = 500;
const WITHIN_MS = 90_000;
/** How long a page is left alone when it is there: Chromium goes on starting for a while. */
const SETTLE_MS = 2_000;

/** Who the list is fed by. */
export type Client = 'ours' | 'theirs';

/** Where a client's page is, what it talks to, and the browser it is in. */
export interface Stage {
  readonly browser: Browser;
  readonly emulator: Emulator;
  readonly url: string;
}

export interface Measured extends Frames {
  /** CPU time of the main thread, as a share of all time. */
  readonly busy: number;
}

/** How a list keeps up. Nothing is traced meanwhile. */
export const measure = (stage: Stage, client: Client): Promise<Measured> =>
  inPage(stage, client, async (ask, keepUp) => {
    await ask('Performance.enable', { timeDomain: 'threadTicks' });
    const cpuSeconds = async () => {
      const { metrics } = await ask('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN;
    };
    const before = await cpuSeconds();
    const startedAt = performance.now();
    const frames = await keepUp();
    const took = (performance.now() - startedAt) / 1_000;
    return { ...frames, busy: ((await cpuSeconds()) - before) / took };
  });

/** What the main thread does, of a trace. It takes time of its own, so that a run is traced or measured. */
export const trace = (stage: Stage, client: Client): Promise<TimeShares> =>
  inPage(stage, client, async (_ask, keepUp) => {
    await stage.browser.startTracing(undefined, { categories: ['devtools.timeline', 'toplevel'] });
    await keepUp();
    const text = (await stage.browser.stopTracing()).toString();
    return whereTimeGoes((JSON.parse(text) as { traceEvents: TraceEvent[] }).traceEvents);
  });

type Ask = Awaited<ReturnType<typeof openUnwatched>>['ask'];

/** Opens a page with a chat; `keepUp` sends all messages, and resolves when the last is shown. */
async function inPage<T>(
  { browser, emulator, url }: Stage,
  client: Client,
  act: (ask: Ask, keepUp: () => Promise<Frames>) => Promise<T>,
): Promise<T> {
  const contact = emulator.startChat({ displayName: 'Ann' });
  const task = JSON.stringify({ endpoint: emulator.url, chatDetails: contact.details });
  const query = new URLSearchParams({ client, task }).toString();
  const page = await openUnwatched(browser, `${url}?${query}`);
  while (emulator.sockets().subscribed === 0) await sleep(20);
  await sleep(SETTLE_MS);

  const found = await act(page.ask, async () => {
    const until = { last: `Message ${COUNT - 1}:`, withinMs: WITHIN_MS };
    const watching = page.ask('Runtime.evaluate', {
      expression: `(${watchFrames.toString()})(${JSON.stringify(until)})`,
      awaitPromise: true,
      returnByValue: true,
    });
    await sendAll(contact);
    return (await watching).result.value as Frames;
  });
  await page.close();
  contact.end();
  while (emulator.sockets().open > 0) await sleep(20);
  return found;
}

/** Has an agent say {@link COUNT} messages, {@link A_SECOND} a second. */
async function sendAll(contact: EmulatedContact): Promise<void> {
  const agent = contact.join({ displayName: 'Bea' });
  const startedAt = performance.now();
  for (let sent = 0; sent < COUNT;) {
    const due = Math.min(COUNT, ((performance.now() - startedAt) / 1_000) * A_SECOND);
    for (; sent < due; sent++) {
      agent.say(`Message ${sent}: thank you for waiting, your order has left our warehouse.`);
    }
    await sleep(4);
  }
}
