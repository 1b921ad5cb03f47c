// Installs the packed library beside the apps, once for all specs of this folder.
import { cp, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { install, pack } from '../../../scripts/packed.mjs';
import { findRuntimes } from '../../../scripts/runtimes.mjs';

/** What the apps are made with. */
const tools = [
  ...['@types/node', '@types/ws', 'typescript', 'typescript5'],
  ...['esbuild', 'vite', 'webpack'],
  ...['metro', 'metro-runtime', 'tslib'],
  'jest',
];

/** What is installed beside this project, with the runtimes. */
const runtimes = [
  ...['@sinonjs/fake-timers', 'happy-dom', 'jest-environment-jsdom', 'jsdom'],
  ...['miniflare', 'mocha', 'vitest'],
];

export default async function setup() {
  const project = await mkdtemp(join(tmpdir(), 'rx-connect-chat-ecosystem-'));
  install(pack(project), project, tools);
  for (const name of runtimes) {
    const link = join(project, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(findRuntimes(), 'node_modules', name), link, 'junction');
  }
  await cp('spec/ecosystem/apps', project, { recursive: true });
  await writeFile(join(project, 'package.json'), '{ "type": "module" }\n');
  process.env.ECOSYSTEM = project;
}
