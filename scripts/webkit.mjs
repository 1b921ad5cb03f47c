// The WebKit that the browser specs drive: WebKitGTK's small browser by its WebDriver, on a display that
// nobody sees.
//
//   node scripts/webkit.mjs     prints the driver's path; installs Debian's if there is none
//   findWebKit()                for the specs: the paths, or an error that says what to do
//
// The specs load this file as CommonJS, so it does without import.meta.
import { basename, delimiter, join } from 'node:path';
import { canInstallFromDebian, installFromDebian, isExecutable } from './debian.mjs';

/** The WebDriver of WebKitGTK on this machine, which knows its browser, and the X server for it. */
export function findWebKit() {
  return { driver: find('WebKitWebDriver'), display: find('Xvfb') };
}

/** @param {string} program */
function find(program) {
  const folders = ['/usr/bin', '/usr/local/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  const found = folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable);
  if (found) return found;
  throw new Error(
    `cannot find ${program}: install WebKitGTK's WebDriver and Xvfb; as root on Debian, \`node scripts/webkit.mjs\` does`,
  );
}

if (basename(process.argv[1] ?? '') === 'webkit.mjs') {
  try {
    try {
      findWebKit();
    } catch (error) {
      if (!canInstallFromDebian()) throw error;
      installFromDebian('WebKit', ['webkit2gtk-driver', 'xvfb']);
    }
    console.log(findWebKit().driver);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
