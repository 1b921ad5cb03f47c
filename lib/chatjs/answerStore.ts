import type { Answers } from './context.js';
import type { Observed } from './observedApi.js';

/** Keeps what the service answers for those commands of a chat that give less than that. */
export function createAnswerStore(): Answers & { readonly keep: (observed: Observed) => void } {
  const kept = new Map<string, object>();
  const take = (key: string) => {
    const answer = kept.get(key);
    kept.delete(key);
    return answer;
  };
  return {
    keep: ({ operation, request, answer }) => {
      if (!answer) return;
      const key = KEYS[operation]?.(request);
      if (key !== undefined) kept.set(`${operation} ${key}`, answer);
    },
    event: (contentType) => kept.get(`sendEvent ${contentType}`),
    takeMessage: (clientToken) => take(`sendMessage ${clientToken}`),
    takeAttachment: (id) => take(`completeAttachmentUpload ${id}`),
    disconnect: () => take('disconnectParticipant '),
  };
}

type Request = Observed['request'];

/** What tells the answers of one operation apart. */
const KEYS: Partial<Record<Observed['operation'], (request: Request) => string>> = {
  sendEvent: ({ ContentType }) => String(ContentType),
  sendMessage: ({ ClientToken }) => String(ClientToken),
  completeAttachmentUpload: ({ AttachmentIds }) => String((AttachmentIds as string[])[0]),
  disconnectParticipant: () => '',
};
