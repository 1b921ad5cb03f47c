import { table } from '../reliability/tables.js';
import { writeBetween } from '../writeBetween.js';
import { BUDGETS, bundleOf } from './support/bundle.js';

/**
 * Prints what a page loads, and what that is made of. Resolves with whether no ceiling is exceeded.
 *
 * @param file - to write into what the bundles are made of; `undefined` for none.
 */
export async function main(file: string | undefined): Promise<boolean> {
  const found = await Promise.all(
    BUDGETS.map(async (budget) => ({ budget, ...(await bundleOf(budget.code)) })),
  );
  for (const { budget, bytes } of found) {
    const kB = (bytes / 1_000).toFixed(1);
    console.log(`${kB} kB, ceiling ${budget.ceilingKb}, limit ${budget.limitKb}: ${budget.name}`);
  }
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
  if (file !== undefined) await writeBetween(file, 'sizes', text);
  return found.every(({ budget, bytes }) => bytes <= budget.ceilingKb * 1_000);
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
