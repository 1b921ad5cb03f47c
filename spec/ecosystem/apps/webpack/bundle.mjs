import { copyFile } from 'node:fs/promises';
import { bundle } from './webpack.mjs';

for (const page of ['chat', 'operator', 'unused']) {
  await bundle({ entry: { [page]: `./page/${page}.js` }, output: `webpack/${page}` });
}
await copyFile('page/index.html', 'webpack/chat/index.html');
