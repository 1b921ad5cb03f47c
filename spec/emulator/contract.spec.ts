import type { EmulatedContact, Emulator } from '../../lib/emulator.js';
import type { WireItem } from '../../lib/wire/index.js';
import { samplesOf } from '../wire-samples/samples.js';
import { connect, RestClient } from './support/RestClient.js';
import { type Corrected, expectShape, sample, shapeOf } from './support/shape.js';
import { SocketClient } from './support/SocketClient.js';
import { eventually } from './support/eventually.js';
import { withEmulator } from './support/withEmulator.js';

/** What a conversation of all kinds leaves on the socket and in GetTranscript. */
interface Written {
  readonly emulator: Emulator;
  readonly contact: EmulatedContact;
  readonly rest: RestClient;
  readonly frames: readonly string[];
  readonly items: readonly WireItem[];
  readonly rows: readonly WireItem[];
  /** Of a chat that goes on from this one. */
  readonly pastRows: readonly WireItem[];
}

const EVENT = 'application/vnd.amazonaws.connect.event.';
const INTERACTIVE = 'application/vnd.amazonaws.connect.message.interactive';

async function converse(emulator: Emulator): Promise<Written> {
  const contact = emulator.startChat({ displayName: 'Robin' });
  const { rest, socketUrl } = await connect(emulator.url, contact.details.participantToken);
  const socket = await SocketClient.subscribed(socketUrl);
  const system = contact.join({ role: 'SYSTEM' });
  system.say('Welcome');
  const stream = system.stream(['he', 'llo']);
  stream.complete();
  const agent = contact.join({ displayName: 'Kim' });
  const { Id: read } = (await rest.say('read me')).body;
  agent.deliver(read);
  agent.read(read);
  const { Id: delivered } = (await rest.say('{}', { ContentType: 'application/json' })).body;
  agent.deliver(delivered);
  agent.say({ contentType: INTERACTIVE, content: '{"templateType":"ListPicker"}' });
  agent.attach({ name: 'a.txt', contentType: 'text/plain', content: 'a' });
  agent.type();
  for (const name of ['idle', 'returned', 'autodisconnection', 'invited']) {
    agent.event(`participant.${name}`);
  }
  agent.rename('Kim New');
  contact.rehydrate();
  contact.initiateAuthentication();
  contact.transfer({ displayName: 'Lee' });
  socket.send({ topic: 'aws/heartbeat' });
  socket.send({ topic: 'aws/ping' });
  await eventually(() => expect(socket.topics()).toContain('aws/ping'));
  emulator.faults.failPings();
  socket.send({ topic: 'aws/ping' });
  emulator.faults.gatewayError();
  const { Transcript: rows } = await rest.transcript({ MaxResults: 100 });
  contact.end();
  await eventually(() => expect(socket.said()).toContain('chat.ended'));
  socket.close();

  const { ContactId } = socket.items().at(-1)!; // the transfer gave the chat another
  const next = emulator.startChat({ continuedFrom: ContactId ?? undefined });
  const { rest: nextRest } = await connect(emulator.url, next.details.participantToken);
  const { Transcript: pastRows } = await nextRest.transcript({ MaxResults: 100 });
  return { emulator, contact, rest, frames: socket.frames, items: socket.items(), rows, pastRows };
}

type Kind = readonly [
  what: string,
  find: (item: WireItem) => boolean,
  title: string,
  corrected?: Corrected,
  index?: number,
];

const isEvent = (name: string) => (item: WireItem) => item.ContentType === `${EVENT}${name}`;
const says = (content: string) => (item: WireItem) => item.Content === content;
const isFile = ({ Type }: WireItem) => Type === 'ATTACHMENT';
const piece = (item: WireItem) => item.MessageMetadata?.MessageCompleted === false;
const whole = (item: WireItem) => item.MessageMetadata?.MessageCompleted === true;
const interactive = ({ ContentType }: WireItem) => ContentType === INTERACTIVE;
const receipt = (read: boolean) => (item: WireItem) =>
  item.Type === 'MESSAGEMETADATA' &&
  item.MessageMetadata?.Receipts?.some(({ ReadTimestamp }) => Boolean(ReadTimestamp)) === read;
const ofFixture = { why: 'a fixture', plainTimes: true };
const noContent = { why: 'live events have none', without: ['Content'] };
const alphabetic = { why: 'the fields were written down by name', anyOrder: true };
const like = 'frames-events/autodisconnection';

