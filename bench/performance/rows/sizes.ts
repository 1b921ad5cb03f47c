import type { Line, Row } from '../row.js';
import { BUDGETS, bundleOf } from '../support/bundle.js';

export const sizes: Row = {
  name: 'sizes',
  run: async () => {
    const theirs = kB((await bundleOf("import 'amazon-connect-chatjs'")).bytes);
    const lines: Line[] = [];
    for (const { name, limitKb, code } of BUDGETS) {
      const { bytes } = await bundleOf(code);
      lines.push({
        what: name,
        limit: limitKb,
        measured: bytes / 1_000,
        unit: 'kB',
        ours: kB(bytes),
        chatJs: theirs,
      });
    }
    return lines;
  },
};

const kB = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
