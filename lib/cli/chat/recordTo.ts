import { open, rm } from 'node:fs/promises';
import { type JournalRecorder, recordJournal } from '../../journal.js';
import { explained } from './files.js';

/** A journal that is to be kept in a file. */
export interface Recording {
  readonly journal: JournalRecorder;
  /** Writes what has been recorded; where no chat has come about, there is no file either. */
  save(): Promise<void>;
}

/** Rejects where no file can be made at `path`, before there is a chat to lose. */
export async function recordTo(path: string): Promise<Recording> {
  const file = await explained(path, () => open(path, 'wx'));
  const journal = recordJournal();
  return {
    journal,
    save: async () => {
      const text = textOf(journal);
      try {
        await file.writeFile(text);
      } finally {
        await file.close();
      }
      if (text === '') await rm(path);
    },
  };
}

/** Nothing where no chat has been made with the recorder, which throws then. */
function textOf(journal: JournalRecorder): string {
  try {
    return `${JSON.stringify(journal.read())}\n`;
  } catch {
    return '';
  }
}
