// The Firefox that the browser specs drive.
//
//   node scripts/firefox.mjs     prints its path; installs Debian's if there is none
//   findFirefox()                for the specs: the path, or an error that says what to do
//
// The specs load this file as CommonJS, so it does without import.meta.
import { basename, delimiter, join } from 'node:path';
import { canInstallFromDebian, installFromDebian, isExecutable } from './debian.mjs';

/** The path of a Firefox on this machine. */
export function findFirefox() {
  const given = process.env['FIREFOX_PATH'];
  if (given && !isExecutable(given)) {
    throw new Error(`cannot find Firefox: FIREFOX_PATH is ${given}, and no program is there`);
  }
  const found = given || usualPaths().find(isExecutable);
  if (found) return found;
  throw new Error(
    'cannot find Firefox: set FIREFOX_PATH to one, or run `node scripts/firefox.mjs` as root on Debian, which installs it',
  );
}

function usualPaths() {
  switch (process.platform) {
    case 'darwin':
      return ['/Applications/Firefox.app/Contents/MacOS/firefox'];
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)']
        .map((name) => process.env[name])
        .filter((folder) => folder !== undefined)
        .map((folder) => join(folder, 'Mozilla Firefox', 'firefox.exe'));
    default:
      return ['/usr/bin', '/usr/local/bin', ...(process.env['PATH'] ?? '').split(delimiter)]
        .filter((folder) => folder !== '')
        .flatMap((folder) => [join(folder, 'firefox-esr'), join(folder, 'firefox')]);
  }
}

if (basename(process.argv[1] ?? '') === 'firefox.mjs') {
  try {
    try {
      findFirefox();
    } catch (error) {
      if (process.env['FIREFOX_PATH'] || !canInstallFromDebian()) throw error;
      installFromDebian('Firefox', ['firefox-esr']);
    }
    console.log(findFirefox());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
