import { concat, defer, ignoreElements, map, of, takeUntil } from 'rxjs';
import { checkTranscriptArgs } from '../../transcript/index.js';
import type { Chat } from '../chat.js';
import type { CommandContext } from './commandContext.js';

/** Reading the transcript. */
export const transcriptCommands = ({
  command,
  older,
  patiently,
  refused$,
  service,
  streams,
}: CommandContext): Pick<Chat, 'getTranscript' | 'loadOlder'> => ({
  getTranscript: (args) =>
    command('read the transcript', () => {
      const request = checkTranscriptArgs(args);
      return service
        .page(() => request, patiently)
        .pipe(
          map(({ items, nextToken, initialContactId }) => ({ items, nextToken, initialContactId })),
        );
    }),
  loadOlder: () =>
    command('load older items', () =>
      concat(
        older.joined$.pipe(takeUntil(refused$)),
        older.load$.pipe(ignoreElements()),
        defer(() => of(streams.transcript.snapshot())),
      ),
    ),
});
