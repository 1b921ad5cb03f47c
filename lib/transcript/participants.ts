import { type ChatItem, eventType, isMessage, type Participant } from '../wire/index.js';

/** What the items say of one participant; each fact with the time it is from. */
interface Presence {
  readonly participant: Participant;
  readonly present: boolean;
  readonly at: number;
  readonly namedAt: number;
  readonly activeAt: number;
}

/** What the items say of who is here; items may come in any order. */
export interface Presences {
  readonly byId: ReadonlyMap<string, Presence>;
  /** When the chat ended, in milliseconds since 1970; nobody has been there since. */
  readonly endedAt: number;
}

/** Nobody has been seen. */
export const NO_PRESENCES: Presences = { byId: new Map(), endedAt: -Infinity };

/** Whoever was idle for too long is taken out of the chat, by an event of its own. */
const LEAVES: ReadonlySet<string> = new Set([
  eventType('participant.left'),
  eventType('participant.autodisconnection'),
]);
const FALLS_IDLE: ReadonlySet<string> = new Set([
  eventType('participant.idle'),
  eventType('participant.inactive'),
]);
/** Others, such as receipts or a new name, may come from somebody who is away. */
const IS_ACTIVE: ReadonlySet<string> = new Set([
  eventType('participant.joined'),
  eventType('participant.active'),
  eventType('participant.returned'),
  eventType('typing'),
]);
const CHAT_ENDED = eventType('chat.ended');
/** Events about a participant that do not say that it is here. */
const NO_SIGN_OF_PRESENCE: ReadonlySet<string> = new Set([
  eventType('participant.invited'),
  eventType('transfer.succeeded'),
  eventType('transfer.failed'),
  CHAT_ENDED,
]);

/**
 * Who is here after `item`: whoever joined, wrote or did something, and has not left since. That serves
 * right after a reload as well, when the fetched history may not reach back to who joined; who has done
 * nothing within it comes with older pages.
 */
export function reducePresences(presences: Presences, item: ChatItem): Presences {
  const { participant, contentType } = item;
  const at = item.time.getTime();
  if (contentType === CHAT_ENDED) {
    return { ...presences, endedAt: Math.max(at, presences.endedAt) };
  }
  if (participant.id === '' || participant.role === 'SYSTEM') return presences;
  if (!isMessage(item) && NO_SIGN_OF_PRESENCE.has(contentType)) return presences;

  const known = presences.byId.get(participant.id);
  const isLast = !known || at >= known.at;
  const isNamed = participant.displayName !== '' && (!known || at >= known.namedAt);
  const fallsIdle = FALLS_IDLE.has(contentType);
  const showsActivity = fallsIdle || isMessage(item) || IS_ACTIVE.has(contentType);
  const isLatestActivity = showsActivity && (!known || at >= known.activeAt);
  const idle = isLatestActivity ? fallsIdle : known?.participant.idle === true;
  const { id, role } = participant;
  const { displayName } = isNamed || known === undefined ? participant : known.participant;
  const next: Presence = {
    participant: { id, role, displayName, ...(idle && { idle }) },
    present: isLast ? !LEAVES.has(contentType) : known.present,
    at: isLast ? at : known.at,
    namedAt: isNamed ? at : (known?.namedAt ?? -Infinity),
    activeAt: isLatestActivity ? at : (known?.activeAt ?? -Infinity),
  };
  return { ...presences, byId: new Map(presences.byId).set(participant.id, next) };
}

/** Those who are here, in the order in which they were first seen. */
export const presentIn = ({ byId, endedAt }: Presences): readonly Participant[] =>
  [...byId.values()]
    .filter(({ present, at }) => present && at > endedAt)
    .map(({ participant }) => participant);

/** Whether the same participants are here, under the same names and as idle. */
export const isSamePresence = (a: readonly Participant[], b: readonly Participant[]): boolean =>
  a.length === b.length &&
  a.every(({ id, displayName, role, idle }, i) => {
    const other = b[i];
    return (
      id === other?.id &&
      displayName === other.displayName &&
      role === other.role &&
      idle === other.idle
    );
  });
