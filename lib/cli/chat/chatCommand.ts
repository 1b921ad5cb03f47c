import {
  connect,
  endWith,
  ignoreElements,
  lastValueFrom,
  merge,
  type Observable,
  take,
  takeUntil,
  tap,
} from 'rxjs';
import { WebSocket } from 'ws';
import { createChat } from '../../lite.js';
import type { Command } from '../command.js';
import { asSignals, endOnceInterrupted, interrupted$ } from '../interrupted.js';
import { CHAT_USAGE, type ChatArgs, parseChatArgs } from './chatArgs.js';
import { localFiles } from './files.js';
import { openScreen } from './openScreen.js';
import { type Recording, recordTo } from './recordTo.js';
import { session } from './session.js';
import { transferWithProgress } from './transferWithProgress.js';
import { openVenue, type Venue } from './venue.js';

export const chatCommand: Command = {
  name: 'chat',
  summary: 'have a chat in the terminal',
  usage: CHAT_USAGE,
  run: async (args) => {
    const chatArgs = parseChatArgs(args);
    const recording = chatArgs.record === undefined ? undefined : await recordTo(chatArgs.record);
    try {
      const venue = await venueFor(chatArgs, recording);
      try {
        await takePart(venue, recording, chatArgs);
      } finally {
        await venue.close();
      }
    } finally {
      await recording?.save();
    }
    return 0;
  },
};

/** An interruption meanwhile leaves nothing behind. */
async function venueFor(chatArgs: ChatArgs, recording: Recording | undefined): Promise<Venue> {
  const watch = endOnceInterrupted(async () => recording?.save()).subscribe();
  try {
    return await openVenue(chatArgs);
  } finally {
    watch.unsubscribe();
  }
}

/** Has the chat at `process`'s terminal, until it is over or left. */
async function takePart(
  { chatDetails, endpoint, host$ }: Venue,
  recording: Recording | undefined,
  { receipts }: ChatArgs,
): Promise<void> {
  const chat = createChat({
    chatDetails,
    endpoint,
    webSocket: WebSocket,
    transfer: transferWithProgress,
    receipts: { enabled: receipts },
    ...(recording && { journal: recording.journal }),
  });
  const screen = openScreen(process);
  const { lines$, keys$ } = screen;
  const shown$ = session({ chat, lines$, keys$, files: localFiles }).pipe(
    tap((output) => screen.show(output)),
  );
  const beside$ = merge(
    host$,
    interrupted$.pipe(
      take(1), // another one ends the process
      tap(() => chat.close()),
    ),
    screen.interrupted$.pipe(asSignals()),
  );
  try {
    await lastValueFrom(shown$.pipe(beside(beside$)), { defaultValue: undefined });
  } finally {
    chat.close();
    screen.close();
  }
}

/** Has `other$` subscribed for as long as the source is; what it emits is left out. */
const beside =
  (other$: Observable<unknown>) =>
  <T>(source: Observable<T>): Observable<T> =>
    source.pipe(
      connect((shared$) =>
        merge(
          shared$,
          other$.pipe(
            ignoreElements(),
            takeUntil(shared$.pipe(ignoreElements(), endWith(undefined))),
          ),
        ),
      ),
    );
