import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalCommand } from '../../lib/cli/journalCommand.js';
import type { Journal } from '../../lib/journal.js';

const folder = mkdtempSync(join(tmpdir(), 'rx-connect-chat-'));
const file = join(folder, 'chat.json');
const columns = Object.getOwnPropertyDescriptor(process.stdout, 'columns');

beforeAll(() => {
  const journal: Partial<Journal> = { version: 1, seed: 0, truncated: false, entries: [] };
  writeFileSync(file, JSON.stringify({ ...journal, chat: {} }));
});

afterEach(() => {
  jest.restoreAllMocks();
  if (columns) Object.defineProperty(process.stdout, 'columns', columns);
  else Reflect.deleteProperty(process.stdout, 'columns');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const onTerminalOf = (value: number) =>
  Object.defineProperty(process.stdout, 'columns', { value, configurable: true, writable: true });

describe('rx-connect-chat journal', () => {
  it.each([0, 10, 200])('prints on a terminal of %d columns', async (value) => {
    onTerminalOf(value);
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await expect(journalCommand.run([file])).resolves.toBe(0);
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('checks the width that it is given', async () => {
    onTerminalOf(200);
    await expect(journalCommand.run([file, '--width', '10'])).rejects.toThrow(
      '--width must be a number of at least 20',
    );
  });
});
