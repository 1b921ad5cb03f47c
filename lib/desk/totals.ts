import type { DeskChat, DeskTotals } from './desk.js';

/** The sum of `chats`. */
export const totalsOf = (chats: readonly DeskChat[]): DeskTotals => ({
  open: chats.filter(({ ended }) => !ended).length,
  waiting: chats.filter(({ waitingSince }) => waitingSince).length,
  unread: chats.reduce((sum, { unreadCount }) => sum + unreadCount, 0),
  longestWaitMs: chats.reduce((longest, { waitingMs = 0 }) => Math.max(longest, waitingMs), 0),
});

export const isSameTotals = (a: DeskTotals, b: DeskTotals): boolean =>
  a.open === b.open &&
  a.waiting === b.waiting &&
  a.unread === b.unread &&
  a.longestWaitMs === b.longestWaitMs;
