import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inOneRow } from '../text/index.js';

/** The files of the machine. Each rejects with an Error that says why for people. */
export interface Files {
  read(path: string): Promise<File>;
  /**
   * Keeps a file at `to`, or in it where it is a folder, and answers where. Never over another.
   *
   * @param name - what the sender calls it, which may be anything.
   */
  write(file: Blob, name: string, to: string): Promise<string>;
}

export const localFiles: Files = {
  read: (path) => explained(path, async () => new File([await readFile(path)], basename(path))),
  write: async (file, name, to) => {
    const path = (await isFolder(to)) ? join(to, fileName(name)) : to;
    return explained(path, async () => {
      await writeFile(path, Buffer.from(await file.arrayBuffer()), { flag: 'wx' });
      return path;
    });
  },
};

/** The name without a way to another folder, or to a hidden file. */
export const fileName = (name: string): string =>
  inOneRow(name)
    .replace(/[/\\:<>"|?*]+/g, '_')
    .replace(/^[.\s]+/, '') || 'file';

const isFolder = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'it is not allowed'],
  ['EEXIST', 'there is such a file already'],
  ['EISDIR', 'it is a folder'],
  ['ENOENT', 'there is no such file or folder'],
]);

/** Does `task`, which fails with why for people. */
export async function explained<T>(path: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw new Error(`${path}: ${REASONS.get(code) ?? code}`, { cause });
  }
}
