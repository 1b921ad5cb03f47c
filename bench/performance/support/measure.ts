import { setImmediate as turn } from 'node:timers/promises';

/** Half of `values` are below it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** Rids the heap of what nobody holds. */
export async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.();
    await turn();
  }
}

/** How many bytes of the heap are in use when nothing is left to collect. */
export async function heapUsed(): Promise<number> {
  await collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Something to be measured, by the name of who does it; answers what it took. */
export type Contestants = Readonly<Record<string, () => Promise<number>>>;

/** What each contestant took, round by round: they take turns, so that all see the same machine. */
export type Rounds = Readonly<Record<string, readonly number[]>>;

/** Measures `rounds` times, after `warmUps` rounds that do not count. */
export async function takeTurns(
  contestants: Contestants,
  rounds: number,
  warmUps = 1,
): Promise<Rounds> {
  const taken = Object.fromEntries(Object.keys(contestants).map((name) => [name, [] as number[]]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      await collectGarbage();
      const took = await run();
      if (round >= 0) taken[name]?.push(took);
    }
  }
  return taken;
}

/** How many times as much as `floor` it took, round by round; the median of that. */
export const ratio = (taken: readonly number[] = [], floor: readonly number[] = []): number =>
  median(taken.map((value, i) => value / (floor[i] ?? NaN)));

/** Frames that a socket has at once: those of one read. */
const SLICE = 200;

/**
 * The CPU time that this process has used, in milliseconds, the collection of garbage included. Unlike
 * the clock's, it leaves out what else the machine does.
 */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Hands over `frames` in slices, as a socket does, and answers how many milliseconds of CPU it took. */
export async function handOver(
  frames: readonly string[],
  receive: (data: string) => void,
): Promise<number> {
  const before = cpuMs();
  for (let i = 0; i < frames.length; i += SLICE) {
    const end = Math.min(i + SLICE, frames.length);
    for (let j = i; j < end; j++) receive(frames[j] as string);
    await turn();
  }
  return cpuMs() - before;
}
