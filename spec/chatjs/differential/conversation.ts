import type { EmulatedContact, EmulatedParticipant, Emulator } from '../../../lib/emulator.js';
import { eventually } from '../../emulator/support/eventually.js';
import type { Puppet } from './Puppet.js';
import type { Outcome, WireRequest } from './protocol.js';

/** What one step of the conversation came to: what was asked of the service, answered and told. */
export interface Step {
  readonly results: readonly Outcome[];
  readonly requests: readonly WireRequest[];
  readonly events: readonly (readonly [name: string, event: unknown])[];
}

/** A customer's client, and those it talks to. */
export interface Stage {
  readonly emulator: Emulator;
  readonly contact: EmulatedContact;
  readonly agent: EmulatedParticipant;
  readonly puppet: Puppet;
  /** A method of the customer's session. */
  readonly call: (method: string, ...args: readonly unknown[]) => Promise<Outcome>;
}

/** A part of the conversation; answers the outcomes that are compared. */
type Scene = (stage: Stage) => Promise<readonly Outcome[]>;

const EVENT = 'application/vnd.amazonaws.connect.event.';
const idOf = (outcome: Outcome) => (outcome.value as { data: { Id: string } }).data.Id;

const VIEW = {
  Id: 'form',
  Name: 'Form',
  Content: { InputSchema: '{}', Template: '{}', Actions: ['Go'] },
};

/** Events with a callback of their own, and those that go to `onMessage`. */
const EVENTS = [
  'participant.idle',
  'participant.returned',
  'participant.invited',
  'participant.autodisconnection',
  'chat.rehydrated',
  'transfer.failed',
  'participant.active',
  'participant.inactive',
  'workflow.cancelled',
  'authentication.succeeded',
  'authentication.failed',
  'authentication.timeout',
  'authentication.expired',
  'authentication.cancelled',
  'something.new',
];

