import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addressOf, runStart, type StartRun } from './support/runStart.js';

jest.setTimeout(60_000);

const runs: StartRun[] = [];
const start = (...args: readonly string[]) => {
  const run = runStart(...args);
  runs.push(run);
  return run;
};

afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.interrupt();
    await run.ended;
  }
});

describe('npm start', () => {
  it('serves the page and the local service until it is interrupted', async () => {
    const run = start('--port', '0');
    const url = await addressOf(run);

    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<main');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    for (const file of ['main.js', 'main.css']) {
      expect((await fetch(new URL(file, url))).status).toBe(200);
    }

    const started = await fetch(new URL('/api/agents/jordan/chats', url), { method: 'POST' });
    expect(started.status).toBe(200);
    const { endpoint, customer } = (await started.json()) as {
      endpoint: string;
      customer: { contactId: string };
    };
    expect(policy).toContain(endpoint);
    const contact = await fetch(`${endpoint}/emulator/contacts/${customer.contactId}`);
    expect(await contact.json()).toMatchObject({ ended: false });

    run.interrupt();
    expect(await run.ended).toMatchObject({ code: 0 });
    await expect(fetch(url)).rejects.toThrow();
    await expect(fetch(endpoint)).rejects.toThrow();
  });

  it('gives nothing but the files of the page', async () => {
    const run = start('--port', '0');
    const url = await addressOf(run);

    for (const path of ['/nothing', '/../package.json', '/%2e%2e/package.json', '//main.ts']) {
      expect((await fetch(new URL(url).origin + path)).status).toBe(404);
    }
    for (const path of [
      '/nothing',
      '/api/chats/none',
      '/api/agents/jordan/nothing',
      '/api/agents/jordan/contacts/none/clear',
    ]) {
      expect((await fetch(new URL(path, url), { method: 'POST' })).status).toBe(404);
    }
  });

  it('says so where the port asked for is taken', async () => {
    const other = await listening();
    const { port } = other.address() as AddressInfo;

    const { code, output } = await start('--port', String(port)).ended;

    expect(code).toBe(1);
    expect(output).toBe('cannot start: the port is taken; choose another with --port\n');
    other.close();
  });

  it.each([['--port', 'many'], ['--port', '-1'], ['--prot', '1'], ['--port=70000']])(
    'explains its options when given %s %s',
    async (...args) => {
      const { code, output } = await start(...args).ended;

      expect(code).toBe(2);
      expect(output).toContain('Usage: npm start');
    },
  );
});

describe('npm start -- --script', () => {
  it('plays a conversation, shows what was missed in order, and finds it right', async () => {
    const { code, output } = await start('--script').ended;

    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('right') });
    const missed = [...output.matchAll(/unseen by Maria: (.*)/g)].map(([, text]) => text);
    const arrived = [...output.matchAll(/[\d,]+ ms {2}Jordan → Maria +(.*)/g)].map(
      ([, text]) => text,
    );
    expect(missed).toHaveLength(5);
    expect(arrived.filter((text) => missed.includes(text))).toEqual(missed);
    for (const line of [
      'Maria is connecting',
      'Maria is connected',
      'earlier  Maria ',
      'Maria sees Jordan typing',
      'Jordan sees Maria typing',
      'Maria sees Assistant begin',
      "Maria's connection is cut",
      'Maria has no connection; attempt 1',
      "Maria's connection is restored",
      'Maria sees that the chat is over: ended',
      'Jordan sees that the chat is over: ended',
    ]) {
      expect(output).toContain(line);
    }
    expect(output).not.toContain('✗');
  });
});

const listening = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
