import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator } from '../../../lib/emulator.js';
import { converse, SCENES, type Step } from './conversation.js';
import { DIFFERENCES, RULES } from './differences.js';
import { normalise } from './normalise.js';
import { buildClient, Puppet } from './Puppet.js';
import type { ClientName } from './protocol.js';

jest.setTimeout(120_000);

async function run(client: ClientName): Promise<Readonly<Record<string, Step>>> {
  const emulator = await startEmulator();
  const contact = emulator.startChat({
    displayName: 'Ann',
    initialMessage: 'Hello?',
    endWhenCustomerLeaves: false,
  });
  const agent = contact.join({ displayName: 'Bob' });
  const puppet = await Puppet.start(client);
  try {
    const { url: endpoint } = emulator;
    const features = { messageReceipts: { shouldSendMessageReceipts: true, throttleTime: 50 } };
    const config = { endpoint, region: 'us-west-2', loggerConfig: {}, features };
    await puppet.tell({ kind: 'config', config });
    const args = { chatDetails: contact.startChatContact, type: 'CUSTOMER', disableCSM: true };
    await puppet.tell({ kind: 'create', session: 'ann', args });
    await puppet.tell({ kind: 'listen', session: 'ann' });
    const call = (method: string, ...given: readonly unknown[]) =>
      puppet.call('ann', method, ...given);
    const steps = await converse({ emulator, contact, agent, puppet, call });
    return normalise(steps, {
      [contact.contactId]: 'contact',
      [contact.participantId]: 'ann',
      [contact.details.participantToken]: 'participant token',
      [agent.id]: 'bob',
    }) as typeof steps;
  } finally {
    puppet.leave();
    await emulator.close();
  }
}

let theirs: Readonly<Record<string, Step>>;
let ours: Readonly<Record<string, Step>>;

beforeAll(async () => {
  await buildClient();
  [theirs, ours] = await Promise.all([run('theirs'), run('ours')]);
});

const PARTS = ['results', 'requests', 'events'] as const;
const cases = Object.keys(SCENES).flatMap((scene) => PARTS.map((part) => [scene, part] as const));
const applied = (value: unknown) => RULES.reduce((changed, { change }) => change(changed), value);

/** The same conversation with amazon-connect-chatjs 5.0.0 and with the drop-in, point by point. */
describe('beside amazon-connect-chatjs', () => {
  it.each(cases)('%s: the same %s, but for what docs/migration.md says', (scene, part) => {
    const known = DIFFERENCES[`${scene} / ${part}`];
    const before = applied(theirs[scene]![part]);
    const expected = known ? applied(known.change(before as never)) : before;
    expect(applied(ours[scene]![part])).toEqual(expected);
    if (known) expect(expected).not.toEqual(before); // else it is no difference any more
  });

  it('has a reason in docs/migration.md for each difference', () => {
    const migration = readFileSync(join(__dirname, '../../../docs/migration.md'), 'utf8');
    const rows = [...RULES, ...Object.values(DIFFERENCES)].map(({ row }) => row);
    for (const row of rows) expect(migration).toContain(`| ${row} |`);
  });
});
