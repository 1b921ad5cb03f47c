import { randomOf } from './random.js';
import { react, ROUND_TRIP_MS } from './reaction.js';

/** What many clients do together. */
export interface Storm {
  /** Calls of CreateParticipantConnection in each second since the sockets dropped. */
  readonly perSecond: readonly number[];
  readonly firstTenth: number;
  /** Seconds after the service's return until this part of the clients is back. */
  readonly backAfterS: { readonly half: number; readonly most: number; readonly all: number };
}

export const CLIENTS = 100_000;
export const OUTAGE_MS = 60_000;
/** What is looked at. */
export const SHOWN_S = 95;

/** This library's clients. Each was connected some time before. */
export function ownStorm(): Storm {
  const random = randomOf(1);
  return stormOf(() => react(OUTAGE_MS, -1_000 - random() * 3_000_000, random));
}

/**
 * Clients of amazon-connect-chatjs, as it was measured: while sockets are refused, it calls again as
 * soon as a socket is, so that a turn is a call and a handshake.
 */
export function chatJsStorm(): Storm {
  const random = randomOf(1);
  const turnMs = 2 * ROUND_TRIP_MS;
  return stormOf(() => {
    const calls: number[] = [];
    let now = random() * turnMs;
    for (;;) {
      calls.push(now);
      now += turnMs;
      if (now >= OUTAGE_MS) return { calls, backAt: now + ROUND_TRIP_MS };
    }
  });
}

function stormOf(
  client: () => { readonly calls: readonly number[]; readonly backAt: number },
): Storm {
  const perSecond = new Array<number>(SHOWN_S).fill(0);
  const back = new Float64Array(CLIENTS);
  let firstTenth = 0;
  for (let i = 0; i < CLIENTS; i++) {
    const { calls, backAt } = client();
    back[i] = (backAt - OUTAGE_MS) / 1_000;
    for (const time of calls) {
      const second = Math.floor(time / 1_000);
      perSecond[second] = (perSecond[second] ?? 0) + 1;
      if (time < 100) firstTenth++;
    }
  }
  back.sort();
  const backAfter = (part: number) => back[Math.ceil(part * CLIENTS) - 1] ?? NaN;
  return {
    perSecond,
    firstTenth,
    backAfterS: { half: backAfter(0.5), most: backAfter(0.99), all: backAfter(1) },
  };
}
