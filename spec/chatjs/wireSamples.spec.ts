import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTACT, ME } from '../support/wireChat.js';
import { type Sample, samplesOf } from '../wire-samples/samples.js';
import { normalise } from './differential/normalise.js';
import { buildClient } from './differential/Puppet.js';
import type { ClientName } from './differential/protocol.js';
import { Theatre } from './differential/theatre.js';

jest.setTimeout(120_000);

/** What handlers were told of a sample: their names, and what of the item they got. */
type Told = readonly (readonly [handler: string, item: unknown])[];

const samples = samplesOf('frames-');
const isEnd = ([, { expect: what }]: (typeof samples)[number]) => what === 'ended';
/** The message that the samples of receipts are for. */
const OWN = {
  AbsoluteTime: '2020-01-01T00:00:00.000Z',
  Content: 'own',
  ContentType: 'text/plain',
  Id: '7a000000-0000-4000-8000-000000000080',
  Type: 'MESSAGE',
  ParticipantId: ME,
  DisplayName: 'Customer',
  ParticipantRole: 'CUSTOMER',
  InitialContactId: CONTACT,
  ContactId: CONTACT,
};

/** A frame as the socket brings it: what the samples have parsed is text there. */
function onWire(frame: unknown): string {
  const { topic, content, contentType } = frame as Record<string, unknown>;
  const isText = topic !== 'aws/chat' || contentType === undefined || typeof content === 'string';
  return JSON.stringify(isText ? frame : { topic, contentType, content: JSON.stringify(content) });
}

const framesOf = ({ value, sequence }: Sample): readonly string[] =>
  (sequence ? (value as readonly unknown[]) : [value]).map(onWire);

const namesContact = (sample: Sample) => /"(Initial)?ContactId"/.test(JSON.stringify(sample));

/** Plays all samples to a client: those that end a chat to a chat each. */
async function toldBy(client: ClientName): Promise<ReadonlyMap<string, Told>> {
  const told = new Map<string, Told>();
  await Theatre.play(client, async (theatre) => {
    const { emulator, puppet } = theatre;
    const chat = async (session: string) => {
      const { contact, agent } = await theatre.customer(session);
      const send = (frame: string) =>
        emulator.faults.sendRaw(
          frame.replaceAll(CONTACT, contact.contactId).replaceAll(ME, contact.participantId),
          { participantId: contact.participantId },
        );
      const ids = { [contact.contactId]: 'contact', [contact.participantId]: 'me' };
      return { agent, send, ids };
    };
    const heardOf = (session: string, ids: Readonly<Record<string, string>>) =>
      puppet
        .take()
        .events.filter((event) => event.session === session && ABOUT_ITEMS.test(event.name))
        .map(({ name, event }) => [name, normalise(dataOf(event), ids)] as const)
        .filter(([, item]) => !/"barrier/.test(JSON.stringify(item)));

    const { agent, send, ids } = await chat('ann');
    const settled = () => theatre.settled('ann', agent);
    send(onWire({ topic: 'aws/chat', contentType: 'application/json', content: OWN }));
    await settled();
    puppet.take();
    for (const [title, sample] of samples.filter((each) => !isEnd(each))) {
      for (const frame of framesOf(sample)) send(frame);
      await settled();
      told.set(title, heardOf('ann', ids));
    }
    for (const [title, sample] of samples.filter(isEnd)) {
      const { send: sendEnd, ids: ownIds } = await chat(title);
      puppet.take();
      for (const frame of framesOf(sample)) sendEnd(frame);
      // The drop-in fetches the last items first. Another chat tells when a frame that ends nothing has been handled.
      if (client === 'ours' || namesContact(sample)) await puppet.hears('onEnded');
      else await settled();
      told.set(title, heardOf(title, ownIds));
    }
  });
  return told;
}

const ABOUT_ITEMS = /^on(?!Connection)/;
/** Whether items come at all, or the chat has ended: the latter has no item. */
const dataOf = (event: unknown): unknown => (event as { readonly data?: unknown }).data ?? {};

let theirs: ReadonlyMap<string, Told>;
let ours: ReadonlyMap<string, Told>;

beforeAll(async () => {
  await buildClient();
  [theirs, ours] = await Promise.all([toldBy('theirs'), toldBy('ours')]);
});

/** What each kind of sample is told by, if it names no contact: amazon-connect-chatjs tells of none of these. */
const UNNAMED: Readonly<Record<string, RegExp>> = {
  message: /^onMessage$/,
  event: /^on(Message|Typing|Participant\w+)$/,
  typing: /^onTyping$/,
  ended: /^on(Message|Ended)$/,
};
const isReceipt = ({ expect: what }: Sample) => what === 'receipt';

/** Without the time of each piece: here, a streamed message has that of its first one. */
const atFirstPiece = (told: Told): Told => {
  const first = (told[0]?.[1] as { readonly AbsoluteTime?: unknown } | undefined)?.AbsoluteTime;
  return told.map(([handler, item]) => [handler, { ...(item as object), AbsoluteTime: first }]);
};

describe('samples of what the service sends, through the handlers', () => {
  it.each(samples.filter(([, sample]) => namesContact(sample) || isReceipt(sample)))(
    '%s: as with amazon-connect-chatjs',
    (title, { expect: what, sequence }) => {
      const expected = theirs.get(title) ?? [];
      if (what !== 'ignored') expect(expected).not.toEqual([]);
      const told = ours.get(title) ?? [];
      if (sequence) expect(atFirstPiece(told)).toEqual(atFirstPiece(expected));
      else expect(told).toEqual(expected);
    },
  );

  it.each(samples.filter(([, sample]) => !namesContact(sample) && !isReceipt(sample)))(
    '%s: told though it names no contact',
    (title, { expect: what }) => {
      expect(theirs.get(title)).toEqual([]);
      const handlers = (ours.get(title) ?? []).map(([handler]) => handler);
      const kind = UNNAMED[what];
      expect(handlers.length > 0).toBe(kind !== undefined);
      for (const handler of handlers) expect(handler).toMatch(kind!);
    },
  );

  it('differ for reasons that docs/migration.md gives', () => {
    const migration = readFileSync(join(__dirname, '../../docs/migration.md'), 'utf8');
    expect(migration).toContain('| Items that name no contact |');
    expect(migration).toContain('| `AbsoluteTime` of a streamed message |');
  });
});
