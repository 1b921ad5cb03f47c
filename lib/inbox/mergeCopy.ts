import { type Attachment, type ChatItem, type ChatMessage, isMessage } from '../wire/index.js';
import { isPiece, stitch } from './stitchPartials.js';

/**
 * What a second copy of an item makes of it. A copy is mostly the same and changes nothing; it may
 * bring the next piece, the outcome of a scan or of processing, or the service's own form of a
 * message that was known from its send answer. What it does not say stays as it was, and so do place,
 * status and receipts.
 */
export function mergeCopy(known: ChatItem, copy: ChatItem, isAnswer: boolean): ChatItem {
  if (!isMessage(known) || !isMessage(copy)) return known;
  if (known.partial) return stitch(known, copy) ?? known;
  if (isPiece(copy) && copy.raw.MessageMetadata?.MessageCompleted === false) return known;
  const merged = fuller(known, copy);
  return !isAnswer && isSame(known, merged) ? known : merged;
}

/** The copy, with what it does not say, its place, status and receipts from the item that is known. */
export function fuller<T extends ChatItem>(known: ChatItem, copy: T): T {
  const { time, status, participant, attachments } = known;
  const { clientToken, deliveredTo, readBy } = isMessage(known) ? known : {};
  const isStated = (value: unknown) => value !== undefined && value !== null;
  return {
    ...copy,
    time,
    content: isStated(copy.raw.Content) ? copy.content : known.content,
    contentType: isStated(copy.raw.ContentType) ? copy.contentType : known.contentType,
    participant: {
      id: copy.participant.id || participant.id,
      role: isStated(copy.raw.ParticipantRole) ? copy.participant.role : participant.role,
      displayName: copy.participant.displayName || participant.displayName,
    },
    attachments: copy.attachments.length === 0 ? attachments : copy.attachments.map(withNames),
    ...(status && { status }),
    ...(clientToken && { clientToken }),
    ...(deliveredTo && { deliveredTo }),
    ...(readBy && { readBy }),
  };

  function withNames(file: Attachment): Attachment {
    const before = attachments.find(({ id }) => id === file.id);
    return before === undefined
      ? file
      : {
          ...file,
          name: file.name || before.name,
          contentType: file.contentType || before.contentType,
          status: file.status || before.status,
        };
  }
}

const isSame = (a: ChatMessage, b: ChatMessage) =>
  a.content === b.content &&
  a.contentType === b.contentType &&
  a.raw.MessageMetadata?.MessageProcessingStatus ===
    b.raw.MessageMetadata?.MessageProcessingStatus &&
  a.attachments.length === b.attachments.length &&
  a.attachments.every(({ status }, i) => status === b.attachments[i]?.status);
