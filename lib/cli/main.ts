#!/usr/bin/env node
import { chatCommand } from './chat/chatCommand.js';
import { type Command, UsageError } from './command.js';
import { emulatorCommand } from './emulatorCommand.js';
import { journalCommand } from './journalCommand.js';
import { harmless } from './text/index.js';
import { version } from './version.js';

const COMMANDS: readonly Command[] = [chatCommand, journalCommand, emulatorCommand];

const USAGE = `Usage: rx-connect-chat <command> [options]

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}\n`).join('')}
rx-connect-chat <command> --help tells more; rx-connect-chat --version, which one this is.
`;

/** Exit codes: 0 when all went well, 1 for a failure, 2 for wrong arguments. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = COMMANDS.find((each) => each.name === name);
  const isHelp = (arg: string | undefined) => arg === '--help' || arg === '-h';
  if (isHelp(name) || (command && args.some(isHelp))) {
    process.stdout.write(command?.usage ?? USAGE);
    return 0;
  }
  if (name === '--version') {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  try {
    if (!command) throw new UsageError(name === undefined ? 'no command' : `no command '${name}'`);
    return await command.run(args);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isUsage = error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS');
    const usage = isUsage ? `\n${command?.usage ?? USAGE}` : '';
    process.stderr.write(`rx-connect-chat: ${harmless(message)}\n${usage}`);
    return isUsage ? 2 : 1;
  }
}

// Nobody reads any more, as after `| head`: what would go on ends by `interrupted$`.
process.stdout.on('error', () => (process.exitCode = 1));
void main(process.argv.slice(2)).then((code) => (process.exitCode ??= code));
