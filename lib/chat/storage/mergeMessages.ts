import { fittingWithin, type StoredMessages, type Taken } from './snapshot.js';

/** How many ClientTokens of messages that have been sent are remembered. */
const MAX_SENT = 200;
/** How many failed messages of other pages are kept, the newest. */
const MAX_FAILED = 20;
/** What other pages have on their way has this many characters at most. */
const MAX_CHARACTERS = 500_000;

/**
 * What is to be stored of messages that have not been sent, so that those of other pages with the same
 * chat and storage, such as tabs, survive. Messages are told apart by their ClientTokens.
 *
 * A message of another page stays. One of this page is as this page has it: gone, if it was sent or taken
 * back. One that any page knows to be sent is gone, even if this page still waits for its answer.
 *
 * @param stored - what is stored now, by whichever page.
 * @param isOwn - whether a message is or was this page's.
 */
export function mergeMessages(
  stored: StoredMessages,
  own: Pick<Taken, 'outbox' | 'sent'>,
  isOwn: (clientToken: string) => boolean,
): StoredMessages {
  const sent = [...new Set([...stored.sent, ...own.sent.filter(isOwn)])].slice(-MAX_SENT);
  const isSent = new Set(sent);
  const waiting = own.outbox.filter(({ clientToken }) => !isSent.has(clientToken));
  const isWaiting = new Set(waiting.map(({ clientToken }) => clientToken));
  const isOthers = (clientToken: string) => !isOwn(clientToken) && !isSent.has(clientToken);
  const others = fittingWithin(
    MAX_CHARACTERS,
    stored.outbox.filter(({ clientToken }) => isOthers(clientToken)),
  );
  // In the stored order, so that pages that write in turn do not change it.
  const isKept = new Set(others);
  const next = waiting.values();
  const outbox = stored.outbox.flatMap((message) => {
    if (!isWaiting.has(message.clientToken)) return isKept.has(message) ? [message] : [];
    const { value } = next.next();
    return value ? [value] : [];
  });
  const failed = stored.failed.filter(({ clientToken = '' }) => isOthers(clientToken));
  return { outbox: [...outbox, ...next], failed: failed.slice(-MAX_FAILED), sent };
}
