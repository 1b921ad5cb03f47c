import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { firstValueFrom, map, filter, ReplaySubject, timeout } from 'rxjs';

/** A web server for a folder, to which its pages post results. */
export interface Site {
  readonly url: string;
  /** What was posted to `/results/` and this name, once it has been. */
  result(name: string): Promise<unknown>;
  close(): Promise<void>;
}

/** How long a page may take for its result. */
const RESULT_MS = 200_000;

export async function serveSite(folder: string): Promise<Site> {
  const posted$ = new ReplaySubject<{ readonly path: string; readonly body: unknown }>(Infinity);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://site').pathname;
    if (request.method === 'POST') {
      void json(request).then((body) => {
        posted$.next({ path, body });
        response.end();
      });
    } else void answer(join(folder, path === '/' ? 'index.html' : path), response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    result: (name) =>
      firstValueFrom(
        posted$.pipe(
          filter(({ path }) => path === `/results/${name}`),
          map(({ body }) => body),
          timeout(RESULT_MS),
        ),
      ),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(file: string, response: ServerResponse) {
  try {
    const text = await readFile(file, 'utf8');
    const type = file.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'content-type': type }).end(text);
  } catch {
    response.writeHead(404).end(`nothing is here`);
  }
}
