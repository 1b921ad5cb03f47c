import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { type Emulator, startEmulator } from '../../lib/emulator.js';
import { eventually } from '../emulator/support/eventually.js';
import { plainChromium, type PlainChromium, type PlainPage } from './support/plainChromium.js';

jest.setTimeout(60_000);

/** Gives the machine or the page time to notice that it stands still, in milliseconds. */
const WHILE_MS = 1_000;
const aWhile = () => new Promise((done) => setTimeout(done, WHILE_MS));

describe('a page that is put aside', () => {
  let browser: PlainChromium;
  let emulator: Emulator;
  let site: Server;

  beforeAll(async () => {
    const [bundle] = await Promise.all([
      build({
        entryPoints: ['spec/e2e/support/lifecyclePage.ts'],
        bundle: true,
        write: false,
        logLevel: 'error',
      }),
      plainChromium().then((started) => (browser = started)),
      startEmulator().then((started) => (emulator = started)),
    ]);
    const html = `<!doctype html><title>Chat</title><script>${bundle.outputFiles[0]!.text}</script>`;
    site = createServer(({ url }, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(url?.startsWith('/chat') ? html : '<!doctype html><title>Elsewhere</title>');
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
  });
  afterAll(async () => {
    await browser.close();
    await emulator.close();
    site.closeAllConnections();
    site.close();
  });

  const address = (host: string) => `http://${host}:${(site.address() as AddressInfo).port}`;

  /** What `expression` is in the page comes to be `expected`. */
  const shows = (page: PlainPage, expression: string, expected: unknown) =>
    eventually(async () => expect(await page.evaluate(expression)).toEqual(expected), 20_000);

  /** Has a chat come back from where `putAside` puts its page, with what is said and cut meanwhile. */
  const comesBackWhole = async (
    putAside: (page: PlainPage, meanwhile: () => void) => Promise<void>,
  ) => {
    const contact = emulator.startChat({ displayName: 'Ann' });
    const agent = contact.join({ displayName: 'Bea' });
    const query = new URLSearchParams({
      endpoint: emulator.url,
      details: JSON.stringify(contact.details),
    });
    const page = await browser.open(`${address('127.0.0.1')}/chat?${query.toString()}`);
    await shows(page, 'states.at(-1)', 'connected');
    agent.say('before');
    await shows(page, 'messages', ['before']);

    await putAside(page, () => {
      agent.say('while it was away');
      emulator.faults.cutSockets({ participantId: contact.participantId });
      agent.say('and more');
    });
    agent.say('after');
    await shows(page, 'messages', ['before', 'while it was away', 'and more', 'after']);
    await page.evaluate('say("still here")');
    await shows(page, 'messages.at(-1)', 'still here');
    expect(contact.transcript.filter(({ Content }) => Content === 'still here')).toHaveLength(1);
  };

  it('comes back whole from the back/forward cache', () =>
    comesBackWhole(async (page, meanwhile) => {
      await page.send('Page.enable');
      await page.send('Page.navigate', { url: `${address('localhost')}/elsewhere` });
      await shows(page, 'document.title', 'Elsewhere');
      meanwhile();
      await page.evaluate('void setTimeout(() => history.back())'); // answers before it navigates
      await shows(page, 'lifecycle.at(-1)', 'restored');
    }));

  it('comes back whole after it was frozen', () =>
    comesBackWhole(async (page, meanwhile) => {
      await page.send('Page.setWebLifecycleState', { state: 'frozen' });
      await shows(page, 'lifecycle', ['freeze']);
      meanwhile();
      await aWhile();
      await page.send('Page.setWebLifecycleState', { state: 'active' });
      await shows(page, 'lifecycle', ['freeze', 'resume']);
    }));

  it('comes back whole after the machine has slept', () =>
    comesBackWhole(async (_page, meanwhile) => {
      browser.signal('SIGSTOP');
      meanwhile();
      await aWhile();
      browser.signal('SIGCONT');
    }));
});
