import { table } from '../reliability/tables.js';
import { writeBetween } from '../writeBetween.js';
import { BUDGETS, bundleOf } from './support/bundle.js';

/**
 * Prints what the bundles are made of.
 *
 * @param file - to write it into; `undefined` for none.
 */
export async function main(file: string | undefined): Promise<void> {
  const found = await Promise.all(BUDGETS.map(({ code }) => bundleOf(code)));
  const parts = found.map(({ metafile }) => partsOf(metafile));
  const names = [...new Set(parts.flatMap((sizes) => [...sizes.keys()]))];
  const largest = (name: string) => Math.max(...parts.map((sizes) => sizes.get(name) ?? 0));
  const text = table(
    ['minified, in kB', ...BUDGETS.map(({ name }) => name.split(',')[0] ?? '')],
    names
      .filter((name) => largest(name) >= 500)
      .sort((a, b) => largest(b) - largest(a))
      .map((name) => [name, ...parts.map((sizes) => ((sizes.get(name) ?? 0) / 1_000).toFixed(1))]),
  ).join('\n');
  console.log(text);
  if (file !== undefined) await writeBetween(file, 'sizes', text);
}

/** Bytes by package, or by folder of the library. */
function partsOf({
  outputs,
}: Awaited<ReturnType<typeof bundleOf>>['metafile']): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const inPackage = path.split('node_modules/').at(-1)?.split('/') ?? [];
      const name = path.includes('node_modules/')
        ? inPackage.slice(0, inPackage[0]?.startsWith('@') ? 2 : 1).join('/')
        : path.split('/').slice(0, 2).join('/');
      sizes.set(`\`${name}\``, (sizes.get(`\`${name}\``) ?? 0) + bytesInOutput);
    }
  }
  return sizes;
}