const ON_THE_SOCKET: readonly Kind[] = [
  ['a message', says('read me'), 'frames-messages/text-customer'],
  ['a message of the flow', says('Welcome'), 'frames-messages/text-agent-other-contact-id'],
  ['JSON', says('{}'), 'frames-messages/application-json'],
  ['an interactive message', interactive, 'frames-messages/interactive-list-first-page'],
  ['a piece', piece, 'frames-streamed/pieces-then-whole', ofFixture, 0],
  ['a whole of pieces', whole, 'frames-streamed/pieces-then-whole', ofFixture, 2],
  ['a file', isFile, 'frames-attachments/attachment-customer'],
  ['a delivered receipt', receipt(false), 'frames-receipts/receipt-delivered'],
  ['a read receipt', receipt(true), 'frames-receipts/receipt-without-id'],
  ['a joining', isEvent('participant.joined'), 'frames-events/joined'],
  ['a leaving', isEvent('participant.left'), 'frames-events/joined'],
  ['a transfer', isEvent('transfer.succeeded'), 'frames-events/transfer-succeeded', noContent],
  ['typing', isEvent('typing'), 'frames-events/typing-without-contact-id'],
  ['an idle one', isEvent('participant.idle'), like],
  ['a returned one', isEvent('participant.returned'), like],
  ['one that is disconnected', isEvent('participant.autodisconnection'), like],
  ['an invited one', isEvent('participant.invited'), like],
  ['a renaming', isEvent('participant.displayname.updated'), 'frames-events/display-name-updated'],
  ['a rehydration', isEvent('chat.rehydrated'), 'frames-events/rehydrated'],
  [
    'an authentication',
    isEvent('authentication.initiated'),
    'frames-events/authentication-initiated',
  ],
  ['the end', isEvent('chat.ended'), 'frames-events/ended'],
];

const ROWS = 'transcript-items-get-transcript/';
const NAME = { name: 'DisplayName', value: 'Robin', after: 'ParticipantId' };
const current = { why: 'this one is of the current contact', without: ['RelatedContactId'] };

const IN_THE_TRANSCRIPT: readonly Kind[] = [
  ['a message', says('Welcome'), `${ROWS}text`, alphabetic],
  ['a message, in order', says('Welcome'), `${ROWS}system-message`],
  ['a whole of pieces', says('hello'), `${ROWS}system-message`],
  ['an event', isEvent('participant.joined'), `${ROWS}event-null-content`, alphabetic],
  ['an event, in order', isEvent('participant.left'), `${ROWS}event-order-of-the-wire`],
  ['a file', isFile, `${ROWS}attachment-null-content-type`, alphabetic],
  ['a delivered message', says('{}'), `${ROWS}receipt-with-null-time`],
  [
    'a read message',
    says('read me'),
    `${ROWS}own-message-with-receipts`,
    { why: 'a fixture without a name, and in another order', and: [NAME], anyOrder: true },
  ],
  ['what nobody sent', isEvent('chat.rehydrated'), `${ROWS}ended-null-participant`, current],
];

const IN_A_PAST_CONTACT: readonly Kind[] = [
  [
    'a message',
    says('Welcome'),
    `${ROWS}past-contact`,
    { why: "the SDK's model: ContactId is of the current session alone", without: ['ContactId'] },
  ],
  ['the end', isEvent('chat.ended'), `${ROWS}ended-null-participant`],
];

let written: Written;

beforeAll(
  withEmulator(async (emulator) => {
    written = await converse(emulator);
  }),
);

const cases = (kinds: readonly Kind[]) =>
  kinds.map(([what, find, title, corrected, index]) => ({ what, find, title, corrected, index }));

const compare =
  (items: () => readonly WireItem[]) =>
  ({ find, title, corrected, index }: ReturnType<typeof cases>[number]): void => {
    expectShape(items().find(find), title, corrected, index);
  };

describe('on the socket', () => {
  it.each(cases(ON_THE_SOCKET))(
    '$what is written as in $title',
    compare(() => written.items),
  );

  it.each<[string, string, (frame: Record<string, unknown>) => boolean]>([
    ['a heartbeat', 'frames-control/heartbeat', ({ topic }) => topic === 'aws/heartbeat'],
    ['a ping', 'frames-control/ping-ok', ({ statusCode }) => statusCode === 200],
    ['a failed ping', 'frames-control/ping-failed', ({ statusCode }) => statusCode === 500],
    [
      'an error of the gateway',
      'frames-control/gateway-error',
      ({ message }) => message !== undefined,
    ],
  ])('%s is written as in %s', (_, title, find) => {
    const frames = written.frames.map((frame) => JSON.parse(frame) as Record<string, unknown>);
    expectShape(frames.find(find), title);
  });

  it('an item comes as JSON text in an envelope of three fields', () => {
    const { content, ...envelope } = sample('frames-messages/text-customer') as object & {
      readonly content: object;
    };
    const frame = written.frames.find((text) => text.includes('read me'));
    const expected = { content: JSON.stringify(content), ...envelope };
    expect(shapeOf(JSON.parse(frame ?? ''))).toEqual(shapeOf(expected));
    expect(JSON.parse(frame ?? '')).toMatchObject(envelope);
  });

  it('a flow has the name that it has in the sample', () => {
    const { content } = sample('frames-messages/text-agent-other-contact-id') as {
      readonly content: WireItem;
    };
    const { DisplayName, ParticipantRole } = content;
    expect(written.items.find(says('Welcome'))).toMatchObject({ DisplayName, ParticipantRole });
  });
});

