import { firstValueFrom, from } from 'rxjs';
import * as full from '../../lib/index.js';
import * as lite from '../../lib/lite.js';
import type { WireItem } from '../../lib/lite.js';
import { watch } from '../chat/support/watch.js';
import { CONTACT, ME, wireChat } from '../support/wireChat.js';
import { type Sample, samplesOf } from './samples.js';

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
};
const LATER = {
  ...OWN,
  AbsoluteTime: '2098-01-01T00:00:00.000Z',
  Content: 'after the sample',
  Id: '7a000000-0000-4000-8000-000000000999',
  ParticipantId: '20000000-0000-4000-8000-000000000002',
  ParticipantRole: 'AGENT',
  InitialContactId: CONTACT,
  ContactId: CONTACT,
};

/** A frame as the socket brings it: what the samples have parsed is text there. */
function onWire(frame: unknown): unknown {
  const { topic, content, contentType } = frame as Record<string, unknown>;
  const isText = topic !== 'aws/chat' || contentType === undefined || typeof content === 'string';
  return isText ? frame : { topic, contentType, content: JSON.stringify(content) };
}

type Entry = typeof full | typeof lite;

describe.each<[string, Entry]>([
  ['rx-connect-chat', full],
  ['rx-connect-chat/lite', lite],
])('%s', (_name, { createChat: create, createFetchApi, isMessage }) => {
  /** A connected chat, and what it tells from now on. */
  function watched(options: Omit<Parameters<typeof wireChat>[0], 'create'> = {}) {
    const wire = wireChat({ create, rows: [OWN], ...options });
    const { chat } = wire;
    const connection = watch(chat.connect());
    const transcript = watch(chat.transcript$);
    wire.advance(1_000);
    const seen = {
      messages: watch(chat.messages$),
      events: watch(chat.events$),
      receipts: watch(chat.receipts$),
      typing: watch(chat.typing$),
      ended: watch(chat.ended$),
      states: watch(chat.connectionState$),
      heartbeats: watch(chat.heartbeat$),
    };
    return { ...wire, ...seen, connection, transcript };
  }

  /** Which streams have told of something. */
  function told({ messages, events, receipts, typing, ended }: ReturnType<typeof watched>) {
    return {
      messages: messages.values.length,
      isEvent: events.values.length > 0,
      isReceipt: receipts.values.length > 0,
      isTyping: typing.values.some((who) => who.length > 0),
      isEnded: ended.values.length > 0,
    };
  }

  const NOTHING = { messages: 0, isReceipt: false, isEnded: false };
  const TOLD: Readonly<Record<string, object>> = {
    message: { ...NOTHING, messages: 1 },
    event: { ...NOTHING, isEvent: true },
    receipt: { ...NOTHING, isReceipt: true },
    typing: { ...NOTHING, isTyping: true },
    ended: { ...NOTHING, isEnded: true },
    ignored: NOTHING,
    control: { ...NOTHING, isEvent: false },
  };

  function expectToGoOn(chat: ReturnType<typeof watched>) {
    chat.brings(LATER);
    chat.advance(1_000);
    expect(chat.messages.last?.content).toBe(LATER.Content);
    expect(chat.connection.ending).toBeUndefined();
  }

  const FRAMES = [
    ...samplesOf('frames-').filter(([, { expect: what }]) => what !== 'control'),
    ...samplesOf('streaming-').flatMap(([title, sample]) => {
      const { Sns } = sample.value as { Sns?: { Message: string } };
      const content = Sns?.Message;
      const value = { topic: 'aws/chat', contentType: 'application/json', content };
      return content === undefined ? [] : [[title, { ...sample, value }] as const];
    }),
  ];
  const framesOf = ({ value, sequence }: Sample) =>
    (sequence ? (value as unknown[]) : [value]).map(onWire);
  /** The item of a frame, as GetTranscript would have it: without contact ids. */
  const rowOf = (frame: unknown) => {
    const { content } = frame as { content: unknown };
    const item = (typeof content === 'string' ? JSON.parse(content) : content) as object;
    return { ...item, InitialContactId: undefined, ContactId: undefined };
  };
  const isMessageSample = ([, { expect: what }]: readonly [string, Sample]) => what === 'message';

  describe.each(FRAMES)('%s', (_title, sample) => {
    it(`is told of as ${sample.expect}`, () => {
      const chat = watched();
      for (const frame of framesOf(sample)) chat.bringsFrame(frame);
      chat.advance(1_000);

      expect(told(chat)).toMatchObject(TOLD[sample.expect] ?? {});
      const shown = chat.transcript.last?.items ?? [];
      for (const message of chat.messages.values) {
        expect(shown).toContainEqual(expect.objectContaining({ id: message.id }));
      }
      if (sample.expect !== 'ended') expectToGoOn(chat);
    });
  });

  it.each(FRAMES.filter(isMessageSample))(
    '%s is one message, though another socket and the transcript bring it again',
    (_title, sample) => {
      const chat = watched();
      const frames = framesOf(sample);
      for (const frame of [...frames, ...frames]) chat.bringsFrame(frame);
      chat.rows.push(rowOf(frames.at(-1)));
      chat.cuts();
      chat.advance(10_000);

      expect(chat.connection.values).toHaveLength(2);
      expect(chat.messages.values).toHaveLength(1);
      expect(chat.transcript.last?.items.filter(isMessage)).toHaveLength(2);
      expectToGoOn(chat);
    },
  );

  it.each(samplesOf('frames-control'))('%s is taken for what it is', (_title, { value }) => {
    const { topic = '' } = value as { topic?: string };
    const chat = watched(topic === '' ? {} : { answers: { [topic]: value } });
    if (topic === '') chat.bringsFrame(value);
    chat.advance(30_000);

    expect(told(chat)).toMatchObject({ ...NOTHING, isEvent: false });
    expect(chat.states.last).toMatchObject({ status: 'connected' });
    expectToGoOn(chat);
  });

  describe.each(samplesOf('transcript-items-'))('%s', (_title, { value, expect: what }) => {
    const { Id } = value as { Id: string };

    it(`in the history is in the transcript as ${what}`, () => {
      const chat = watched({ rows: [OWN, value] });
      const shown = chat.transcript.last?.items ?? [];
      const found = shown.find(({ id }) => id === Id);
      const page = watch(chat.chat.getTranscript());
      chat.advance(100);

      if (what === 'receipt') {
        expect(shown[0]).toMatchObject({ status: 'read' });
      } else if (what !== 'ignored') {
        expect(found && isMessage(found)).toBe(what === 'message');
        expect(page.last?.items.map(({ id }) => id)).toContain(Id);
      }
      expect(told(chat)).toEqual({ ...NOTHING, isEvent: false, isTyping: false });
      expectToGoOn(chat);
    });

    it(`that was missed is told of as ${what}, unless it is of the past`, () => {
      const chat = watched();
      const { RelatedContactId: past, MessageMetadata } = value as WireItem;
      const isReceipt = what === 'receipt' || Boolean(MessageMetadata?.Receipts?.length);
      // What was missed came after what there was.
      const AbsoluteTime = '2026-01-01T00:05:00.000Z';
      chat.rows.push({ ...(value as object), AbsoluteTime });
      chat.cuts();
      chat.advance(10_000);

      expect(told(chat)).toMatchObject(past ? NOTHING : { ...TOLD[what], isReceipt });
      if (what === 'message' || what === 'event') {
        expect(chat.transcript.last?.items.map(({ id }) => id)).toContain(Id);
      }
      expectToGoOn(chat);
    });
  });

  const OPERATIONS: Readonly<Record<string, (api: full.ParticipantApi) => unknown>> = {
    CreateParticipantConnection: (api) =>
      api.createParticipantConnection({ ParticipantToken: 't' }),
    SendMessage: (api) =>
      api.sendMessage({ ConnectionToken: 't', Content: 'x', ContentType: 'text/plain' }),
    GetTranscript: (api) => api.getTranscript({ ConnectionToken: 't' }),
    GetAttachment: (api) => api.getAttachment({ ConnectionToken: 't', AttachmentId: 'a' }),
  };
  const apiThat = (fetch: () => Promise<Response>) =>
    createFetchApi({ region: 'us-east-1', fetch });
  const call = (api: full.ParticipantApi, operation: string) =>
    firstValueFrom(from(OPERATIONS[operation]?.(api) as Promise<unknown>));

  it.each(samplesOf('answers'))('%s is read', async (_title, sample) => {
    const { value, operation = '', expect: what } = sample;
    const api = apiThat(() =>
      Promise.resolve(new Response(JSON.stringify(value), { status: 200 })),
    );
    const answer = await call(api, operation);
    expect(answer).toMatchObject(value as object);

    if (what === 'connects') {
      const createParticipantConnection = () => [answer as object];
      const { states } = watched({ api: { ...wireApi(), createParticipantConnection } });
      expect(states.last).toMatchObject({ status: 'connected' });
    }
    if (what === 'page') {
      const { Transcript } = value as { Transcript: readonly unknown[] };
      const chat = watched({ api: { ...wireApi(), getTranscript: () => [answer as object] } });
      const page = watch(chat.chat.getTranscript());
      chat.advance(100);
      expect(page.last?.items).toHaveLength(Transcript.length);
      expect(page.last?.nextToken).not.toBe('');
      expect(chat.transcript.last?.gaps).toEqual([]);
    }
  });

  it.each(samplesOf('errors'))('%s is an error of its own', async (_title, sample) => {
    const { status, headers, body, throws } = sample.value as {
      status: number;
      headers?: HeadersInit;
      body?: unknown;
      throws?: string;
    };
    const api = apiThat(() =>
      throws
        ? Promise.reject(new TypeError('failed'))
        : Promise.resolve(
            new Response(JSON.stringify(body), { status, ...(headers && { headers }) }),
          ),
    );

    await expect(call(api, 'SendMessage')).rejects.toMatchObject({ code: sample.expect });
  });
});

/** What the chat needs of its service besides what a sample gives. */
const wireApi = () => wireChat({ create: lite.createChat }).api;
