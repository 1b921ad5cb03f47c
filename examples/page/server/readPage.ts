import { readdir, readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

/** The built page, in memory. */
export interface Page {
  /** Answers a GET; nothing but the page's own files has an address. */
  answer(path: string, response: ServerResponse): void;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
};

/** Reads the page in `folder`, which may talk to nobody but its own server and `endpoint`. */
export async function readPage(folder: string, endpoint: string): Promise<Page> {
  const files = new Map<string, { readonly body: Buffer; readonly type: string }>();
  for (const name of await readdir(folder)) {
    const type = TYPES[extname(name)];
    if (type !== undefined)
      files.set(`/${name}`, { body: await readFile(join(folder, name)), type });
  }
  const headers = {
    'content-security-policy': [
      `default-src 'self'`,
      `connect-src 'self' ${endpoint} ${endpoint.replace(/^http/, 'ws')}`,
      `img-src 'self' data:`,
      `base-uri 'none'`,
      `form-action 'self'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };

  return {
    answer: (path, response) => {
      const file = files.get(path === '/' ? '/index.html' : path);
      if (file === undefined) {
        response.writeHead(404, headers).end('Not found');
        return;
      }
      response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.body);
    },
  };
}
