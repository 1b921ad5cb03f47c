export {
  isSamePresence,
  NO_PRESENCES,
  presentIn,
  type Presences,
  reducePresences,
} from './participants.js';

export { checkTranscriptArgs } from './checkTranscriptArgs.js';
export type { TranscriptArgs, TranscriptPage } from './checkTranscriptArgs.js';
export type { Transcript, TranscriptChange, TranscriptGap } from './transcript.js';
export { applyTranscriptDelta } from './transcriptDelta.js';
export type { TranscriptDelta, TranscriptEdit } from './transcriptDelta.js';
export { transcriptToJson } from './transcriptToJson.js';
export type { TranscriptItemJson, TranscriptJson } from './transcriptToJson.js';
export { transcriptToText } from './transcriptToText.js';
export type { TranscriptTextOptions } from './transcriptToText.js';
export { TranscriptStore } from './transcriptStore.js';
export {
  NOTHING_UNREAD,
  reduceUnread,
  type Unread,
  type UnreadChange,
  unreadCount,
} from './unread.js';
