// The package as users get it, for those who check it. Paths are from the project's folder; the specs
// load this file as CommonJS, so it does without import.meta.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** @typedef {{ readonly tarball: string, readonly files: readonly string[], readonly bytes: number }} Packed */

/**
 * Packs what was built.
 *
 * @param {string} folder - where the tarball goes
 * @returns {Packed}
 */
export function pack(folder) {
  if (!existsSync('dist')) throw new Error('there is no dist: run `npm run build` first');
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  // npm 11 prints a list, npm 12 an object by name.
  const [{ filename, files, size }] = Object.values(JSON.parse(run('npm', args)));
  return {
    tarball: join(folder, filename),
    files: files.map((/** @type {{ path: string }} */ file) => file.path),
    bytes: size,
  };
}

/**
 * Makes `project` a project that has the package installed. What the package depends on, and `others`,
 * are those of this project, so that nothing is asked of a registry.
 *
 * @param {Packed} packed
 * @param {string} project
 * @param {readonly string[]} others
 */
export function install({ tarball }, project, others = []) {
  const { name, dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const modules = join(project, 'node_modules');
  const target = join(modules, name);
  mkdirSync(target, { recursive: true });
  run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  for (const other of [...Object.keys({ ...dependencies, ...peerDependencies }), ...others]) {
    const link = join(modules, other);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', other), link, 'junction');
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status === 0) return stdout;
  throw new Error(`${command} failed\n${stdout ?? ''}${stderr ?? ''}${error ? String(error) : ''}`);
}
