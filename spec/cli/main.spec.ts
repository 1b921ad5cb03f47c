import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { useProgram } from './support/program.js';

jest.setTimeout(60_000);

const program = useProgram();

describe('rx-connect-chat', () => {
  it('lists its commands', async () => {
    const run = program.run('--help');
    expect(await run.exit).toBe(0);
    expect(run.output).toMatch(/^ {2}chat .*\n {2}journal .*\n {2}emulator /m);
  });

  it('tells its version', async () => {
    const run = program.run('--version');
    expect(await run.exit).toBe(0);
    expect(run.output).toBe(`${manifest.version}\n`);
  });

  it.each<[string, readonly string[], string]>([
    ['no command', [], 'no command\n'],
    ['another command', ['serve'], "no command 'serve'\n"],
    ['no journal', ['journal'], 'name one file\n'],
    [
      'no width',
      ['journal', 'a.json', '--width', 'x'],
      '--width must be a number of at least 20\n',
    ],
  ])('refuses %s, with its usage', async (_, args, message) => {
    const run = program.run(...args);
    expect(await run.exit).toBe(2);
    expect(run.errors).toContain(`rx-connect-chat: ${message}`);
    expect(run.errors).toContain('Usage: rx-connect-chat');
  });

  it.each<[string, string, string]>([
    ['no JSON', 'Hello', 'the file is no journal'],
    ['none', '{"a": 1}', 'the file is no journal'],
    ['of another version', '{"version": 9, "entries": [], "chat": {}}', 'not known: 9'],
  ])('says that a journal is %s', async (_, text, message) => {
    writeFileSync(join(program.folder, 'file.json'), text);
    const run = program.run('journal', 'file.json');
    expect(await run.exit).toBe(1);
    expect(run.errors).toContain(message);
  });
});
