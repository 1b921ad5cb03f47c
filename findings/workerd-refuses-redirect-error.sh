#!/usr/bin/env bash
# workerd (Cloudflare Workers) throws a TypeError for fetch(..., { redirect: 'error' }), before anything is sent.
#
# Versions: miniflare 4.20260426.0 with workerd 1.20260426.1. Linux, x64.
# Seen on 2026-12-01: on a server that answers 302,
#   error:  TypeError: Invalid redirect value, must be one of "follow" or "manual" [...]
#   manual: 302, type default (browsers give an opaque response with status 0)
# The Fetch standard has 'error', and browsers, Node, Bun and Deno take it. A client that retries what fails with
# a TypeError, since that is how fetch says "no network", retries this forever.
#
# Exits 1 if it does something else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund miniflare@4.20260426.0 > /dev/null

cat > redirect.mjs <<'JS'
import { createServer } from 'node:http';
import { Miniflare } from 'miniflare';

const worker = `export default {
  async fetch(request) {
    const url = new URL(request.url).searchParams.get('url');
    const seen = [];
    for (const redirect of ['error', 'manual']) {
      try {
        const { status, type } = await fetch(url, { redirect });
        seen.push(redirect + ': ' + status + ', type ' + type);
      } catch ({ name, message }) {
        seen.push(redirect + ': ' + name + ': ' + message.split(' (')[0]);
      }
    }
    return new Response(seen.join('\\n'));
  },
};`;

const server = createServer((_request, response) => {
  response.writeHead(302, { location: '/elsewhere' }).end();
});
server.listen(0, '127.0.0.1', async () => {
  const miniflare = new Miniflare({ modules: true, compatibilityDate: '2026-01-01', script: worker });
  const url = encodeURIComponent(`http://127.0.0.1:${server.address().port}/`);
  console.log(await (await miniflare.dispatchFetch(`http://worker/?url=${url}`)).text());
  await miniflare.dispose();
  server.close();
});
JS

seen=$(node redirect.mjs)
echo "$seen"
[ "$seen" = 'error: TypeError: Invalid redirect value, must be one of "follow" or "manual"
manual: 302, type default' ] || { echo 'expected something else'; exit 1; }
