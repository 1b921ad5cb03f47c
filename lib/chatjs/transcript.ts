import { defer, map, merge, type Observable, tap } from 'rxjs';
import type { Chat, ChatItem, TranscriptEdit, WireItem, WireMessageMetadata } from '../lite.js';
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
  defer(() => {
    const rows = new Rows();
    return merge(chat.transcriptChanges$.pipe(tap(({ edits }) => rows.apply(edits))), read$).pipe(
      map(() => rows.with(pages)),
    );
  });

/** The transcript in the service's spelling, kept up by its changes: a row is written when its item is put in. */
class Rows {
  #rows: TranscriptItem[] = [];
  readonly #ids = new Set<string>();

  apply(edits: readonly TranscriptEdit[]): void {
    for (const edit of edits) {
      switch (edit.type) {
        case 'reset':
          this.#replace(0, this.#rows.length, edit.items);
          break;
        case 'inserted':
          this.#replace(edit.index, 0, edit.items);
          break;
        case 'updated':
          this.#replace(edit.index, 1, [edit.item]);
          break;
        case 'removed':
          this.#replace(edit.index, edit.count, []);
      }
    }
  }

  /** All rows, and those of `pages` that are none of them at their places. */
  with(pages: ReadonlyMap<string, TranscriptItem>): readonly TranscriptItem[] {
    const others = [...pages]
      .filter(([id]) => !this.#ids.has(id))
      .map(([, row]) => ({ row, time: timeOf(row) }))
      .sort((a, b) => a.time - b.time);
    const all: TranscriptItem[] = [];
    let from = 0;
    for (const { row, time } of others) {
      const place = placeOf(time, this.#rows, from);
      while (from < place) all.push(this.#rows[from++]!);
      all.push(row);
    }
    return all.length === 0 ? [...this.#rows] : all.concat(this.#rows.slice(from));
  }

  #replace(index: number, count: number, items: readonly ChatItem[]): void {
    const added = items.map(transcriptItem);
    for (let i = index; i < index + count; i++) this.#ids.delete(this.#rows[i]?.Id ?? '');
    for (const { Id } of added) this.#ids.add(Id ?? '');
    if (index === this.#rows.length) for (const row of added) this.#rows.push(row);
    else {
      const [before, after] = [this.#rows.slice(0, index), this.#rows.slice(index + count)];
      this.#rows = [...before, ...added, ...after];
    }
  }
}

/** From `from` on, where the first of `rows` is that was not sent before `time`. Rows are in order. */
function placeOf(time: number, rows: readonly TranscriptItem[], from: number): number {
  const isBefore = (index: number) => {
    const row = rows[index];
    return row !== undefined && timeOf(row) < time;
  };
  if (!isBefore(from)) return from; // as an older page is
  let [low, high] = [from, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is on its way has no time yet, and comes last. */
const timeOf = ({ AbsoluteTime }: TranscriptItem) =>
  AbsoluteTime ? Date.parse(AbsoluteTime) : Number.MAX_VALUE;

/** `item`, with all its fields once more as JSON text, as amazon-connect-chatjs has them. */
export const serialized = (item: Omit<TranscriptItem, 'serializedContent'>): TranscriptItem =>
  Object.assign(item, { serializedContent: JSON.stringify(item) });

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
