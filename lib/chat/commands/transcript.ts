import { concat, defer, ignoreElements, map, of } from 'rxjs';
import { checkTranscriptArgs } from '../../transcript/index.js';
import type { Chat } from '../chat.js';
import { checked, type CommandContext } from './commandContext.js';

/** Reading the transcript. */
export function transcriptCommands({
  command,
  older,
  patiently,
  service,
  views,
}: CommandContext): Pick<Chat, 'getTranscript' | 'loadOlder'> {
  return {
    getTranscript: (args) =>
      checked(() => {
        const request = checkTranscriptArgs(args);
        return command(
          'read the transcript',
          service
            .page(() => request, patiently)
            .pipe(
              map(({ items, nextToken, initialContactId }) => ({
                items,
                nextToken,
                initialContactId,
              })),
            ),
        );
      }),
    loadOlder: () =>
      command(
        'load older items',
        concat(
          older.load$.pipe(ignoreElements()),
          defer(() => of(views.transcript.snapshot())),
        ),
      ),
  };
}
