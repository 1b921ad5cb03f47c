import type { ChatItem, ChatMessage, Participant, Transcript, TranscriptDelta } from '../lite.js';
import { eventType, isMessage, isPast } from '../wire/index.js';

/** What a chat's transcript says about its conversation. Times are the service's, in milliseconds. */
export interface Conversation {
  readonly customer: Participant | undefined;
  readonly lastMessage: ChatMessage | undefined;
  /** When the oldest of the customer's messages was sent that no agent has answered. */
  readonly waitingSince: number | undefined;
  /** How long this agent took from joining to the first message of their own. */
  readonly firstResponseMs: number | undefined;
}

const JOINED = eventType('participant.joined');

/**
 * Follows the conversation of one chat, in whatever order its items come. A delta costs what its edits
 * cost, however long the transcript is: so there is one book, which changes.
 *
 * @param self - the participant id of this agent.
 */
export function conversationBook(self: string): (delta: TranscriptDelta) => Conversation {
  let customer: Participant | undefined;
  /** When the newest of the agents' messages was sent, and the customer's since, by id. */
  let answeredAt = -Infinity;
  const unanswered = new Map<string, number>();
  let waitingSince = Infinity;
  /** When this agent joined first, and said something first. */
  let joinedAt = Infinity;
  let spokeAt = Infinity;

  const asked = (id: string, time: number) => {
    if (time <= answeredAt) return;
    unanswered.set(id, time);
    waitingSince = Math.min(waitingSince, time);
  };
  const answered = (time: number) => {
    if (time <= answeredAt) return;
    answeredAt = time;
    waitingSince = Infinity;
    for (const [id, sent] of unanswered) {
      if (sent <= time) unanswered.delete(id);
      else waitingSince = Math.min(waitingSince, sent);
    }
  };
  const take = (item: ChatItem) => {
    if (isPast(item)) return; // of an earlier contact of a persistent chat
    const { participant, status } = item;
    const time = item.time.getTime();
    const isOwn = participant.id === self;
    if (participant.role === 'CUSTOMER') customer = participant;
    if (isOwn && item.contentType === JOINED) joinedAt = Math.min(joinedAt, time);
    if (!isMessage(item) || status === 'sending' || status === 'failed') return;
    if (isOwn) spokeAt = Math.min(spokeAt, time);
    if (participant.role === 'CUSTOMER') asked(item.id, time);
    else if (ANSWERING.includes(participant.role)) answered(time);
  };

  return ({ edits, transcript }) => {
    for (const edit of edits) {
      if (edit.type === 'updated') take(edit.item);
      else if (edit.type !== 'removed') for (const item of edit.items) take(item);
    }
    return {
      customer,
      lastMessage: lastMessageOf(transcript),
      waitingSince: waitingSince === Infinity ? undefined : waitingSince,
      firstResponseMs: joinedAt <= spokeAt && spokeAt < Infinity ? spokeAt - joinedAt : undefined,
    };
  };
}

const ANSWERING: readonly string[] = ['AGENT', 'SUPERVISOR'];

/** There are few events behind the last message. */
function lastMessageOf(transcript: Transcript): ChatMessage | undefined {
  for (let index = -1; -index <= transcript.size; index--) {
    const item = transcript.at(index);
    if (item && isMessage(item)) return item;
  }
  return undefined;
}
