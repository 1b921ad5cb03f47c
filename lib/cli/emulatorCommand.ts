import { firstValueFrom } from 'rxjs';
import { parseArgs } from 'node:util';
import { startEmulator, type EmulatorOptions } from '../emulator.js';
import { type Command, UsageError } from './command.js';
import { interrupted$ } from './interrupted.js';

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

  Talk in a chat   npx rx-connect-chat chat --emulator ${url}
  Start a chat     curl -X POST ${url}/emulator/chats -d '{"displayName":"Ann"}'
  Connect to it    createChat({ chatDetails, endpoint: '${url}' })
  Let an agent in  curl -X POST ${url}/emulator/contacts/CONTACT_ID/join -d '{"displayName":"Bob"}'

Ctrl+C stops it.
`;

export const emulatorCommand: Command = {
  name: 'emulator',
  summary: 'run a chat service on this machine',
  usage: USAGE,
  run: async (args) => {
    const emulator = await startEmulator(parse(args)).catch(explained);
    process.stdout.write(welcome(emulator.url));
    await firstValueFrom(interrupted$, { defaultValue: undefined });
    await emulator.close();
    return 0;
  },
};

function parse(args: readonly string[]): EmulatorOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '4510' },
      host: { type: 'string' },
      'public-url': { type: 'string' },
    },
  });
  const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN;
  if (!(port <= 65_535)) throw new UsageError('--port must be a number from 0 to 65535');
  const publicUrl = values['public-url'];
  if (publicUrl !== undefined && !/^https?:\/\/[^/]/.test(publicUrl)) {
    throw new UsageError('--public-url must begin with http:// or https://');
  }
  return { port, host: values.host, publicUrl };
}

function explained(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EADDRINUSE') throw error;
  throw new Error('the port is in use; choose another with --port', { cause: error });
}
