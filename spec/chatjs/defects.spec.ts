import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { eventually } from '../emulator/support/eventually.js';
import { buildClient, nodeScript } from './differential/Puppet.js';
import type { ClientName, Outcome } from './differential/protocol.js';
import { Theatre } from './differential/theatre.js';

// The faults of amazon-connect-chatjs 5.0.0, by their numbers. `CHATJS=theirs` has the same scenes with
// amazon-connect-chatjs instead: there, each must fail.
const client: ClientName = process.env.CHATJS === 'theirs' ? 'theirs' : 'ours';

jest.setTimeout(60_000);
beforeAll(buildClient);

type Options = Parameters<typeof Theatre.play>[2];

/** What must hold here, and does not hold there. */
function defect(name: string, scene: (theatre: Theatre) => Promise<void>, options?: Options): void {
  it(name, async () => {
    const played = Theatre.play(client, scene, options);
    if (client === 'ours') await played;
    else await expect(played).rejects.toThrow();
  });
}

const EVENT = 'application/vnd.amazonaws.connect.event.';
const idOf = ({ value }: Outcome) => (value as { data: { Id: string } }).data.Id;
const run = promisify(execFile);

defect('1 it loads in Node, where there is no window', async () => {
  await run(process.execPath, [nodeScript(client)]);
});

defect('2 it is established once for each connect', async (theatre) => {
  const { agent } = await theatre.customer();
  await theatre.puppet.hears('onConnectionEstablished');
  await theatre.settled('ann', agent);
  expect(theatre.heard('ann', 'onConnectionEstablished')).toHaveLength(1);
});

interface Row {
  readonly Content?: string;
  readonly Type: string;
  readonly ParticipantRole?: string;
  readonly MessageMetadata?: { readonly Status?: string };
}

/** What `onTranscriptUpdated` showed last. */
const transcriptOf = ({ puppet }: Theatre): readonly Row[] => {
  const last = puppet.events.filter(({ name }) => name === 'onTranscriptUpdated').at(-1);
  return (last?.event as { data: { transcript: Row[] } } | undefined)?.data.transcript ?? [];
};
const followTranscript = ({ puppet }: Theatre, session = 'ann') =>
  puppet.tell({ kind: 'listen', session, methods: ['onTranscriptUpdated'] });

defect('3 an older page goes before what is known', async (theatre) => {
  const contact = theatre.emulator.startChat({ displayName: 'Ann' });
  const agent = contact.join();
  const before = Array.from({ length: 110 }, (_, index) => agent.say(`m${index}`));
  await theatre.create('ann', contact.details);
  await followTranscript(theatre);
  await theatre.puppet.tell({ kind: 'listen', session: 'ann' });
  await theatre.call('ann', 'connect');
  await eventually(() => expect(theatre.emulator.sockets().subscribed).toBe(1));
  await theatre.settled('ann', agent);
  const page = await theatre.call('ann', 'getTranscript', { maxResults: 100 });
  const { NextToken: nextToken } = (page.value as { data: { NextToken: string } }).data;
  await theatre.call('ann', 'getTranscript', { maxResults: 100, nextToken });
  await theatre.settled('ann', agent);
  await eventually(() => expect(transcriptOf(theatre).at(-1)?.Content).toMatch('barrier'));
  const shown = transcriptOf(theatre).map(({ Content }) => Content);
  expect(shown.filter((content) => content?.startsWith('m'))).toEqual(
    before.map(({ Content }) => Content),
  );
});

defect('4 a page takes no status away, and its receipts are no items', async (theatre) => {
  const { agent } = await theatre.customer();
  await followTranscript(theatre);
  const sent = await theatre.say('ann', 'mine');
  agent.read(idOf(sent));
  await theatre.settled('ann', agent);
  await theatre.call('ann', 'getTranscript', {});
  await theatre.settled('ann', agent);
  const mine = () => transcriptOf(theatre).filter(({ Content }) => Content === 'mine');
  await eventually(() => expect(mine()).toMatchObject([{ MessageMetadata: { Status: 'READ' } }]));
  expect(transcriptOf(theatre).map(({ Type }) => Type)).not.toContain('MESSAGE_METADATA');
});

defect('5 a message that comes twice is told of once', async (theatre) => {
  const { agent } = await theatre.customer();
  theatre.emulator.faults.doubleFrames();
  agent.say('once');
  await theatre.settled('ann', agent);
  expect(theatre.heard('ann').filter((content) => content === 'once')).toHaveLength(1);
});

