import { comesBack, cuts, ends, goesOffline, hangs, says } from './acts.js';
import { type Drawing, type MarbleHelpers, marksIn, whereIs } from './drawing.js';
import type { Act, FakeChat, FakeChatOptions } from './FakeChat.js';

const NETWORK_ACTS: Readonly<Record<string, Act>> = {
  x: cuts(),
  d: goesOffline(),
  u: comesBack(),
  h: hangs(),
};

/**
 * Has happen what is drawn, in each frame before anything that the app does there. An act that throws
 * fails the test, with its letter and frame.
 *
 * @param goOnUntil - is told the last frame of each drawing, before anything is scheduled.
 * @throws Error for what cannot be played.
 */
export function playDrawings(
  helpers: MarbleHelpers,
  { server, network, values = {} }: FakeChatOptions,
  fake: FakeChat,
  goOnUntil: (frame: number) => void,
): void {
  const { scheduler } = fake;
  const undrawn = new Set(Object.keys(values));

  const given = (letter: string): Act | undefined => {
    undrawn.delete(letter);
    const value = values[letter];
    return value === undefined || typeof value === 'function' ? value : says(value);
  };
  const play = (drawing: Drawing, actOf: (letter: string) => Act) => {
    const acts = marksIn(helpers, drawing).map((mark) => {
      const where = whereIs(drawing, mark);
      return { ...mark, act: naming(where, () => actOf(mark.letter)), where };
    });
    goOnUntil(Math.max(0, ...acts.map(({ frame }) => frame)));
    for (const { frame, act, where } of acts) {
      scheduler.schedule(() => {
        naming(where, () => fake.perform(act));
      }, frame - scheduler.now());
    }
  };

  if (server !== undefined) {
    play({ name: 'server', marbles: server }, (letter) =>
      letter === '|' ? ends() : (given(letter) ?? says(letter)),
    );
  }
  if (network !== undefined) {
    play({ name: 'network', marbles: network }, (letter) => {
      if (letter === '|') throw new Error('a network does not end; leave the | out');
      const act = given(letter) ?? NETWORK_ACTS[letter];
      if (act) return act;
      const known = Object.keys(NETWORK_ACTS).join(', ');
      throw new Error(`it is none of ${known}, and has no value`);
    });
  }
  for (const letter of undrawn) {
    throw new Error(`values.${letter}: '${letter}' is drawn neither in server nor in network`);
  }
}

/** Does it; what is thrown says where. */
function naming<T>(where: string, task: () => T): T {
  try {
    return task();
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${where}: ${because}`, { cause });
  }
}
