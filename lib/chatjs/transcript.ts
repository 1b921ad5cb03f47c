import { map, type Observable } from 'rxjs';
import type { Chat, ChatItem, Transcript, WireItem, WireMessageMetadata } from '../lite.js';
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

/** Every change of the transcript, in the service's spelling; at most one a frame. */
export const transcriptUpdates = (
  chat: Chat,
  olderToken: () => string | undefined,
): Observable<TranscriptUpdate> =>
  chat.transcript$.pipe(
    map(({ items }: Transcript) => {
      const previousTranscriptNextToken = olderToken();
      return {
        transcript: items.map(transcriptItem),
        ...(previousTranscriptNextToken !== undefined && { previousTranscriptNextToken }),
      };
    }),
  );

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
