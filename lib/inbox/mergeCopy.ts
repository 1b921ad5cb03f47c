import { type ChatItem, type ChatMessage, isMessage } from '../wire/index.js';
import { isPiece, stitch } from './stitchPartials.js';

/**
 * What a second copy of an item makes of it. A copy is mostly the same and changes nothing; it may
 * bring the next piece, the outcome of a scan or of processing, or the service's own form of a
 * message that was known from its send answer. Place, status and receipts
 * stay.
 */
export function mergeCopy(known: ChatItem, copy: ChatItem, isAnswer: boolean): ChatItem {
  if (!isMessage(known) || !isMessage(copy)) return known;
  if (known.partial) return stitch(known, copy) ?? known;
  if (isPiece(copy) && copy.raw.MessageMetadata?.MessageCompleted === false) return known;
  if (!isAnswer && isSame(known, copy)) return known;
  const { time, status, clientToken, deliveredTo, readBy } = known;
  return {
    ...copy,
    time,
    ...(status && { status }),
    ...(clientToken && { clientToken }),
    ...(deliveredTo && { deliveredTo }),
    ...(readBy && { readBy }),
  };
}

const isSame = (a: ChatMessage, b: ChatMessage) =>
  a.content === b.content &&
  a.contentType === b.contentType &&
  a.raw.MessageMetadata?.MessageProcessingStatus ===
    b.raw.MessageMetadata?.MessageProcessingStatus &&
  a.attachments.length === b.attachments.length &&
  a.attachments.every(({ status }, i) => status === b.attachments[i]?.status);
