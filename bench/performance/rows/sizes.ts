import { existsSync } from 'node:fs';
import { type Line, type Row } from '../row.js';
import { bundleOf, type Budget, BUDGETS } from '../support/bundle.js';

export const sizes: Row = {
  name: 'sizes',
  run: async () => {
    const lines: Line[] = [];
    for (const budget of BUDGETS) {
      if (existsSync(budget.needs)) lines.push(await lineOf(budget));
    }
    return lines;
  },
};

async function lineOf({ name, limitKb, code }: Budget): Promise<Line> {
  const { bytes } = await bundleOf(code);
  return {
    what: name,
    limit: limitKb,
    measured: bytes / 1_000,
    unit: 'kB',
    ours: `${(bytes / 1_000).toFixed(1)} kB`,
    chatJs: `${((await bundleOf("import 'amazon-connect-chatjs'")).bytes / 1_000).toFixed(1)} kB`,
  };
}
