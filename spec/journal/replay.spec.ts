import fc from 'fast-check';
import type { Transcript } from '../../lib/lite.js';
import { type Journal, recordJournal, replay } from '../../lib/journal.js';
import { isServiceId } from '../../lib/wire/index.js';
import { CONFIDENTIAL, run } from '../chaos/run.js';
import { type Schedule, schedules } from '../chaos/schedule.js';

/**
 * A transcript as it can be compared: texts and names are numbered in the order in which they come, and so are
 * ids that were made of the content, which a journal redacts.
 */
function comparable(transcript: Transcript | undefined) {
  const numbers = new Map<string, number>();
  const numbered = (text: string) => {
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return text === '' ? '' : numbers.get(text);
  };
  return {
    gaps: transcript?.gaps,
    hasOlder: transcript?.hasOlder,
    items: transcript?.items.map(
      ({ id, type, status, time, content, participant, raw: _raw, ...rest }) => ({
        ...{
          id: isServiceId(id) ? id : numbered(id),
          type,
          status,
          time,
          content: numbered(content),
        },
        ...{ by: participant.id, name: numbered(participant.displayName) },
        clientToken: 'clientToken' in rest ? rest.clientToken : undefined,
        partial: 'partial' in rest,
      }),
    ),
  };
}

/** What was recorded of a run, as it comes out of a file. */
function recorded(schedule: Schedule) {
  const journal = recordJournal();
  const result = run(schedule, { journal });
  const text = JSON.stringify(journal.read());
  return { result, text, journal: JSON.parse(text) as Journal };
}

describe('a journal of a chat on a bad network', () => {
  it('is played to the same transcript, whatever happened', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const { result, journal } = recorded(schedule);
        const played = replay(journal);
        let last: Transcript | undefined;
        let ended: string | undefined;
        played.transcript$.subscribe((transcript) => (last = transcript));
        played.ended$.subscribe(({ reason }) => (ended = reason));
        played.play();
        expect(comparable(last)).toEqual(comparable(result.transcript));
        expect(ended).toBe(result.ended);
        expect(played.missed.map((i) => journal.entries[i])).toEqual([]);
      }),
      { numRuns: 40, seed: 6 },
    );
  });

  it('says nothing confidential', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const { result, text } = recorded(schedule);
        expect(text).not.toContain(CONFIDENTIAL);
        for (const secret of result.secrets) expect(text).not.toContain(secret);
      }),
      { numRuns: 10, seed: 6 },
    );
  });
});
