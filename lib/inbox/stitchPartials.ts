import { defer, mergeMap, type MonoTypeOperatorFunction } from 'rxjs';
import { type ChatItem, type ChatMessage, isMessage } from '../wire/index.js';

/** Options of {@link stitchPartials}. */
export interface StitchPartialsOptions {
  /** How many streamed messages are kept; the oldest is evicted first. @defaultValue 100 */
  readonly maxMessages?: number;
}

/**
 * Joins the pieces of streamed messages.
 *
 * - **Emits** everything that is not a piece as it is. For the next piece in order: the message so far,
 *   `partial: true`. For the last piece: the whole message, at the time of its first piece. A piece
 *   out of order is dropped, since the last one has the whole text. So is a piece of a complete message.
 * - **Completes / errors** with the source.
 * - **Unsubscribing** forgets the messages so far.
 *
 * @throws RangeError when called with `maxMessages` below 1.
 */
export function stitchPartials({
  maxMessages = 100,
}: StitchPartialsOptions = {}): MonoTypeOperatorFunction<ChatItem> {
  if (!(maxMessages >= 1)) {
    throw new RangeError(`stitchPartials: maxMessages must be at least 1, got ${maxMessages}`);
  }
  return (source) =>
    defer(() => {
      const streamed = new Map<string, ChatMessage>();
      return source.pipe(
        mergeMap((item) => {
          if (!isMessage(item) || !isPiece(item)) return [item];
          const known = streamed.get(item.id);
          const message = known && !known.partial ? undefined : stitch(known, item);
          if (message === undefined) return [];
          streamed.set(message.id, message);
          if (streamed.size > maxMessages) streamed.delete(streamed.keys().next().value ?? '');
          return [message];
        }),
      );
    });
}

/** Whether `item` is a piece of a streamed message, the last one included. */
export const isPiece = ({ raw: { MessageMetadata } }: Pick<ChatMessage, 'raw'>): boolean =>
  typeof MessageMetadata?.MessageCompleted === 'boolean';

/**
 * The message that `piece` makes of what is `known` of it, or `undefined` if the piece is out of order.
 *
 * Source: docs/protocol.md, "Streamed bot answers": pieces are joined in the order of their
 * ChunkNumber, from 1; the completed one has the whole text and replaces all.
 */
export function stitch(
  known: ChatMessage | undefined,
  piece: ChatMessage,
): ChatMessage | undefined {
  const time = known?.time ?? piece.time;
  if (piece.raw.MessageMetadata?.MessageCompleted !== false) return { ...piece, time };
  if (known && !known.partial) return undefined;
  const turn = (known?.raw.MessageMetadata?.ChunkNumber ?? 0) + 1;
  if (piece.raw.MessageMetadata.ChunkNumber !== turn) return undefined;
  return { ...piece, time, content: (known?.content ?? '') + piece.content, partial: true };
}
