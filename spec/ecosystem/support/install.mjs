// Installs the packed library beside the apps, once for all specs of this folder.
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, pack } from '../../../scripts/packed.mjs';

/** What the apps are made with. */
const tools = [
  ...['@types/node', '@types/ws', 'typescript', 'typescript5'],
  ...['esbuild', 'vite', 'webpack'],
  ...['metro', 'metro-runtime', 'tslib'],
];

export default async function setup() {
  const project = await mkdtemp(join(tmpdir(), 'rx-connect-chat-ecosystem-'));
  install(pack(project), project, tools);
  await cp('spec/ecosystem/apps', project, { recursive: true });
  await writeFile(join(project, 'package.json'), '{ "type": "module" }\n');
  process.env.ECOSYSTEM = project;
}