defect('6 typing in one chat does not keep another from it', async (theatre) => {
  const { contact } = await theatre.customer('ann');
  const { contact: other } = await theatre.customer('eve');
  await theatre.call('ann', 'sendEvent', { contentType: `${EVENT}typing` });
  await theatre.call('eve', 'sendEvent', { contentType: `${EVENT}typing` });
  const count = ({ contactId }: { contactId: string }) =>
    theatre.emulator.requests.count('SendEvent', { contactId });
  expect([count(contact), count(other)]).toEqual([1, 1]);
});

defect('7 what is asked too early rejects', async (theatre) => {
  await theatre.create('ann', theatre.emulator.startChat().details);
  for (const [method, args] of [
    ['describeView', { viewToken: 'v' }],
    ['getAuthenticationUrl', { sessionId: 's', redirectUri: 'u' }],
    ['cancelParticipantAuthentication', { sessionId: 's' }],
  ] as const) {
    expect((await theatre.call('ann', method, args)).outcome).toBe('rejected');
  }
});

defect('8 a rejection is an object with a message', async (theatre) => {
  await theatre.create('ann', theatre.emulator.startChat().details);
  const { value } = await theatre.say('ann', 'too early');
  expect(value).toMatchObject({ message: 'Failed to call sendMessage, No active connection' });
});

defect('9 a connect() that failed can be repeated', async (theatre) => {
  const contact = theatre.emulator.startChat();
  const fault = { error: 'AccessDeniedException', times: 1 } as const;
  theatre.emulator.faults.failOperation('CreateParticipantConnection', fault);
  await theatre.create('ann', contact.details);
  expect((await theatre.call('ann', 'connect')).outcome).toBe('rejected');
  expect(await theatre.call('ann', 'connect')).toMatchObject({ value: { connectSuccess: true } });
});

defect('10 what is wrong is said by create', async (theatre) => {
  const details = { contactId: '', participantId: 'p', participantToken: 't' };
  expect((await theatre.create('ann', details)).outcome).toBe('thrown');
  expect((await theatre.create('ann', 'no JSON')).outcome).toBe('thrown');
});

defect('11 a receipt in one chat of an agent is none in another', async (theatre) => {
  const { emulator } = theatre;
  const [one, two] = [emulator.startChat(), emulator.startChat()];
  await theatre.agent('one', one);
  await theatre.agent('two', two);
  one.customer.read(idOf(await theatre.say('one', 'mine')));
  await theatre.settled('one', one.customer);
  await theatre.settled('two', two.customer);
  expect(theatre.heard('one', 'onReadReceipt')).toHaveLength(1);
  expect(theatre.heard('two', 'onReadReceipt')).toHaveLength(0);
});

defect('12 a transfer ends the session of the one who handed over', async (theatre) => {
  const contact = theatre.emulator.startChat();
  const bob = await theatre.agent('bob', contact);
  await theatre.settled('bob', contact.customer);
  contact.transfer({ from: bob, displayName: 'Cleo' });
  await theatre.puppet.hears('onEnded');
});

defect('13 two contacts of one chain do not hear each other', async (theatre) => {
  const { emulator } = theatre;
  const first = emulator.startChat();
  const second = emulator.startChat();
  await theatre.agent('first', first);
  const { contactId: initialContactId } = first;
  await theatre.agent('second', second, { initialContactId });
  first.customer.say('for the first');
  second.customer.say('for the second');
  await theatre.settled('first', first.customer);
  await theatre.settled('second', second.customer);
  expect(theatre.heard('first')).not.toContain('for the second');
  expect(theatre.heard('second')).not.toContain('for the first');
});

defect('14 a file that the storage refuses is not sent', async (theatre) => {
  await theatre.customer();
  theatre.emulator.faults.failOperation('UploadAttachment', { status: 403 });
  const attachment = { $file: 'a.txt', text: 'a' };
  const { outcome } = await theatre.call('ann', 'sendAttachment', { attachment });
  expect(outcome).toBe('rejected');
  expect(theatre.emulator.requests.count('CompleteAttachmentUpload')).toBe(0);
});

defect('15 a file that the storage does not give is not got', async (theatre) => {
  const { agent } = await theatre.customer();
  const file = agent.attach({ name: 'a.txt', contentType: 'text/plain', content: 'a' });
  theatre.emulator.faults.failOperation('DownloadAttachment', { status: 403 });
  const attachmentId = file.Attachments?.[0]?.AttachmentId;
  const { outcome } = await theatre.call('ann', 'downloadAttachment', { attachmentId });
  expect(outcome).toBe('rejected');
});

