/**
 * A small generator of chance in [0, 1) (mulberry32), for one entry of a journal. Each entry has its
 * own, so that what one draws does not change what the next one gets.
 */
export function chanceOf(seed: number, entry: number): () => number {
  let state = (seed + Math.imul(entry + 1, 0x9e3779b9)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
