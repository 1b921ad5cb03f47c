#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startEmulator, type EmulatorOptions } from './startEmulator.js';

const USAGE = `Usage: rx-connect-chat emulator [options]

Runs a local Amazon Connect Participant Service, until it is interrupted.

Options:
  --port <number>     port to listen on, 0 for any free one (default 4510)
  --host <address>    address to listen on (default 127.0.0.1, this machine only)
  --public-url <url>  address in the URLs it hands out, if that is another
  --help              print this
`;

/** What the address is good for. */
const welcome = (url: string): string => `Amazon Connect chat emulator on ${url}

  Start a chat     curl -X PUT ${url}/contact/chat -d '{"ParticipantDetails":{"DisplayName":"Ann"}}'
  Connect to it    createChat({ chatDetails, endpoint: '${url}' })
  Let an agent in  curl -X POST ${url}/emulator/contacts/CONTACT_ID/join -d '{"displayName":"Bob"}'

Ctrl+C stops it.
`;

class UsageError extends Error {}

function parse(args: readonly string[]): EmulatorOptions | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '4510' },
      host: { type: 'string' },
      'public-url': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  if (positionals.length !== 1 || positionals[0] !== 'emulator') {
    throw new UsageError("the one command there is, is 'emulator'");
  }
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN;
  if (!(port <= 65_535)) throw new UsageError('--port must be a number from 0 to 65535');
  const publicUrl = values['public-url'];
  if (publicUrl !== undefined && !/^https?:\/\/[^/]/.test(publicUrl)) {
    throw new UsageError('--public-url must begin with http:// or https://');
  }
  return { port, host: values.host, publicUrl };
}

async function main(args: readonly string[]): Promise<void> {
  const options = parse(args);
  if (options === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const emulator = await startEmulator(options);
  process.stdout.write(welcome(emulator.url));
  await interrupted();
  await emulator.close();
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

/** What went wrong, for people: wrong arguments end with 2, everything else with 1. */
function report(error: unknown): void {
  const { code, message } = error as NodeJS.ErrnoException;
  const usage = error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS');
  const reason = code === 'EADDRINUSE' ? 'the port is in use; choose another with --port' : message;
  process.stderr.write(`rx-connect-chat: ${reason}\n${usage ? `\n${USAGE}` : ''}`);
  process.exitCode = usage ? 2 : 1;
}

main(process.argv.slice(2)).catch(report);
