import { map, type Observable, startWith, switchMap } from 'rxjs';
import type { Chat, ChatItem, WireItem, WireMessageMetadata } from '../lite.js';
import { wireItem } from './itemEvents.js';

/** An item of `onTranscriptUpdated`: the service's, with how far an own message has come. */
export interface TranscriptItem extends Omit<WireItem, 'MessageMetadata'> {
  /** The item's other fields as JSON text. */
  readonly serializedContent: string;
  readonly MessageMetadata?:
    (WireMessageMetadata & { readonly Status?: string | undefined }) | null | undefined;
}

/** What handlers of `onTranscriptUpdated` get as `data`. */
export interface TranscriptUpdate {
  readonly transcript: readonly TranscriptItem[];
  readonly previousTranscriptNextToken?: string | undefined;
}

/**
 * Every change of the transcript, in the service's spelling; at most one a frame. What the caller has
 * read goes to its place, by time.
 *
 * @param pages - what the caller has read, by id; it may be older than what the chat holds.
 * @param read$ - emits when there is more of it.
 */
export const transcriptUpdates = (
  chat: Chat,
  pages: ReadonlyMap<string, TranscriptItem>,
  read$: Observable<unknown>,
): Observable<readonly TranscriptItem[]> =>
  chat.transcript$.pipe(
    map(({ items }) => items.map(transcriptItem)),
    switchMap((items) =>
      read$.pipe(
        startWith(undefined),
        map(() => joined(items, pages)),
      ),
    ),
  );

function joined(
  items: readonly TranscriptItem[],
  pages: ReadonlyMap<string, TranscriptItem>,
): readonly TranscriptItem[] {
  const known = new Set(items.map(({ Id }) => Id));
  const others = [...pages.values()].filter(({ Id }) => !known.has(Id));
  return others.length === 0 ? items : [...others, ...items].sort((a, b) => timeOf(a) - timeOf(b));
}

/** What is on its way has no time yet, and comes last. */
const timeOf = ({ AbsoluteTime }: TranscriptItem) =>
  AbsoluteTime ? Date.parse(AbsoluteTime) : Number.MAX_VALUE;

/** `item`, with all its fields once more as JSON text, as amazon-connect-chatjs has them. */
export const serialized = (item: Omit<TranscriptItem, 'serializedContent'>): TranscriptItem => ({
  ...item,
  serializedContent: JSON.stringify(item),
});

const transcriptItem = (item: ChatItem): TranscriptItem => serialized(withStatus(item));

function withStatus(item: ChatItem): Omit<TranscriptItem, 'serializedContent'> {
  const { id, type, contentType, content, participant, status, raw } = item;
  if (status === undefined) return wireItem(item);
  const MessageMetadata = { ...raw.MessageMetadata, Status: status.toUpperCase() };
  const isOfTheService = Object.keys(raw).length > 0;
  if (isOfTheService) return { ...wireItem(item), MessageMetadata };
  return {
    AbsoluteTime: status === 'sending' || status === 'failed' ? '' : item.time.toISOString(),
    Content: content,
    ContentType: contentType,
    DisplayName: participant.displayName,
    Id: id,
    MessageMetadata,
    ParticipantId: participant.id,
    ParticipantRole: participant.role,
    Type: type,
  };
}
