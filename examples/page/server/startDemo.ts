import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEmulator, type Emulator } from 'rx-connect-chat/emulator';
import { createBackend } from './backend.js';
import { Clock } from './clock.js';
import { readPage } from './readPage.js';

/** A running demo. */
export interface Demo {
  /** The page's address. */
  readonly url: string;
  /** The local service's address. */
  readonly endpoint: string;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** The folder that esbuild.mjs has built the page into. */
  readonly folder: string;
  /** Of the local service; 0 for any. @defaultValue 4510, or any where that is taken */
  readonly port?: number | undefined;
}

const SERVICE_PORT = 4510;
const PAGE_PORT = 4511;

/** Starts the local service and, beside it, a web server with the page; both on loopback only. */
export async function startDemo({ folder, port }: DemoOptions): Promise<Demo> {
  const clock = new Clock();
  const emulator = await startService(port, clock);
  try {
    const page = await readPage(folder, emulator.url);
    const backend = createBackend(emulator, clock);
    const server = createServer((request, response) => {
      const [path = '/'] = (request.url ?? '/').split('?');
      const isGet = request.method === 'GET';
      if (!isGet || path.startsWith('/api/'))
        backend.answer(`${request.method ?? ''} ${path}`, response);
      else page.answer(path, response);
    });
    const pagePort = await listenPreferring(port === 0 ? 0 : PAGE_PORT, (chosen) =>
      listen(server, chosen),
    );
    return {
      url: `http://127.0.0.1:${pagePort}/`,
      endpoint: emulator.url,
      close: async () => {
        backend.stop();
        await closeServer(server);
        await emulator.close();
      },
    };
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

/** The local service on the port asked for, or, where none was, on the usual one or any. */
export const startService = (
  port: number | undefined,
  { now }: Partial<Clock> = {},
): Promise<Emulator> =>
  port === undefined
    ? listenPreferring(SERVICE_PORT, (chosen) => startEmulator({ port: chosen, now }))
    : startEmulator({ port, now });

async function listenPreferring<T>(port: number, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return start(0);
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
