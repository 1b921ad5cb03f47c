// webpack as it resolved before version 5: by `module` and `main`, since it did not know `exports`.
import { copyFile } from 'node:fs/promises';
import { bundle } from '../webpack/webpack.mjs';

await bundle(
  { entry: { chat: './page/lite.js' }, output: 'webpack4/chat' },
  {
    resolve: { exportsFields: [] },
    module: { rules: [{ resolve: { fullySpecified: false } }] },
  },
);
await copyFile('page/index.html', 'webpack4/chat/index.html');
