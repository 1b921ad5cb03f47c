import {
  chromium,
  type DrivenBrowser,
  type DrivenPage,
  firefox,
  webkit,
} from './support/browsers/index.js';

jest.setTimeout(120_000);

/** The sides of the page, by the ids of their sections; and who is taken off the network by which switch. */
const CUT = {
  customer: '#customer [data-part="cut"]',
  agent: '[data-part="desk-line"] [data-part="cut"]',
};

type Side = keyof typeof CUT;

describe.each([
  ['Chromium', chromium],
  ['Firefox', firefox],
  ['WebKitGTK', webkit],
] as const)('the page in %s', (_, launch) => {
  let browser: DrivenBrowser;
  let page: DrivenPage;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await browser.open(process.env.PAGE_URL ?? '');
    for (const side of ['customer', 'agent'] as const) {
      await connection(side, 'connected');
      await until(async () => (await texts(side)).length === 1); // the assistant's greeting
    }
  });
  afterEach(() => page.close());

  const says = (side: Side, text: string) => page.enter(`#${side} [data-part="input"]`, text);

  const connection = (side: Side, status: string) =>
    until(async () => {
      const selector = `#${side} [data-part="connection"][data-status="${status}"]`;
      return page.evaluate(`document.querySelector('${selector}') !== null`);
    });

  /** The messages of this chat as a side shows them. */
  const texts = async (side: Side) =>
    (await page.evaluate(
      `[...document.querySelectorAll('#${side} .message:not(.message-past) .message-bubble')]
        .map(({ textContent }) => textContent)`,
    )) as readonly string[];

  const shows = (side: Side, text: string) =>
    until(async () => (await texts(side)).some((shown) => shown.includes(text)));

  it.each([
    ['customer', 'agent'],
    ['agent', 'customer'],
  ] as const)('carries messages, and loses none while the %s is cut off', async (cut, other) => {
    await says(cut, 'Where is my bike?');
    await shows(other, 'Where is my bike?');
    await says(other, 'On its way.');
    await shows(cut, 'On its way.');

    await page.click(CUT[cut]);
    await connection(cut, 'reconnecting');
    const missed = ['missed one', 'missed two', 'missed three'];
    for (const text of missed) await says(other, text);
    await says(cut, 'written without a connection');
    await shows(other, 'missed three');
    expect(await texts(cut)).not.toContain('missed one');

    await page.click(CUT[cut]);
    await connection(cut, 'connected');
    await shows(cut, 'missed three');
    await shows(other, 'written without a connection');

    const [greeting, ...rest] = await texts(other);
    expect(greeting).toBeTruthy();
    expect(rest).toEqual([
      'Where is my bike?',
      'On its way.',
      ...missed,
      'written without a connection',
    ]);
    await until(
      async () => JSON.stringify(await texts(cut)) === JSON.stringify([greeting, ...rest]),
    );
  });

  it('ends the chat for both', async () => {
    await says('customer', 'Goodbye');
    await shows('agent', 'Goodbye');

    await page.click('#customer [data-part="leave"]');

    await connection('customer', 'ended');
    await connection('agent', 'ended');
    expect(await texts('agent')).toContain('Goodbye');
  });
});

/** Waits until it holds; the time of a real browser. */
async function until(holds: () => Promise<unknown>): Promise<void> {
  const late = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > late) throw new Error(`this does not come true: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
