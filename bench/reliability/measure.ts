import { setTimeout as sleep } from 'node:timers/promises';
import type { EmulatedParticipant } from 'rx-connect-chat/emulator';
import { backoffMs } from '../../lib/api/index.js';
import { type Stage, until } from './startClient.js';

/** What became of the messages that were sent. */
export interface Fate {
  readonly sent: number;
  readonly lost: number;
  readonly doubled: number;
  /** The fewest that would have to be moved. */
  readonly outOfOrder: number;
}

/** How a client came back. */
export interface Recovery {
  /** From the end of the fault until its socket was subscribed again; undefined for not at all. */
  readonly afterMs: number | undefined;
  /** The ceiling of the wait it was in, where it told of its waits. */
  readonly lastStepMs: number | undefined;
}

/** After a minute, no wait of any of them is longer than 64 s. */
const RECOVER_WITHIN_MS = 72_000;
/** What is not here by then never comes: the longest that this library holds back is 5 s. */
const SETTLE_WITHIN_MS = 8_000;
/** How long to listen for copies of what is all there. */
const QUIET_MS = 500;
const FIRST_DELAY_MS = 1_000;
/** While the chat is polled, the backoff goes on doubling. */
const MAX_DELAY_MS = 240_000;

/** Has the agent say so many messages, one every `everyMs`; resolves with their ids. */
export async function say(
  agent: EmulatedParticipant,
  count: number,
  everyMs: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    ids.push(agent.say(`message ${i}`).Id ?? '');
    await sleep(everyMs);
  }
  return ids;
}

/** How often the client of `stage` has asked for a connection since `from`, in ms since 1970. */
export const callsSince = ({ emulator }: Stage, from: number): number =>
  emulator.requests.entries.filter(
    ({ operation, time }) => operation === 'CreateParticipantConnection' && time >= from,
  ).length;

/** Waits for the client whose fault has just ended; `before` is how many events it had told before. */
export async function recovery({ emulator, events }: Stage, before: number): Promise<Recovery> {
  const startedAt = Date.now();
  const back = await until(() => emulator.sockets().subscribed > 0, RECOVER_WITHIN_MS);
  const failures = events.slice(before).filter(({ kind }) => kind === 'retrying').length;
  return {
    afterMs: back ? Date.now() - startedAt : undefined,
    lastStepMs: failures > 0 ? backoffMs(failures - 1, FIRST_DELAY_MS, MAX_DELAY_MS) : undefined,
  };
}

/** What became of the messages `sent`, as the client gave them and as its transcript shows them. */
export async function fates(
  { events }: Stage,
  sent: readonly string[],
): Promise<{ readonly stream: Fate; readonly transcript: Fate }> {
  const stream = () => events.flatMap((event) => (event.kind === 'message' ? [event.id] : []));
  const transcript = () =>
    events.flatMap((event) => (event.kind === 'transcript' ? [event.ids] : [])).at(-1) ?? [];
  const isWhole = (ids: readonly string[]) => sent.every((id) => ids.includes(id));
  if (await until(() => isWhole(stream()) && isWhole(transcript()), SETTLE_WITHIN_MS)) {
    await sleep(QUIET_MS);
  }
  return { stream: fate(sent, stream()), transcript: fate(sent, transcript()) };
}

export function fate(sent: readonly string[], got: readonly string[]): Fate {
  const copies = got.filter((id) => sent.includes(id));
  const first = [...new Set(copies)].map((id) => sent.indexOf(id));
  return {
    sent: sent.length,
    lost: sent.length - first.length,
    doubled: copies.length - first.length,
    outOfOrder: first.length - longestRising(first),
  };
}

/** The length of the longest part of `values`, with whatever left out, that rises. */
function longestRising(values: readonly number[]): number {
  const upTo: number[] = []; // the longest that ends with each
  values.forEach((value, i) => {
    upTo.push(1 + Math.max(0, ...upTo.filter((_, k) => k < i && (values[k] ?? 0) < value)));
  });
  return Math.max(0, ...upTo);
}
