import { combineLatest, map, type Observable } from 'rxjs';
import type { Chat, ChatItem, WireItem, WireMessageMetadata } from '../lite.js';
import { wireItem } from './itemEvents.js';

/** An item of `onTranscriptUpdated`: the service's, with how far an own message has come. */
export interface TranscriptItem extends Omit<WireItem, 'MessageMetadata'> {
  readonly MessageMetadata?:
    (WireMessageMetadata & { readonly Status?: string | undefined }) | undefined;
}

/** What handlers of `onTranscriptUpdated` get as `data`. */
export interface TranscriptUpdate {
  readonly transcript: readonly TranscriptItem[];
  readonly previousTranscriptNextToken?: string | undefined;
}

/** Pages that the caller has read, which may be older than what the chat holds. */
export type Pages = ReadonlyMap<string, WireItem>;

/** `pages` with one more; receipts in it are no items. */
export const withPage = (pages: Pages, rows: readonly WireItem[]): Pages =>
  new Map([
    ...pages,
    ...rows
      .filter(({ Id, Type }) => Id && Type !== 'MESSAGE_METADATA')
      .map((row) => [row.Id ?? '', row] as const),
  ]);

/**
 * Every change of the transcript, in the service's spelling; at most one a frame. What the caller has
 * read goes to its place, by time.
 */
export const transcriptUpdates = (
  chat: Chat,
  pages$: Observable<Pages>,
  olderToken: () => string | undefined,
): Observable<TranscriptUpdate> =>
  combineLatest([chat.transcript$, pages$]).pipe(
    map(([{ items }, pages]) => {
      const previousTranscriptNextToken = olderToken();
      return {
        transcript: joined(items.map(transcriptItem), pages),
        ...(previousTranscriptNextToken !== undefined && { previousTranscriptNextToken }),
      };
    }),
  );

function joined(items: readonly TranscriptItem[], pages: Pages): readonly TranscriptItem[] {
  const known = new Set(items.map(({ Id }) => Id));
  const others = [...pages.values()].filter(({ Id }) => !known.has(Id));
  return others.length === 0 ? items : [...others, ...items].sort((a, b) => timeOf(a) - timeOf(b));
}

/** What is on its way has no time yet, and comes last. */
const timeOf = ({ AbsoluteTime }: TranscriptItem) =>
  AbsoluteTime ? Date.parse(AbsoluteTime) : Number.MAX_VALUE;

function transcriptItem(item: ChatItem): TranscriptItem {
  const { id, type, contentType, content, participant, status, raw } = item;
  if (status === undefined) return wireItem(item);
  const metadata = { ...raw.MessageMetadata, Status: status.toUpperCase() };
  if (raw.Id !== undefined) return { ...wireItem(item), MessageMetadata: metadata };
  return {
    AbsoluteTime: status === 'sending' || status === 'failed' ? '' : item.time.toISOString(),
    Content: content,
    ContentType: contentType,
    DisplayName: participant.displayName,
    Id: id,
    MessageMetadata: metadata,
    ParticipantId: participant.id,
    ParticipantRole: participant.role,
    Type: type,
  };
}
