export type { Journal, JournalChat, JournalEntry, Json, OptionalPort } from './journal.js';
export { journalToMarbles } from './journalToMarbles.js';
export type { MarbleOptions } from './journalToMarbles.js';
export { recordJournal } from './recordJournal.js';
export type { JournalRecorder, RecordOptions } from './recordJournal.js';
export { replay } from './replay.js';
export type { Replay, ReplayOptions } from './replay.js';
