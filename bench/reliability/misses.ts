import type { Findings } from './compare.js';
import type { Fate } from './measure.js';
import type { Finding, Limits } from './scenarios.js';

/** Where this library misses its limits, in words. */
export const misses = (findings: Findings): readonly string[] =>
  [...findings].flatMap(([{ name, limits }, byClient]) =>
    [...byClient].flatMap(([client, finding]) =>
      client === 'amazon-connect-chatjs'
        ? []
        : missesOf(finding, limits).map((miss) => `${client}, ${name}: ${miss}`),
    ),
  );

function missesOf(finding: Finding, limits: Limits): readonly string[] {
  const { stream, transcript, calls = 0, recovery, thrown = 0 } = finding;
  const { mayBeLate = false, steps } = limits;
  const found: string[] = [];
  const exceed = (what: string, value: number, limit: number) => {
    if (!(value <= limit)) found.push(`${what}: ${value}, at most ${limit} are allowed`);
  };
  const all = (where: string, { lost, doubled, outOfOrder }: Fate, late: number) => {
    exceed(`lost in ${where}`, lost, 0);
    exceed(`doubled in ${where}`, doubled, 0);
    exceed(`out of order in ${where}`, outOfOrder, late);
  };
  if (stream) all('messages$', stream, mayBeLate ? Infinity : 0);
  if (transcript) all('transcript$', transcript, 0);
  exceed('calls', calls, limits.calls ?? Infinity);
  exceed('errors thrown', thrown, 0);
  if (finding.accepted && limits.acceptedWithinMs !== undefined) {
    const { medianMs = Infinity } = finding.accepted;
    exceed('ms until a text was accepted', medianMs, limits.acceptedWithinMs);
  }
  exceed('polls a minute', finding.pollsPerMinute ?? 0, limits.pollsPerMinute ?? Infinity);
  if (recovery) {
    const { afterMs = Infinity, lastStepMs = NaN } = recovery;
    exceed('ms until back', afterMs, steps === undefined ? 5_000 : steps * lastStepMs);
  }
  if (limits.foundAfterMs !== undefined) {
    exceed('ms until found', finding.foundAfterMs ?? Infinity, limits.foundAfterMs);
  }
  return found;
}
