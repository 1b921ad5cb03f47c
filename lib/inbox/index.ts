export { dedupeBy } from './dedupeBy.js';
export type { DedupeByOptions } from './dedupeBy.js';
export { byTimeThenArrival } from './entries.js';
export type { Change, Entry, Origin, Received, ReceivedEntry } from './entries.js';
export { createLedger } from './ledger.js';
export type { Ledger, LedgerListener, LedgerUpdate, RestoredItem } from './ledger.js';
export { orderWithin } from './orderWithin.js';
export type { OrderWithinOptions } from './orderWithin.js';
export { createOlderPages } from './olderPages.js';
export type { OlderPages } from './olderPages.js';
export type { GetPage, SyncCursor, Page, PageRequest } from './pagesSince.js';
export type { OwnReceipt } from './receiptIndex.js';
export { stalledPartials } from './stalledPartials.js';
export { isPiece, stitchPartials } from './stitchPartials.js';
export type { StitchPartialsOptions } from './stitchPartials.js';
export { createTranscriptSync } from './transcriptSync.js';
export type {
  Delivery,
  ResumePoint,
  SyncEvent,
  TranscriptSync,
  TranscriptSyncOptions,
} from './transcriptSync.js';
export { stopsTyping, whoIsTyping } from './whoIsTyping.js';
export type { WhoIsTypingOptions } from './whoIsTyping.js';
