import type { DeskChat } from './desk.js';

/** How long the customers have been waiting, in steps, so that all times go on together. */
export interface WaitingTimes {
  /** `chats` with their waiting times at `now`; the same objects as before where nothing changed. */
  shown(chats: readonly DeskChat[], now: number): readonly DeskChat[];
  /** In how many milliseconds from `now` the next step is. */
  nextIn(now: number): number;
}

/** @param serviceTime - the service's time, by that of the device. */
export function waitingTimes(everyMs: number, serviceTime: (now: number) => number): WaitingTimes {
  /** What was shown for a chat last. */
  const known = new WeakMap<DeskChat, DeskChat>();
  const show = (chat: DeskChat, now: number): DeskChat => {
    const { waitingSince } = chat;
    if (!waitingSince) return chat;
    const before = known.get(chat);
    const waitingMs = Math.max(0, serviceTime(now) - waitingSince.getTime());
    if (before?.waitingMs === waitingMs) return before;
    const shown = { ...chat, waitingMs };
    known.set(chat, shown);
    return shown;
  };
  return {
    shown: (chats, now) => {
      const step = now - (now % everyMs);
      return chats.map((chat) => show(chat, step));
    },
    nextIn: (now) => everyMs - (now % everyMs),
  };
}
