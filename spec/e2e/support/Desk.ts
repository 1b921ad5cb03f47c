import type { Locator } from 'playwright-core';

/** The agent's desk, without its open chat, as a person meets it. */
export class Desk {
  readonly list: Locator;
  readonly rows: Locator;
  readonly measures: Locator;

  constructor(readonly root: Locator) {
    this.list = root.getByRole('listbox', { name: 'Chats' });
    this.rows = this.list.getByRole('option');
    this.measures = root.getByRole('region', { name: 'Measures of the open chat' });
  }

  /** The row that is read out as `name` says. */
  row(name: RegExp): Locator {
    return this.list.getByRole('option', { name });
  }

  /** Has customers come, and waits until these have all said something. */
  async bring(...customers: readonly string[]): Promise<void> {
    await this.root.getByRole('button', { name: 'Bring customers' }).click();
    for (const customer of customers) await this.waits(customer);
  }

  /** Waits until a customer waits. */
  async waits(customer: string): Promise<void> {
    await this.row(new RegExp(`^${customer}, waits .* unread`)).waitFor();
  }

  /** Waits until the chat with a customer is the open one. */
  async opened(customer: string): Promise<void> {
    await this.rows
      .and(this.root.locator('[aria-selected="true"]'))
      .filter({ hasText: customer })
      .waitFor();
  }

  async contactId(customer: string): Promise<string> {
    return (await this.row(new RegExp(`^${customer},`)).getAttribute('data-contact')) ?? '';
  }

  /** What all chats come to: the number or time beside its name. */
  total(name: string): Locator {
    return this.root.locator('.totals div').filter({ hasText: name }).locator('dd');
  }
}