defect('16 each receipt has a ClientToken of its own', async (theatre) => {
  const { agent } = await theatre.customer();
  for (const text of ['one', 'two']) {
    const content = JSON.stringify({ messageId: agent.say(text).Id });
    await theatre.call('ann', 'sendEvent', { contentType: `${EVENT}message.read`, content });
  }
  const tokens = theatre.puppet.requests
    .filter(({ path }) => path.endsWith('/event'))
    .map(({ body }) => (body as { ClientToken?: string }).ClientToken);
  expect(tokens).toHaveLength(2);
  expect(new Set(tokens).size).toBe(2);
});

defect('17 content that is an object goes out as JSON', async (theatre) => {
  await theatre.customer();
  await theatre.call('ann', 'sendEvent', {
    contentType: `${EVENT}connection.acknowledged`,
    content: { a: 1 },
  });
  const { body } = theatre.puppet.requests.filter(({ path }) => path.endsWith('/event')).at(-1)!;
  expect(body).toMatchObject({ Content: '{"a":1}' });
});

defect('18 being throttled for a while is no failure', async (theatre) => {
  await theatre.customer();
  const fault = { error: 'ThrottlingException', times: 4 } as const;
  theatre.emulator.faults.failOperation('SendMessage', fault);
  expect((await theatre.say('ann', 'patience')).outcome).toBe('resolved');
});

defect('19 handlers can be removed', async (theatre) => {
  await theatre.customer();
  const { puppet } = theatre;
  const removed = await puppet.tell({ kind: 'throw', session: 'ann', method: 'onMessage' });
  expect(removed.value).toBe('<function>');
});

defect(
  '21 a token that is as good as expired is not renewed without a pause',
  async (theatre) => {
    await theatre.customer();
    for (let index = 0; index < 30; index += 1) await theatre.call('ann', 'getTranscript', {});
    expect(theatre.emulator.requests.count('CreateParticipantConnection')).toBeLessThan(4);
  },
  { lifetimes: { connectionToken: 50_000 } },
);

defect('22 the region of one session is that of no other', async (theatre) => {
  await theatre.puppet.tell({
    kind: 'config',
    config: { region: 'eu-central-1', endpoint: '', loggerConfig: {} },
  });
  const details = (contactId: string) => ({ contactId, participantId: 'p', participantToken: 't' });
  await theatre.create('one', details('one'), { options: { region: 'eu-west-2' } });
  await theatre.create('two', details('two'));
  void theatre.call('two', 'connect');
  await eventually(() => expect(theatre.puppet.requests).not.toHaveLength(0));
  expect(theatre.puppet.requests[0]?.host).toContain('eu-central-1');
});

defect("23 an agent's message on its way is an agent's", async (theatre) => {
  const contact = theatre.emulator.startChat();
  await theatre.agent('bob', contact);
  await followTranscript(theatre, 'bob');
  theatre.emulator.faults.delayOperation('SendMessage', 200);
  await theatre.say('bob', 'mine');
  const seen = theatre.puppet.events
    .filter(({ name }) => name === 'onTranscriptUpdated')
    .flatMap(({ event }) => (event as { data: { transcript: Row[] } }).data.transcript)
    .filter(({ Content }) => Content === 'mine');
  expect(seen).not.toHaveLength(0);
  expect(new Set(seen.map(({ ParticipantRole }) => ParticipantRole))).toEqual(new Set(['AGENT']));
});

defect('24 it says why an agent gets no token', async (theatre) => {
  const contact = theatre.emulator.startChat();
  const bob = contact.join({ agentId: 'bob' });
  const chatDetails = {
    ...bob.details,
    participantToken: 'wrong',
    getConnectionToken: { $rejects: 'Streams has none' },
  };
  const websocketManager = { $manager: theatre.emulator.agent('bob').websocket().Url };
  await theatre.create('bob', chatDetails, { type: 'AGENT', websocketManager });
  const { outcome, value } = await theatre.call('bob', 'connect');
  expect(outcome).toBe('rejected');
  expect(value).toMatchObject({
    _debug: { _debug: { type: 'AccessDeniedException', statusCode: 403 } },
  });
});

defect('25 chatDetails may be what a page has kept of them', async (theatre) => {
  const kept = JSON.stringify(theatre.emulator.startChat().details);
  await theatre.create('ann', kept);
  expect(await theatre.call('ann', 'connect')).toMatchObject({ outcome: 'resolved' });
});

defect('26 an endpoint holds for the sessions that come after it was set', async (theatre) => {
  await theatre.customer();
  await theatre.config({ endpoint: 'http://127.0.0.1:9', region: 'us-west-2' });
  const details = { contactId: 'other', participantId: 'p', participantToken: 't' };
  await theatre.create('other', details);
  theatre.puppet.take();
  void theatre.call('other', 'connect');
  await eventually(() => expect(theatre.puppet.requests).not.toHaveLength(0));
  expect(theatre.puppet.requests[0]?.host).toBe('127.0.0.1:9');
});
