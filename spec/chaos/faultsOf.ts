import { isDeepStrictEqual } from 'node:util';
import type { Result } from './run.js';
import type { Schedule } from './schedule.js';

/** Something that is not as it has to be, with what was expected and what there was. */
export interface Fault {
  readonly what: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What is wrong with what a chat made of `schedule`; empty if all is right. */
export const faultsOf = (result: Result, schedule: Schedule): readonly Fault[] => [
  ...differs('errors of streams', result.errors, []),
  ...messagesOnceInOrder(result),
  ...theServicesTranscript(result, schedule.history),
  ...ownMessagesOnce(result),
  // Setting the clock on sets the pace on, too; the jitter still holds.
  ...(schedule.steps.some(({ act }) => act.kind === 'clock') ? [] : aStorm(result)),
  ...differs('reason of the end', result.ended, 'ended'),
  ...differs('timers left', result.pendingTimers, 0),
];

const differs = (what: string, actual: unknown, expected: unknown): readonly Fault[] =>
  isDeepStrictEqual(actual, expected) ? [] : [{ what, expected, actual }];

function messagesOnceInOrder({ got, sent, mayBeLate, heldToTheLast }: Result): readonly Fault[] {
  if (isDeepStrictEqual(got, sent)) return [];
  const faults = differs('messages, each once', [...got].sort(), [...sent].sort());
  if (mayBeLate || faults.length > 0) return faults;
  const held = heldToTheLast();
  const inTime = (id: string) => !held.has(id);
  return differs('order of messages', got.filter(inTime), sent.filter(inTime));
}

/** What was there before is shown as far as `history` asks for it; all the rest is. */
function theServicesTranscript({ shown, kept, before, lackedTime }: Result, history: number) {
  const old = kept.filter((id) => before.has(id));
  const all = [...old.slice(old.length - Math.min(history, old.length)), ...kept.slice(old.length)];
  return lackedTime
    ? differs('items of the transcript', [...shown].sort(), all.sort())
    : differs('transcript', shown, all);
}

function ownMessagesOnce({ written, delivered, failed }: Result): readonly Fault[] {
  const told = new Set([...delivered, ...failed]);
  return [
    ...differs('own messages, each once', written, [...new Set(written)]),
    ...differs(
      'messages said to be sent that the service has not',
      delivered.filter((text) => !written.includes(text)),
      [],
    ),
    ...differs(
      'messages that the service has and nothing was said of',
      written.filter((text) => !told.has(text)),
      [],
    ),
  ];
}

/** Never more than 6 calls in 5 s and 12 in 60 s, however the waits fall out. */
const PACES = [
  [6, 5_000],
  [12, 60_000],
] as const;
/** Calls are counted where they arrive, so that a slow one and a fast one are this much closer. */
const LATENCY_MS = 40;

const aStorm = ({ connectionCalls: times }: Result): readonly Fault[] =>
  PACES.flatMap(([calls, withinMs]) => {
    const tooClose = (time: number, i: number) =>
      (times[i + calls] ?? Infinity) - time < withinMs - LATENCY_MS;
    return differs(`more than ${calls} calls in ${withinMs} ms`, times.filter(tooClose), []);
  });
