import { compare } from './compare.js';
import { misses } from './misses.js';
import { tables } from './tables.js';
import { writeBetween } from '../writeBetween.js';

/** Compares, prints, and writes into `file`. Resolves with whether this library keeps its limits. */
export async function main(file: string): Promise<boolean> {
  const startedAt = Date.now();
  const found = await compare((progress) => {
    const elapsed = ((Date.now() - startedAt) / 1_000).toFixed(0).padStart(4);
    console.log(`${elapsed} s  ${progress}`);
  });
  const missed = misses(found);
  const text = tables(found);
  console.log(`\n${text}\n`);
  await writeBetween(file, 'compare', text);
  for (const miss of missed) console.error(`MISSED  ${miss}`);
  console.log(missed.length === 0 ? 'every limit is kept' : `${missed.length} limits are missed`);
  return missed.length === 0;
}
