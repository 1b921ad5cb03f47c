// The Chromium that the browser specs drive.
//
//   node scripts/chromium.mjs     prints its path; installs one where there is none
//   findChromium()                for the specs: the path, or an error that says what to do
//
// The specs load this file as CommonJS, so it does without import.meta.
import { basename, delimiter, join } from 'node:path';
import { canInstallFromDebian, install, installFromDebian, isExecutable } from './debian.mjs';

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

function installChromium() {
  if (canInstallFromDebian()) installFromDebian('Chromium', ['chromium']);
  else install('Chromium', [['npx', 'playwright-core', 'install', 'chromium']]);
  return findChromium();
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
