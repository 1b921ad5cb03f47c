import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { node, project } from './support/project.js';

jest.setTimeout(300_000);

/** How an app is compiled that uses each entry point; what comes out is run in Node. */
const resolutions = {
  // Once with all declarations checked; they are the same everywhere, and Angular's are not for node10.
  bundler: { type: 'module', flags: ['--module', 'esnext', '--moduleResolution', 'bundler'] },
  node16: { type: 'module', flags: ['--module', 'node16', '--skipLibCheck'] },
  'node16 as CommonJS': { type: 'commonjs', flags: ['--module', 'node16', '--skipLibCheck'] },
  node10: {
    type: 'commonjs',
    flags: ['--module', 'commonjs', '--moduleResolution', 'node10', '--skipLibCheck'],
  },
};

describe.each([
  ['TypeScript 6', 'typescript', ['--ignoreDeprecations', '6.0']], // node10 is one
  ['TypeScript 5', 'typescript5', []],
])('%s', (_, compiler, more) => {
  it.each(Object.entries(resolutions))('%s', async (resolution, { type, flags }) => {
    const app = `${compiler}-${resolution.replaceAll(' ', '-')}`;
    await cp(join(project, 'typescript'), join(project, app), { recursive: true });
    await writeFile(join(project, app, 'package.json'), JSON.stringify({ type }));

    await node(
      `node_modules/${compiler}/bin/tsc`,
      '-p',
      `${app}/tsconfig.app.json`,
      ...flags,
      ...more,
    );
    expect(await node(`${app}/main.js`)).toBe('Hi\nhello\nhello\n');
  });
});
