// The Chromium that the browser specs drive.
//
//   node scripts/chromium.mjs     prints its path; installs one where there is none
//   findChromium()                for the specs: the path, or an error that says what to do
//
// The specs load this file as CommonJS, so it does without import.meta.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

const advice =
  'set CHROMIUM_PATH to a Chromium or Chrome, or run `node scripts/chromium.mjs`, which installs one';

/**
 * The path of a Chromium or Chrome on this machine.
 *
 * @returns {Promise<string>}
 */
export async function findChromium() {
  for (const name of ['CHROMIUM_PATH', 'CHROME_PATH']) {
    const path = process.env[name];
    if (!path) continue;
    if (isExecutable(path)) return path;
    throw new Error(`cannot find Chromium: ${name} is ${path}, and no program is there`);
  }
  const found = [...usualPaths(), await playwrightsOwn()].find(
    (path) => path && isExecutable(path),
  );
  if (found) return found;
  throw new Error(`cannot find Chromium: ${advice}`);
}

function usualPaths() {
  switch (process.platform) {
    case 'darwin':
      return [
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
      ];
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
        .map((name) => process.env[name])
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Chromium', 'Application', 'chrome.exe'),
        ]);
    default:
      return ['/usr/bin', '/usr/local/bin', ...(process.env['PATH'] ?? '').split(delimiter)]
        .filter((folder) => folder !== '')
        .flatMap((folder) =>
          ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map((name) =>
            join(folder, name),
          ),
        );
  }
}

/** The one that `npx playwright-core install chromium` puts into playwright's cache. */
async function playwrightsOwn() {
  try {
    const { chromium } = await import('playwright-core');
    return chromium.executablePath();
  } catch {
    return undefined; // not installed, or none for this kind of machine
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function installChromium() {
  const apt = process.getuid?.() === 0 && isDebian();
  const commands = apt
    ? [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
      ]
    : [['npx', 'playwright-core', 'install', 'chromium']];
  for (const [command = '', ...args] of commands) {
    console.error(`no Chromium here: ${[command, ...args].join(' ')}`);
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      encoding: 'utf8',
      shell: process.platform === 'win32',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) {
      console.error(`${stdout ?? ''}${stderr ?? ''}${error ? String(error) : ''}`);
      throw new Error(`cannot install Chromium: the command above failed. Else: ${advice}`);
    }
  }
  return findChromium();
}

/** Ubuntu's package of that name only points to a snap. */
function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

if (basename(process.argv[1] ?? '') === 'chromium.mjs') {
  findChromium()
    .catch((/** @type {unknown} */ error) => {
      if (process.env['CHROMIUM_PATH'] || process.env['CHROME_PATH']) throw error;
      return installChromium();
    })
    .then(
      (path) => {
        console.log(path);
      },
      (/** @type {unknown} */ error) => {
        console.error(error instanceof Error ? error.message : error);
        process.exitCode = 1;
      },
    );
}
