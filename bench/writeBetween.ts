import { readFile, writeFile } from 'node:fs/promises';

/**
 * Puts `text` into a Markdown file, between the comments `<!-- name:begin -->` and `<!-- name:end -->`.
 *
 * Rejects where it has no such comments.
 */
export async function writeBetween(file: string, name: string, text: string): Promise<void> {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const old = await readFile(file, 'utf8');
  const from = old.indexOf(begin);
  const to = old.indexOf(end);
  if (from < 0 || to < from)
    throw new Error(`cannot write into ${file}: it needs ${begin}, ${end}`);
  await writeFile(file, `${old.slice(0, from + begin.length)}\n\n${text}\n\n${old.slice(to)}`);
}
