import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { IdleReport, IdleTask } from '../idleClient.js';
import { type Line, type Row, times } from '../row.js';
import { emulated, type Emulated } from '../support/emulated.js';
import { median, ratio } from '../support/measure.js';

/** One turn of heartbeats. */
const WINDOW_MS = 10_000;
const WINDOWS = 9;
/** Code that runs so seldom takes its time to be compiled. */
const WARM_UP_MS = 30_000;

interface Idle {
  readonly heapPerChat: number;
  /** Milliseconds of CPU per chat and minute, window by window. */
  readonly cpuPerChat: readonly number[];
}

const row = (count: number, clients: readonly IdleTask['client'][]): Row => ({
  name: `idle-${count}`,
  run: async (): Promise<readonly Line[]> => {
    const service = await emulated();
    const { bare, ours, chatJs } = await measure(service, count, clients);
    service.close();
    const chats = `${count.toLocaleString('en')} idle chats in a process`;
    const kB = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
    const cpu = (idle: Idle) => `${median(idle.cpuPerChat).toFixed(2)} ms a minute`;
    const cpuRatio = (idle: Idle) => ratio(idle.cpuPerChat, bare?.cpuPerChat);
    if (!bare || !ours) throw new Error('cannot compare: a client is missing');
    return [
      {
        what: `${chats}: heap of each`,
        limit: 1.6,
        measured: ours.heapPerChat / bare.heapPerChat,
        unit: '×',
        floor: kB(bare.heapPerChat),
        ours: kB(ours.heapPerChat),
        ...(chatJs && {
          chatJs: `${kB(chatJs.heapPerChat)} (${times(chatJs.heapPerChat / bare.heapPerChat)})`,
        }),
      },
      {
        what: `${chats}: CPU of each`,
        limit: 1.3,
        measured: cpuRatio(ours),
        unit: '×',
        floor: cpu(bare),
        ours: cpu(ours),
        ...(chatJs && { chatJs: `${cpu(chatJs)} (${times(cpuRatio(chatJs))})` }),
      },
    ];
  },
});

/** All clients over the same windows of time, each in a process of its own. */
async function measure(
  service: Emulated,
  count: number,
  clients: readonly IdleTask['client'][],
): Promise<Partial<Record<IdleTask['client'], Idle>>> {
  const children: { client: IdleTask['client']; child: ChildProcess; heapPerChat: number }[] = [];
  for (const client of clients) {
    const chats = [];
    for (let i = 0; i <= count; i++) chats.push(await service.startChat());
    const child = fork(fileURLToPath(new URL('idleClient.mjs', import.meta.url)), {
      execArgv: ['--expose-gc'],
    });
    child.send({ client, endpoint: service.url, chats } satisfies IdleTask);
    const report = await reportOf(child);
    if (!('heapPerChat' in report)) throw new Error(`${client} does not connect`);
    children.push({ client, child, heapPerChat: report.heapPerChat });
  }

  const cpuMs = () =>
    Promise.all(
      children.map(async ({ child }) => {
        child.send('cpu');
        const report = await reportOf(child);
        return 'cpuMs' in report ? report.cpuMs : NaN;
      }),
    );
  await sleep(WARM_UP_MS);
  const marks = [await cpuMs()];
  for (let i = 0; i < WINDOWS; i++) {
    await sleep(WINDOW_MS);
    marks.push(await cpuMs());
  }
  for (const { child } of children) child.kill();

  return Object.fromEntries(
    children.map(({ client, heapPerChat }, which) => {
      const cpuPerChat = marks.slice(1).map((mark, i) => {
        const ms = (mark[which] ?? NaN) - (marks[i]?.[which] ?? NaN);
        return (ms / count) * (60_000 / WINDOW_MS);
      });
      return [client, { heapPerChat, cpuPerChat }];
    }),
  );
}

const reportOf = (child: ChildProcess): Promise<IdleReport> =>
  new Promise((resolve, reject) => {
    const gone = (code: number | null) => {
      reject(new Error(`a client's process ended with ${code}`));
    };
    child.once('exit', gone);
    child.once('message', (report) => {
      child.off('exit', gone);
      resolve(report as IdleReport);
    });
  });

export const idle: readonly Row[] = [
  row(200, ['bare', 'ours', 'chatJs']),
  row(1_000, ['bare', 'ours']),
  row(5_000, ['bare', 'ours']),
];