describe('in GetTranscript', () => {
  it.each(cases(IN_THE_TRANSCRIPT))(
    '$what is written as in $title',
    compare(() => written.rows),
  );
  it.each(cases(IN_A_PAST_CONTACT))(
    '$what of a past contact is written as in $title',
    compare(() => written.pastRows),
  );
});

describe('in answers', () => {
  const asBearer = (emulator: Emulator, token: string) => new RestClient(emulator.url, token);
  const both = { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] };
  const upload = {
    AttachmentName: 'a.txt',
    ContentType: 'text/plain',
    AttachmentSizeInBytes: 1,
    ClientToken: 'a',
  };

  it.each<
    [
      string,
      string,
      (rest: RestClient, emulator: Emulator, chat: EmulatedContact) => Promise<unknown>,
      Corrected?,
    ]
  >([
    [
      'a connection',
      'answers/connection',
      async (_, emulator, { details }) =>
        (await asBearer(emulator, details.participantToken).post('connection', both)).body,
    ],
    [
      'credentials alone',
      'answers/connection-credentials-alone',
      async (_, emulator, { details }) =>
        (
          await asBearer(emulator, details.participantToken).post('connection', {
            Type: ['CONNECTION_CREDENTIALS'],
          })
        ).body,
    ],
    ['a sent message', 'answers/send-message-short', async (rest) => (await rest.say('Hi')).body],
    [
      'a page without items',
      'answers/transcript-empty-page',
      (rest) => rest.transcript({ ScanDirection: 'FORWARD' }),
    ],
    [
      'a file',
      'answers/get-attachment',
      async (rest, _, chat) => {
        const file = chat.join().attach({ name: 'a.txt', contentType: 'text/plain', content: 'a' });
        const { AttachmentId } = file.Attachments![0]!;
        return (await rest.post('attachment', { AttachmentId })).body;
      },
    ],
    [
      "an upload's URL and its expiry",
      'answers/get-attachment',
      async (rest) => {
        const { Url, UrlExpiry } = (await rest.post('start-attachment-upload', upload)).body
          .UploadMetadata;
        return { Url, UrlExpiry };
      },
      { why: 'an upload answers the size to nobody', without: ['AttachmentSizeInBytes'] },
    ],
  ])('%s is written as in %s', async (_, title, ask, ...[corrected]) => {
    await withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      const { rest } = await connect(emulator.url, chat.details.participantToken);
      expectShape(await ask(rest, emulator, chat), title, corrected);
    })();
  });

  it.each<[string, (emulator: Emulator, chat: EmulatedContact) => string]>([
    [
      'errors/conflict-receipts',
      (_, chat) => {
        const { Id } = chat.join().say('Hi');
        chat.join({ role: 'SUPERVISOR' });
        return Id;
      },
    ],
    [
      'errors/throttled',
      (emulator, chat) => {
        emulator.faults.failOperation('SendEvent', { error: 'ThrottlingException' });
        return chat.join().say('Hi').Id;
      },
    ],
  ])('an error is written as in %s', async (title, prepare) => {
    await withEmulator(async (emulator) => {
      const chat = emulator.startChat();
      const { rest } = await connect(emulator.url, chat.details.participantToken);
      const messageId = prepare(emulator, chat);
      const { status, headers, body } = await rest.event('message.read', {
        Content: JSON.stringify({ messageId }),
      });
      const expected = sample(title) as {
        readonly status: number;
        readonly headers: Record<string, string>;
        readonly body: object;
      };
      expect(status).toBe(expected.status);
      expect(Object.fromEntries(headers)).toMatchObject(expected.headers);
      expect(shapeOf(body)).toEqual(shapeOf(expected.body));
    })();
  });
});

describe('the comparison', () => {
  const TITLE = 'frames-events/joined';
  const { content } = sample(TITLE) as { readonly content: WireItem };
  const { Id, ...others } = content;

  it('takes what a sample has', () => {
    expect(() => expectShape({ ...content, Id: 'another' }, TITLE)).not.toThrow();
  });

  it.each<[string, object | undefined]>([
    ['nothing', undefined],
    ['a field that is missing', others],
    ['a field too many', { ...content, Content: 'x' }],
    ['null for a text', { ...content, DisplayName: null }],
    ['null for what is not there', { ...content, Content: null }],
    ['a number for a text', { ...content, DisplayName: 1 }],
    ['another order', { ...others, Id }],
    ['a time without milliseconds', { ...content, AbsoluteTime: '2025-01-01T00:00:00Z' }],
  ])('finds %s', (_, item) => {
    expect(() => expectShape(item, TITLE)).toThrow(TITLE);
  });
});

it('every sample from the live service has been compared with', () => {
  const compared = [...ON_THE_SOCKET, ...IN_THE_TRANSCRIPT, ...IN_A_PAST_CONTACT].map(
    ([, , title]) => title,
  );
  const live = [...samplesOf('frames-'), ...samplesOf('transcript-items-get')]
    .filter(([, { evidence }]) => evidence.startsWith('posted by a user'))
    .map(([title]) => title);
  expect(live.filter((title) => !compared.includes(title))).toEqual([]);
});
