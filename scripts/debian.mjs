// Programs that Debian packages: browsers, for the specs that drive them.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';

/** Whether this script may install packages of Debian. (Ubuntu's browsers only point to snaps.) */
export function canInstallFromDebian() {
  try {
    return process.getuid?.() === 0 && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Installs packages of Debian.
 *
 * @param {string} what - for people
 * @param {readonly string[]} packages
 */
export function installFromDebian(what, packages) {
  install(what, [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends', ...packages],
  ]);
}

/**
 * Runs the commands that install a program.
 *
 * @param {string} what - for people
 * @param {readonly (readonly string[])[]} commands
 */
export function install(what, commands) {
  for (const [command = '', ...args] of commands) {
    console.error(`no ${what} here: ${[command, ...args].join(' ')}`);
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      encoding: 'utf8',
      shell: process.platform === 'win32',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) {
      console.error(`${stdout ?? ''}${stderr ?? ''}${error ? String(error) : ''}`);
      throw new Error(`cannot install ${what}: the command above failed`);
    }
  }
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
