import { catchError, defer, EMPTY, type Subscription } from 'rxjs';
import { type Chat, isMessage } from 'rx-connect-chat/lite';
import { part } from '../parts.js';
import { loadOlderOnScroll } from './olderPages.js';
import { keepReadingPlace } from './readingPlace.js';
import { createRow, type RowContext } from './row.js';
import { createRowList } from './rowList.js';

/** How many rows there are at the end of a long chat; older ones come as the reader scrolls up. */
export const MAX_ITEMS = 300;

/** Keeps the rows as the transcript is. What a change costs does not depend on how many there are. */
export function showTranscript(
  pane: HTMLElement,
  chat: Pick<
    Chat,
    'downloadAttachment' | 'loadOlder' | 'outgoing' | 'resend' | 'transcriptChanges$'
  >,
  { self, isCustomer }: Pick<RowContext, 'self' | 'isCustomer'>,
): Subscription {
  const rows = createRowList(part(pane, 'rows', HTMLOListElement), (item) =>
    createRow(item, {
      self,
      isCustomer,
      answer: (message) => {
        chat.outgoing.next(message);
      },
      resend: (id) => {
        // What fails says so in its own row; what goes out goes on when the rows are gone.
        chat
          .resend(id)
          .pipe(catchError(() => EMPTY))
          .subscribe();
      },
      download: (attachmentId) => chat.downloadAttachment(attachmentId),
    }),
  );
  const place = keepReadingPlace(pane);
  const older = loadOlderOnScroll(pane, () => (rows.isCut ? extend$ : chat.loadOlder()));
  let hasOlder = false;

  const change = (act: Parameters<typeof place.keep>[0]) => {
    place.keep(act);
    older.show(hasOlder || rows.isCut);
  };
  const extend$ = defer(() => {
    change(rows.extend);
    return EMPTY;
  });

  const shown = chat.transcriptChanges$.subscribe(({ edits, transcript }) => {
    ({ hasOlder } = transcript);
    change((isAtEnd) => {
      const added = rows.apply(edits).filter((item) => isMessage(item));
      if (isAtEnd) rows.cut();
      return {
        others: added.filter(({ participant }) => participant.id !== self).length,
        hasOwn: added.some(({ status }) => status === 'sending'),
      };
    });
  });
  shown.add(place.watching);
  shown.add(older.watching);
  return shown;
}
