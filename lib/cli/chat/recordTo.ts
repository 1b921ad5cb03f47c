import { open } from 'node:fs/promises';
import { type JournalRecorder, recordJournal } from '../../journal.js';
import { explained } from './files.js';

/** A journal that is to be kept in a file. */
export interface Recording {
  readonly journal: JournalRecorder;
  /** Writes what has been recorded. */
  save(): Promise<void>;
}

/** Rejects where no file can be made at `path`, before there is a chat to lose. */
export async function recordTo(path: string): Promise<Recording> {
  const file = await explained(path, () => open(path, 'wx'));
  const journal = recordJournal();
  return {
    journal,
    save: async () => {
      await file.writeFile(`${JSON.stringify(journal.read())}\n`);
      await file.close();
    },
  };
}
