import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { bundleExample } from '../../../scripts/bundle-example.mjs';

/** An example that is served on a port of its own. */
export interface ExampleSite {
  /** Opens the page, which starts a chat on the local service at `service`. */
  readonly open: (service: string) => Promise<ExamplePage>;
  readonly close: () => Promise<void>;
}

export interface ExamplePage {
  readonly page: Page;
  /** What the page has thrown. */
  readonly faults: readonly string[];
}

/** Bundles an example with one of its scripts, and serves it. */
export async function exampleSite(
  browser: Browser,
  example: string,
  script: string,
): Promise<ExampleSite> {
  const [bundle = ''] = (await bundleExample(example, [script])).values();
  const html = readFileSync(`examples/${example}/index.html`, 'utf8');
  const server = createServer(({ url }, response) => {
    const isScript = url === '/main.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? bundle : html);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    open: async (service) => {
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on('pageerror', ({ message }) => faults.push(message));
      await page.goto(`http://127.0.0.1:${port}/?service=${encodeURIComponent(service)}`);
      return { page, faults };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