/** The conversation, in the order in which it is had. */
export const SCENES: Readonly<Record<string, Scene>> = {
  'before connect': async ({ call }) => [
    await call('getChatDetails'),
    await call('sendMessage', { message: 'x', contentType: 'text/plain', metadata: 1 }),
    await call('sendEvent', { contentType: `${EVENT}connection.acknowledged` }),
    await call('getTranscript', {}),
    await call('getAttachmentURL', { attachmentId: 'a' }),
    await call('describeView', { viewToken: 'a' }),
    await call('disconnectParticipant'),
  ],

  connect: async ({ call, emulator, puppet }) => {
    const connected = await call('connect', { metadata: { mine: 1 } });
    await puppet.hears('onConnectionEstablished');
    await subscribed(emulator);
    return [connected];
  },

  'connect again': async ({ call }) => [await call('connect')],

  'chat details': async ({ call }) => [await call('getChatDetails')],

  messages: async ({ call, agent }) => {
    const outcomes = [
      await call('sendMessage', { message: 'Hi', contentType: 'text/plain', metadata: [2] }),
      await call('sendMessage', {
        message: '**Hi**',
        contentType: 'text/markdown',
        clientToken: 'my-own-token',
      }),
      await call('sendMessage', {
        message: '{"a":1}',
        contentType: 'application/vnd.amazonaws.connect.message.interactive.response',
      }),
    ];
    agent.say('Hello');
    agent.say({ content: '{}', contentType: 'application/json' });
    return outcomes;
  },

  'wrong messages': async ({ call }) => [
    await call('sendMessage', { message: 7, contentType: 'text/plain' }),
    await call('sendMessage', { message: 'x', contentType: 'text/none' }),
    await call('sendMessage', { message: '', contentType: 'text/plain', metadata: 3 }),
  ],

  'typing, twice': async ({ call, agent }) => {
    agent.type();
    return [
      await call('sendEvent', { contentType: `${EVENT}typing`, metadata: 1 }),
      await call('sendEvent', { contentType: `${EVENT}typing`, metadata: 2 }),
    ];
  },

  'other events': async ({ call }) => [
    await call('sendEvent', { contentType: `${EVENT}participant.joined`, metadata: 4 }),
    await call('sendEvent', { contentType: `${EVENT}connection.acknowledged`, content: 'no JSON' }),
    await call('sendEvent', { contentType: `${EVENT}connection.acknowledged`, clientToken: 't' }),
  ],

  transcript: async ({ call, contact }) => {
    const first = contact.transcript[0]!;
    return [
      await call('getTranscript', { metadata: 5 }),
      await call('getTranscript', { maxResults: 2, sortOrder: 'DESCENDING' }),
      await call('getTranscript', {
        maxResults: 2,
        scanDirection: 'FORWARD',
        startPosition: { id: first.Id },
      }),
      await call('getTranscript', { startPosition: { mostRecent: 1 } }),
      await call('getTranscript', { nextToken: 'none of ours' }),
    ];
  },

  views: async ({ call, contact }) => [
    await call('describeView', { viewToken: contact.addView(VIEW), metadata: 6 }),
    await call('describeView', { viewToken: 'none' }),
  ],

  authentication: async ({ call, contact, puppet }) => {
    const sessionId = contact.initiateAuthentication();
    await puppet.hears('onAuthenticationInitiated');
    return [
      await call('getAuthenticationUrl', { sessionId, redirectUri: 'https://me', metadata: 7 }),
      await call('cancelParticipantAuthentication', { sessionId, metadata: 8 }),
      await call('getAuthenticationUrl', { sessionId: 'none', redirectUri: 'https://me' }),
    ];
  },

  'receipts of others': async ({ call, agent }) => {
    const sent = await call('sendMessage', { message: 'Read me', contentType: 'text/plain' });
    agent.deliver(idOf(sent));
    agent.read(idOf(sent));
    return [];
  },

  'events of each kind': async ({ contact, agent }) => {
    for (const name of EVENTS) contact.emit(name, { from: agent });
    agent.rename('Roberta');
    return [];
  },

  'a file of theirs': async ({ call, agent, puppet }) => {
    const file = agent.attach({ name: 'a.txt', contentType: 'text/plain', content: 'theirs' });
    await puppet.hears('onMessage');
    const { AttachmentId: attachmentId } = file.Attachments![0]!;
    return [await call('getAttachmentURL', { attachmentId })];
  },

  'a file of mine': async ({ call, contact, puppet }) => {
    const attachment = { $file: 'mine.txt', text: 'mine' };
    const sent = await call('sendAttachment', { attachment, metadata: 1 });
    await puppet.hears('onMessage');
    const { Attachments } = contact.transcript.find(
      ({ Type, ParticipantId }) => Type === 'ATTACHMENT' && ParticipantId === contact.participantId,
    )!;
    const { AttachmentId: attachmentId } = Attachments![0]!;
    return [
      sent,
      await call('downloadAttachment', { attachmentId, metadata: 2 }),
      await call('downloadAttachment', { attachmentId: 'none', metadata: 3 }),
    ];
  },

  'my receipts': async ({ call, agent, puppet }) => {
    const first = agent.say('First');
    const second = agent.say('Second');
    await puppet.hears('onMessage', 2);
    const receipt = (kind: string, content: object, metadata: unknown) =>
      call('sendEvent', {
        contentType: `${EVENT}message.${kind}`,
        content: JSON.stringify(content),
        metadata,
      });
    return [
      await receipt('delivered', { messageId: first.Id }, 1),
      await receipt('read', { messageId: second.Id }, 2),
      await receipt('read', { messageId: second.Id }, 3),
      await receipt('read', {}, 4),
      await receipt('read', { messageId: first.Id, disableThrottle: true }, 5),
    ];
  },

  'a streamed answer': async ({ contact }) => {
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    const stream = bot.stream(['One ', 'moment']);
    stream.sendAs(5, 'out of turn');
    stream.complete('One moment.');
    return [];
  },

  'errors of the service': async ({ call, emulator }) => {
    const outcomes: Outcome[] = [];
    for (const error of [
      'ValidationException',
      'ConflictException',
      'ResourceNotFoundException',
      'ServiceQuotaExceededException',
    ] as const) {
      emulator.faults.failOperation('SendMessage', { error, times: 1 });
      outcomes.push(await call('sendMessage', { message: error, contentType: 'text/plain' }));
    }
    return outcomes;
  },

  'errors that pass': async ({ call, emulator }) => {
    const outcomes: Outcome[] = [];
    for (const error of ['ThrottlingException', 'InternalServerException'] as const) {
      emulator.faults.failOperation('SendMessage', { error, times: 1 });
      outcomes.push(await call('sendMessage', { message: error, contentType: 'text/plain' }));
    }
    return outcomes;
  },

  'lost and regained': async ({ emulator, puppet, agent }) => {
    emulator.faults.dropFrames({ times: 1 });
    agent.say('While you were away');
    emulator.faults.cutSockets();
    await puppet.hears('onConnectionLost');
    await puppet.hears('onConnectionEstablished');
    await subscribed(emulator);
    return [];
  },

  leaving: async ({ call }) => [await call('disconnectParticipant')],

  'a survey after leaving': async ({ call, contact, agent }) => {
    const survey = contact.join({ role: 'SYSTEM', displayName: 'Survey' });
    survey.type();
    survey.say('How was it?');
    agent.say('Bye');
    return [
      await call('sendEvent', { contentType: `${EVENT}typing`, metadata: 8 }),
      await call('sendMessage', { message: 'Great', contentType: 'text/plain', metadata: 8 }),
      await call('getTranscript', { maxResults: 2 }),
    ];
  },

  'the end': async ({ contact, puppet }) => {
    contact.end();
    await puppet.hears('onEnded');
    return [];
  },

  'after the end': async ({ call }) => [
    await call('sendMessage', { message: 'x', contentType: 'text/plain', metadata: 9 }),
    await call('getTranscript', {}),
    await call('getChatDetails'),
  ],
};

/** Scenes in which no socket brings anything. */
const SILENT = new Set(['before connect', 'the end', 'after the end']);

/** Has the conversation, and writes down what it came to, scene by scene. */
export async function converse(stage: Stage): Promise<Readonly<Record<string, Step>>> {
  const steps: Record<string, Step> = {};
  for (const [name, scene] of Object.entries(SCENES)) {
    const results = await scene(stage);
    // What came before this has been heard, since a socket keeps the order.
    if (!SILENT.has(name)) await barrier(stage, `end of ${name}`);
    const { events, requests } = stage.puppet.take();
    steps[name] = {
      results,
      requests,
      events: events
        .filter(({ event }) => !isBarrier(event))
        .map(({ name: method, event }) => [method, event] as const),
    };
  }
  return steps;
}

async function barrier({ agent, puppet }: Stage, text: string): Promise<void> {
  const content = `barrier: ${text}`;
  agent.say(content);
  // Not just any barrier: `onTranscriptUpdated` tells of the one before it a frame later.
  await eventually(() => {
    const heard = puppet.events.filter(({ name }) => name === 'onMessage');
    expect(heard.map(({ event }) => (event as BarrierEvent).data?.Content)).toContain(content);
  }, 20_000);
}

interface BarrierEvent {
  readonly data?: { readonly Content?: string };
}

const subscribed = (emulator: Emulator) =>
  eventually(() => {
    expect(emulator.sockets().subscribed).toBe(1);
  }, 20_000);

const isBarrier = (event: unknown) => JSON.stringify(event).includes('"Content":"barrier: ');
