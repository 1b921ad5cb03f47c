import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { WireItem } from 'rx-connect-chat';
import { Desk } from './Desk.js';

/** A message as a side shows it. */
export interface ShownMessage {
  readonly author: string;
  readonly text: string;
  readonly status: string;
}

/** One side of the chat, as a person meets it. */
export class Pane {
  readonly input: Locator;
  readonly log: Locator;
  readonly typing: Locator;
  readonly uploads: Locator;

  constructor(
    readonly root: Locator,
    /** The switch that takes this side off its network. */
    readonly cut: Locator,
  ) {
    this.input = root.getByRole('textbox');
    this.log = root.getByRole('log');
    this.typing = root.locator('[data-part="typing"]');
    this.uploads = root.getByRole('list', { name: 'Files on their way' }).getByRole('listitem');
  }

  async says(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  /** Waits until the message is on the screen. */
  async sees(text: string): Promise<void> {
    await this.bubbles.filter({ hasText: text }).first().waitFor();
  }

  async connection(status: string): Promise<void> {
    await this.root.locator(`[data-part="connection"][data-status="${status}"]`).waitFor();
  }

  /** Chooses a file to send. */
  async attach(file: { name: string; mimeType: string; buffer?: Buffer }): Promise<void> {
    const chooser = this.root.page().waitForEvent('filechooser');
    await this.button('Attach files').click();
    await (await chooser).setFiles({ buffer: Buffer.from('nothing'), ...file });
  }

  /** Waits until so many messages are shown as unread. */
  async unread(count: number): Promise<void> {
    const badge = this.root.locator('[data-part="unread"]');
    if (count === 0) await badge.waitFor({ state: 'hidden' });
    else await badge.filter({ hasText: new RegExp(`^\\s*${count} unread\\s*$`) }).waitFor();
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name });
  }

  /** Waits until the message has come as far as `status`. */
  async status(text: string, status: string): Promise<void> {
    await this.present
      .filter({ hasText: text })
      .locator('.message-status')
      .filter({ hasText: status })
      .waitFor();
  }

  /** The messages of this chat, not of those that it goes on from. */
  get present(): Locator {
    return this.root.locator('.message:not(.message-past)');
  }

  get past(): Locator {
    return this.root.locator('.message-past');
  }

  get bubbles(): Locator {
    return this.present.locator('.message-bubble');
  }

  messages(): Promise<readonly ShownMessage[]> {
    return this.present.evaluateAll((rows) =>
      rows.map((row) => {
        const text = (part: string) => row.querySelector(`.message-${part}`)?.textContent ?? '';
        return { author: text('author'), text: text('bubble'), status: text('status') };
      }),
    );
  }

  async texts(): Promise<readonly string[]> {
    return (await this.messages()).map(({ text }) => text);
  }
}

const cutSwitch = (root: Locator): Locator =>
  root.getByRole('switch', { name: 'Cut the connection' });

/** What the page's backend has answered. */
interface StartedChat {
  readonly endpoint: string;
  readonly customer: { readonly contactId: string; readonly participantId: string };
  readonly agent: { readonly participantId: string };
}

/** The example page in a browser. */
export class ChatPage {
  readonly customer: Pane;
  /** The open chat of the agent. */
  readonly agent: Pane;
  readonly desk: Desk;

  private constructor(
    readonly page: Page,
    /** What the page has thrown, and what its own policy has refused it. */
    readonly faults: readonly string[],
    private readonly started: StartedChat,
  ) {
    this.desk = new Desk(page.getByRole('region', { name: 'Desk', exact: true }));
    const customer = page.getByRole('region', { name: 'Customer', exact: true });
    this.customer = new Pane(customer, cutSwitch(customer));
    const agent = page.getByRole('region', { name: 'Agent', exact: true });
    this.agent = new Pane(agent, cutSwitch(this.desk.root));
  }

  /** Opens the page and waits until both sides are connected and the assistant has greeted. */
  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<ChatPage> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) faults.push(message.text());
    });
    const [answer] = await Promise.all([page.waitForResponse('**/chats'), page.goto(url)]);
    const chat = new ChatPage(page, faults, (await answer.json()) as StartedChat);
    await chat.ready();
    return chat;
  }

  /** Waits for a chat that has just begun. */
  async ready(): Promise<void> {
    for (const pane of [this.customer, this.agent]) {
      await pane.connection('connected');
      await pane.present.and(this.page.locator('[aria-busy="false"]')).first().waitFor();
    }
  }

  /** Loads the page again, and waits until both sides are connected. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** The agent says something from elsewhere, so that nobody moves in this page. */
  async agentSays(content: string): Promise<void> {
    await this.control(`participants/${this.started.agent.participantId}/say`, { content });
  }

  /** Files are scanned with this outcome from now on. */
  async scan(outcome: string): Promise<void> {
    const { contactId } = this.started.customer;
    await this.control(`contacts/${contactId}/scan-attachments`, { afterMs: 100, outcome });
  }

  /** Holds the scans of files until they are released. */
  async holdScans(): Promise<{ release(): Promise<void> }> {
    const { contactId } = this.started.customer;
    await this.control(`contacts/${contactId}/scan-attachments`, {});
    return {
      release: async () => {
        for (const { Attachments } of await this.transcript(contactId)) {
          for (const { AttachmentId, Status } of Attachments ?? []) {
            if (Status !== 'IN_PROGRESS') continue;
            await this.control(`contacts/${contactId}/settle-scan`, { attachmentId: AttachmentId });
          }
        }
      },
    };
  }

  /** What the service has of a contact. */
  async transcript(contactId: string): Promise<readonly WireItem[]> {
    const answer = await fetch(
      `${this.started.endpoint}/emulator/contacts/${contactId}/transcript`,
    );
    return ((await answer.json()) as { transcript: readonly WireItem[] }).transcript;
  }

  /** Requests of the customer fail, so many times. */
  async fail(operation: string, failure: object, times: number): Promise<void> {
    const { participantId } = this.started.customer;
    const fault = { fault: 'failOperation', operation, participantId, times, ...failure };
    await this.control('faults', fault);
  }

  /** Holds the uploads of this page until they are released. */
  async holdUploads(): Promise<{ release(): void }> {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await this.page.route('**/attachments/upload/*', async (route) => {
      await released;
      await route.continue();
    });
    return { release };
  }

  private async control(path: string, body: object): Promise<void> {
    const url = `${this.started.endpoint}/emulator/${path}`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
