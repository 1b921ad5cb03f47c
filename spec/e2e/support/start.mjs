// Runs `npm start` once for all specs of this folder: each page has a desk and a chat of its own there.
import { spawn } from 'node:child_process';

export default async function setup() {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.setEncoding('utf8');
  let output = '';
  for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
    output += text;
    const [, url] = /The chat is at (http:\S+)\n/.exec(output) ?? [];
    if (url === undefined) continue;
    child.stdout.resume();
    process.env.PAGE_URL = url;
    process.env.PAGE_PID = String(child.pid);
    return;
  }
  throw new Error(`npm start has ended: ${output}`);
}
