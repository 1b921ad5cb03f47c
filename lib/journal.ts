export { journalToMarbles, recordJournal, replay } from './journal/index.js';
export type {
  Journal,
  JournalChat,
  JournalEntry,
  JournalRecorder,
  Json,
  MarbleOptions,
  OptionalPort,
  RecordOptions,
  Replay,
  ReplayOptions,
} from './journal/index.js';
