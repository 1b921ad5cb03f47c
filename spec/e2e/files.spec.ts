import { readFile } from 'node:fs/promises';
import { barriers } from './support/barriers.js';
import { useChatPage } from './support/useChatPage.js';

jest.setTimeout(60_000);

const demo = useChatPage();

const terms = { name: 'terms.txt', mimeType: 'text/plain', buffer: Buffer.from('None.') };

describe('files', () => {
  it('go out with their progress, are scanned, and can be had by both', async () => {
    const { customer, agent } = demo.chat;
    const storage = await demo.chat.holdUploads();
    const scan = await demo.chat.holdScans();

    await customer.attach(terms);
    const upload = customer.uploads.filter({ hasText: 'terms.txt' });
    await upload.getByRole('progressbar', { name: 'Progress of terms.txt' }).waitFor();
    expect(await customer.present.filter({ hasText: 'terms.txt' }).count()).toBe(0);
    storage.release();

    for (const side of [customer, agent]) await side.present.getByText('Being scanned').waitFor();
    await scan.release();
    for (const side of [customer, agent]) {
      const row = side.present.filter({ hasText: 'terms.txt' });
      const download = row.getByRole('button', { name: 'Download terms.txt' });
      await download.waitFor();
      expect(await row.getByText('Being scanned').count()).toBe(0);

      const [file] = await Promise.all([demo.chat.page.waitForEvent('download'), download.click()]);
      expect(file.suggestedFilename()).toBe('terms.txt');
      expect(await readFile(await file.path(), 'utf8')).toBe('None.');
    }
    expect(await upload.count()).toBe(0);
  });

  it('open in a tab where a browser shows them', async () => {
    const { agent, customer } = demo.chat;
    await agent.attach(terms);

    const open = customer.present.getByRole('button', { name: 'Open terms.txt' });
    const [tab] = await Promise.all([demo.chat.page.context().waitForEvent('page'), open.click()]);

    expect(await tab.locator('body').textContent()).toBe('None.');
  });

  it('are cancelled on their way', async () => {
    const { customer, agent } = demo.chat;
    await demo.chat.holdUploads();
    await customer.attach(terms);
    await customer.uploads.getByRole('progressbar').waitFor();
    expect(await barriers(demo.chat.page)).toEqual([]);

    await customer.button('Cancel terms.txt').press('Enter');

    await customer.uploads.first().waitFor({ state: 'detached' });
    expect(await customer.button('Attach files').evaluate(isFocused)).toBe(true);
    await customer.says('No file after all');
    await agent.sees('No file after all');
    expect(await agent.present.filter({ hasText: 'terms.txt' }).count()).toBe(0);
  });

  it('say why they cannot go, and go when tried again', async () => {
    const { customer, agent } = demo.chat;
    await customer.attach({ name: 'run.exe', mimeType: 'application/x-msdownload' });
    await customer.uploads.getByRole('alert').getByText('of this kind').waitFor();
    expect(await customer.button('Try again').count()).toBe(0);
    expect(await barriers(demo.chat.page)).toEqual([]);
    await customer.button('Cancel run.exe').click();

    await demo.chat.fail('UploadAttachment', { error: 'SignatureDoesNotMatch', status: 403 }, 2);
    await customer.attach(terms);
    await customer.uploads.getByRole('alert').getByText('SignatureDoesNotMatch').waitFor();
    await customer.button('Try again').click();

    await agent.present.getByRole('button', { name: 'Download terms.txt' }).waitFor();
    expect(await agent.present.filter({ hasText: 'terms.txt' }).count()).toBe(1);
  });

  it('are shown as rejected where the scan says so', async () => {
    const { customer, agent } = demo.chat;
    await demo.chat.scan('REJECTED');

    await agent.attach(terms);

    await customer.present.getByText('Rejected by the scan').waitFor();
    expect(await customer.button('Download terms.txt').count()).toBe(0);
  });

  it('are dropped on the pane', async () => {
    const { customer, agent } = demo.chat;
    const data = await demo.chat.page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'.repeat(2_000)], 'order.csv', { type: 'text/csv' }));
      return transfer;
    });

    await customer.root.dispatchEvent('dragover', { dataTransfer: data });
    await customer.root.getByText('Drop files to send them').waitFor();
    await customer.root.dispatchEvent('drop', { dataTransfer: data });

    await agent.present.getByRole('button', { name: 'Download order.csv' }).waitFor();
    expect(await customer.root.getByText('Drop files to send them').isVisible()).toBe(false);
  });
});

const isFocused = (element: Element) => element === document.activeElement;
