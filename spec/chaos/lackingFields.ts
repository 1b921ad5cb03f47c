import type { ChatItem, WireItem } from '../../lib/lite.js';

/** A way on which items come. */
type Way = 'socket' | 'transcript';

/** What may be missing. Each row of the transcript says when it was sent, in all samples. */
const LACKS: Readonly<Record<Way, readonly (readonly (keyof WireItem)[])[]>> = {
  socket: [
    ['Id'],
    ['ContentType'],
    ['DisplayName', 'ParticipantRole'],
    ['AbsoluteTime'],
    ['Id', 'AbsoluteTime'],
  ],
  transcript: [['Id'], ['ContentType'], ['DisplayName', 'ParticipantRole']],
};
/** One item in so many lacks something on a way. */
const SELDOM = 4;

/**
 * A service that leaves fields out of some of its items, by `seed`: the same of each copy on a way.
 *
 * @param areTimesLacking - whether times may be missing as well. Not if somebody sets the device's clock meanwhile,
 *   which is all that tells then when an item came.
 */
export function lackingFields(seed: number, areTimesLacking: boolean) {
  let lackedTime = false;
  /** The fields that `item` lacks on `way`. */
  const lackedBy = (item: WireItem, way: Way): readonly (keyof WireItem)[] => {
    const dice = hash(`${seed} ${way} ${String(item.Id)}`);
    // The bot streams its messages: without its id, nothing tells of which message a piece is.
    const isStreamed = item.Type === 'MESSAGE' && item.ParticipantRole === 'SYSTEM';
    if (seed === 0 || isStreamed || dice % SELDOM !== 0) return [];
    const lacked = LACKS[way][Math.floor(dice / SELDOM) % LACKS[way].length] ?? [];
    return lacked.filter((name) => {
      if (name === 'AbsoluteTime') return areTimesLacking;
      return name !== 'ContentType' || item.Type === 'MESSAGE';
    });
  };
  return {
    /** Whether an item has come that did not say when it was sent. */
    get lackedTime() {
      return lackedTime;
    },
    /** The item as it comes on `way`: absent on the socket, null in the transcript. */
    of: (item: WireItem, way: Way): WireItem => {
      const lacked = lackedBy(item, way);
      lackedTime ||= lacked.includes('AbsoluteTime');
      const left = Object.entries(item).flatMap(([name, value]) =>
        lacked.includes(name as keyof WireItem)
          ? way === 'socket'
            ? []
            : [[name, null] as const]
          : [[name, value] as const],
      );
      return Object.fromEntries(left);
    },
  };
}

/** The id by which the service keeps `item`, which may have come without it; its own if it is none of `kept`. */
export function keptId(item: ChatItem, kept: readonly WireItem[]): string {
  if (kept.some(({ Id }) => Id === item.id)) return item.id;
  const { AbsoluteTime, ContentType, ParticipantId } = item.raw;
  const agrees = (said: unknown, known: unknown) =>
    said === undefined || said === null || said === known;
  const same = kept.filter(
    (each) =>
      each.Type === item.type &&
      (each.Content ?? '') === item.content &&
      agrees(ContentType, each.ContentType) &&
      agrees(AbsoluteTime, each.AbsoluteTime) &&
      agrees(ParticipantId, each.ParticipantId),
  );
  return same.length === 1 ? (same[0]?.Id ?? '') : item.id;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  }
  return state >>> 0;
}
