export { dedupeBy } from './dedupeBy.js';
export type { DedupeByOptions } from './dedupeBy.js';
export { asReceived, byTimeThenArrival, Entry, ReceivedItem } from './entries.js';
export type { Change, Origin } from './entries.js';
export { Ledger } from './ledger.js';
export type { LedgerOptions, LedgerUpdate, RestoredItem } from './ledger.js';
export { partitionPoint } from './partitionPoint.js';
export { orderWithin } from './orderWithin.js';
export type { OrderWithinOptions } from './orderWithin.js';
export { OlderPages } from './olderPages.js';
export type { OlderPagesOptions, PagedTranscript } from './olderPages.js';
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
