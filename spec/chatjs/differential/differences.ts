import type { Step } from './conversation.js';
import type { Outcome } from './protocol.js';

/** What is changed on purpose: with the row of docs/migration.md that gives the reason. */
interface Difference {
  readonly row: string;
  /** What is here, made of what is there. */
  readonly change: (theirs: never) => unknown;
}

type Events = Step['events'];
type Requests = Step['requests'];
type Results = readonly Outcome[];
type Fields = Readonly<Record<string, unknown>>;

const rejected = (method: string, type: string, metadata: unknown = null): Outcome => ({
  outcome: 'rejected',
  value: {
    type,
    message: `Failed to call ${method}, No active connection`,
    stack: '<stack>',
    statusCode: '<undefined>',
    metadata,
  },
});

const without = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** A request for what is missing since the last item known. */
const gapRequest = (id: string) => ({
  method: 'POST',
  host: '<host>',
  path: '/participant/transcript',
  bearer: '<id>',
  body: {
    MaxResults: 100,
    ScanDirection: 'FORWARD',
    SortOrder: 'ASCENDING',
    StartPosition: { Id: id },
  },
});

const withoutClientToken = (requests: Requests) =>
  requests.map(({ body, ...request }) => {
    return { ...request, body: without(body as Fields, 'ClientToken') };
  });

/** Everywhere. */
export const RULES: readonly (Difference & { readonly change: (theirs: unknown) => unknown })[] = [
  {
    row: '`data.$metadata`',
    change: eachObject((fields) => {
      const { $metadata, ...rest } = fields as { $metadata?: Fields };
      if (!$metadata) return fields;
      const { httpStatusCode, requestId } = $metadata;
      return { ...rest, $metadata: { httpStatusCode, requestId } };
    }),
  },
  {
    row: 'Tokens in events',
    change: eachObject((fields) => {
      const { chatDetails } = fields as { chatDetails?: Fields };
      if (!chatDetails) return fields;
      const { connectionDetails, ...open } = without(chatDetails, 'participantToken');
      const rest = without(connectionDetails as Fields, 'connectionToken', 'url');
      return { ...fields, chatDetails: { ...open, connectionDetails: rest } };
    }),
  },
  {
    row: 'The words of an error',
    change: eachObject((fields) =>
      typeof fields.statusCode === 'number' ? { ...fields, message: '<message>' } : fields,
    ),
  },
];

/** Of one scene: its results, its requests or its events. */
export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'before connect / results': {
    row: 'Not connected',
    change: ([details]: Results) => [
      details,
      rejected('sendMessage', 'NotConnected', 1),
      rejected('sendEvent', 'NotConnected'),
      rejected('getTranscript', 'NotConnected'),
      rejected('getAttachmentURL', 'NotConnected'),
      rejected('describeView', 'NotConnected'),
      rejected('disconnectParticipant', 'NotConnected'),
    ],
  },
  'connect / requests': {
    row: 'What was missed',
    change: (requests: Requests) => [
      ...requests,
      {
        ...gapRequest(''),
        body: { MaxResults: 100, ScanDirection: 'BACKWARD', SortOrder: 'ASCENDING' },
      },
      gapRequest('<id>'),
    ],
  },
  'connect / events': {
    row: '`onConnectionEstablished`',
    change: (events: Events) => [
      ['onConnectionEstablished', { ...(events[0]?.[1] as object), data: {} }],
    ],
  },
  'connect again / results': {
    row: '`connect()` again',
    change: () => [
      {
        outcome: 'resolved',
        value: {
          _debug: { websocketStatus: 'Starting' },
          connectSuccess: true,
          connectCalled: true,
          metadata: { mine: 1 },
        },
      },
    ],
  },
  'wrong messages / results': {
    row: 'Arguments',
    change: ([first, second, third]: Results) => [
      { ...first, value: { error: 'IllegalArgument', message: '7 is not a valid message' } },
      {
        ...second,
        value: { error: 'IllegalArgument', message: 'contentType is not one of a message' },
      },
      {
        ...third,
        value: {
          ...(third?.value as object),
          type: 'IllegalArgument',
          statusCode: '<undefined>',
          message:
            'cannot send a message: content must be a string of 1 to 16384 bytes of UTF-8, got 0 bytes',
        },
      },
    ],
  },
  'wrong messages / requests': { row: 'Arguments', change: () => [] },
  'typing, twice / requests': { row: '`ClientToken`', change: withoutClientToken },
  'other events / results': {
    row: 'Arguments',
    change: ([first, second, third]: Results) => [
      {
        ...first,
        value: {
          ...(first?.value as object),
          type: 'IllegalArgument',
          statusCode: '<undefined>',
          message: `cannot send an event: contentType must be one of ${[
            'typing',
            'message.delivered',
            'message.read',
            'connection.acknowledged',
          ]
            .map((name) => `application/vnd.amazonaws.connect.event.${name}`)
            .join(', ')}, got a string of 58 characters`,
        },
      },
      { ...second, value: { error: 'IllegalArgument', message: 'content is not JSON' } },
      third,
    ],
  },
  'other events / requests': {
    row: 'Arguments',
    change: (requests: Requests) =>
      requests.filter(({ body }) => !JSON.stringify(body).includes('participant.joined')),
  },
  'a file of mine / results': {
    row: 'An attachment that is not there',
    change: ([sent, got, none]: Results) => [
      sent,
      got,
      { ...none, value: { ...(none?.value as object), type: 'ResourceNotFoundException' } },
    ],
  },
  'my receipts / requests': {
    row: '`ClientToken`',
    change: (requests: Requests) =>
      requests.map(({ body, ...request }) => ({
        ...request,
        body: { ...(body as object), ClientToken: '<id>' },
      })),
  },
  'lost and regained / requests': {
    row: 'What was missed',
    change: (requests: Requests) => [...requests, gapRequest('<id>')],
  },
  'lost and regained / events': {
    row: 'What was missed',
    change: (events: Events) => {
      const { chatDetails } = events[1]![1] as Fields;
      const data = {
        AbsoluteTime: '<time>',
        Content: 'While you were away',
        ContentType: 'text/plain',
        DisplayName: 'Roberta',
        Id: '<id>',
        ParticipantId: '<bob>',
        ParticipantRole: 'AGENT',
        Type: 'MESSAGE',
      };
      return [...events, ['onMessage', { chatDetails, data }]];
    },
  },
  'the end / requests': {
    row: 'What was missed',
    change: (requests: Requests) => [...requests, gapRequest('<id>')],
  },
  'after the end / results': {
    row: 'Not connected',
    change: ([, , details]: Results) => [
      rejected('sendMessage', 'Ended', 9),
      rejected('getTranscript', 'Ended'),
      details,
    ],
  },
};

/** `change` for each object in a value. */
function eachObject(change: (fields: Fields) => Fields): (value: unknown) => unknown {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (value === null || typeof value !== 'object') return value;
    return change(
      Object.fromEntries(Object.entries(value).map(([name, field]) => [name, walk(field)])),
    );
  };
  return walk;
}
