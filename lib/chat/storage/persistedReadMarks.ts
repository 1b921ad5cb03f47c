import { merge } from 'rxjs';
import type { ReadMark, ReadMarks, ReadMarksSnapshot } from '../../outbox/index.js';
import type { ChatStreams } from '../streams.js';
import type { PersistedPart } from './persistence.js';

/** What this participant has read, and has told the others that it has. */
interface MarksSnapshot extends ReadMarksSnapshot {
  /** Up to here nothing is unread, in milliseconds since 1970. */
  readonly seenUpTo?: number;
}

/** Read marks and the unread count across a reload, so that no message gets a receipt twice. */
export const persistedReadMarks = (
  readMarks: ReadMarks,
  streams: Pick<ChatStreams, 'readUpTo' | 'readUpTo$'>,
): PersistedPart => ({
  changes$: merge(streams.readUpTo$, readMarks.added$),
  snapshot: (): MarksSnapshot => {
    const seenUpTo = streams.readUpTo;
    return { ...readMarks.snapshot(), ...(Number.isFinite(seenUpTo) && { seenUpTo }) };
  },
  restore: (value) => {
    const given = (value ?? {}) as MarksSnapshot;
    const { readUpTo: read, deliveredUpTo: delivered, seenUpTo } = given;
    readMarks.restore({
      ...(isMark(read) && { readUpTo: read }),
      ...(isMark(delivered) && { deliveredUpTo: delivered }),
    });
    if (typeof seenUpTo === 'number') streams.readUpTo = seenUpTo;
  },
});

const isMark = (mark: Partial<ReadMark> | null | undefined): mark is ReadMark =>
  typeof mark?.id === 'string' && typeof mark.time === 'number';
