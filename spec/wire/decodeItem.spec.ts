import fc from 'fast-check';
import { EVENT_PREFIX } from '../../lib/wire/contentTypes.js';
import { decodeItem, decodePage, isKept, isTimed } from '../../lib/wire/decodeItem.js';
import type { ChatItem } from '../../lib/wire/item.js';
import { isServiceId } from '../../lib/wire/itemId.js';
import type { WireItem } from '../../lib/wire/wireItem.js';

const MESSAGE: WireItem = {
  Id: 'm1',
  Type: 'MESSAGE',
  ContentType: 'text/plain',
  Content: 'hello',
  AbsoluteTime: '2026-01-01T12:34:56.789Z',
  ParticipantId: 'p1',
  ParticipantRole: 'AGENT',
  DisplayName: 'Ann',
};

const decoded = (value: unknown): ChatItem => {
  const item = decodeItem(value);
  if (typeof item === 'string') throw new Error(item);
  return item;
};

describe('decodeItem', () => {
  it('gives an item this library’s spelling, and keeps it as it came', () => {
    expect(decodeItem(MESSAGE)).toEqual({
      id: 'm1',
      type: 'MESSAGE',
      contentType: 'text/plain',
      content: 'hello',
      time: new Date('2026-01-01T12:34:56.789Z'),
      participant: { id: 'p1', role: 'AGENT', displayName: 'Ann' },
      attachments: [],
      raw: MESSAGE,
    });
    expect(decoded(MESSAGE).raw).toBe(MESSAGE);
  });

  it('gives attachments, and leaves out those without an id and a name', () => {
    const Attachments = [
      { AttachmentId: 'a1', AttachmentName: 'x.png', ContentType: 'image/png', Status: 'APPROVED' },
      { AttachmentName: 'y.png' },
      { AttachmentId: '' },
      { AttachmentId: 7 },
      null,
      'a2',
      { AttachmentId: 'a3', AttachmentName: null },
    ];

    expect(decoded({ ...MESSAGE, Type: 'ATTACHMENT', Attachments }).attachments).toEqual([
      { id: 'a1', name: 'x.png', contentType: 'image/png', status: 'APPROVED' },
      { id: '', name: 'y.png', contentType: '', status: '' },
      { id: 'a3', name: '', contentType: '', status: '' },
    ]);
  });

  it.each([undefined, null, 'a1', 3, {}])('has no attachments where they are %p', (Attachments) => {
    expect(decoded({ ...MESSAGE, Attachments }).attachments).toEqual([]);
  });

  it('takes an item that names nobody for the system’s', () => {
    const { Id, Type, ContentType, AbsoluteTime } = MESSAGE;

    expect(decoded({ Id, Type, ContentType, AbsoluteTime })).toMatchObject({
      content: '',
      participant: { id: '', role: 'SYSTEM', displayName: '' },
    });
  });

  it('takes null for what is not there', () => {
    const nulls = { Content: null, ParticipantId: null, ParticipantRole: null, DisplayName: null };

    expect(decoded({ ...MESSAGE, ...nulls })).toMatchObject({
      content: '',
      participant: { id: '', role: 'SYSTEM', displayName: '' },
    });
  });

  it('passes on types, content types and roles that it does not know', () => {
    const strange = { Type: 'NEW', ContentType: 'application/new', ParticipantRole: 'ROBOT' };

    expect(decoded({ ...MESSAGE, ...strange })).toMatchObject({
      type: 'NEW',
      contentType: 'application/new',
      participant: { role: 'ROBOT' },
    });
  });

  it.each(['MESSAGEMETADATA', 'MESSAGE_METADATA'])('spells %s in one way', (Type) => {
    expect(decoded({ Type, MessageMetadata: { MessageId: 'm1' } })).toMatchObject({
      type: 'MESSAGEMETADATA',
      contentType: `${EVENT_PREFIX}message.metadata`,
    });
  });

  it('takes a megabyte of text', () => {
    const Content = 'ä'.repeat(1_000_000);

    expect(decoded({ ...MESSAGE, Content }).content).toHaveLength(1_000_000);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'MESSAGE'],
    ['a number', 7],
    ['a list', [MESSAGE]],
    ['an empty object', {}],
    ['a type alone', { Type: 'MESSAGE' }],
    ['a type that it does not know, alone', { Type: 'hello' }],
    ['who and when, and nothing else', { ...MESSAGE, Content: null, ContentType: null }],
    ['files that are none', { Type: 'ATTACHMENT', Id: 'a', Attachments: [null, 7, {}] }],
    ['metadata that says nothing', { Type: 'MESSAGE', MessageMetadata: { Receipts: [] } }],
    ['an Id that is the prototype of objects', { ...MESSAGE, Id: '__proto__' }],
    [
      'a piece that cannot be joined with others',
      { ...MESSAGE, Id: null, MessageMetadata: { ChunkNumber: 1, MessageCompleted: false } },
    ],
  ])('refuses %s, and says why', (_what, value) => {
    const reason = decodeItem(value);

    expect(typeof reason).toBe('string');
    expect(reason).not.toBe('');
    expect(reason).not.toContain('hello');
  });

  it('never throws, and never quotes what it refuses', () => {
    const field = fc.oneof(
      fc.anything(),
      fc.constantFrom('MESSAGE', 'EVENT', 'text/plain', '2026-01-01T00:00:00.000Z', 'SECRET-1'),
    );
    const names = [...Object.keys(MESSAGE), 'Attachments', 'MessageMetadata'];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record(Object.fromEntries(names.map((name) => [name, field])), { requiredKeys: [] }),
        ),
        (value) => {
          const item = decodeItem(value);
          if (typeof item === 'string') expect(item).not.toContain('SECRET');
          else {
            const { id, type, contentType, content, participant, time } = item;
            for (const text of [id, type, contentType, content, ...Object.values(participant)]) {
              expect(typeof text).toBe('string');
            }
            expect(id).not.toBe('');
            expect(Number.isNaN(time.getTime())).toBe(false);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a field that is missing, null or of the wrong type', () => {
  const ODD = [undefined, null, '', 7, true, {}, ['text/plain']];
  const NOW = Date.UTC(2026, 5, 1);

  it.each(ODD)('ContentType %p: text/plain of a message', (ContentType) => {
    expect(decoded({ ...MESSAGE, ContentType })).toMatchObject({ contentType: 'text/plain' });
  });

  it.each(ODD)('ContentType %p: the file’s of an attachment', (ContentType) => {
    const Attachments = [{ AttachmentId: 'a1', ContentType: 'image/png' }];

    expect(
      decoded({ ...MESSAGE, Type: 'ATTACHMENT', Content: null, ContentType, Attachments }),
    ).toMatchObject({ type: 'ATTACHMENT', contentType: 'image/png', content: '' });
  });

  it('ContentType: none of an attachment whose file has none, and of an unknown type', () => {
    const Attachments = [{ AttachmentId: 'a1' }];

    expect(decoded({ Type: 'ATTACHMENT', Attachments })).toMatchObject({ contentType: '' });
    expect(decoded({ Type: 'NEW', Content: 'hello' })).toMatchObject({
      contentType: '',
      content: 'hello',
    });
  });

  it.each([
    ['CHAT_ENDED', 'chat.ended'],
    ['PARTICIPANT_JOINED', 'participant.joined'],
    ['TYPING', 'typing'],
    ['MESSAGE_READ', 'message.read'],
    ['CONNECTION_ACK', 'connection.acknowledged'],
  ])('ContentType: that of the event which the type %s names', (Type, name) => {
    expect(decoded({ Type })).toMatchObject({ type: Type, contentType: EVENT_PREFIX + name });
  });

  it.each(ODD)('Type %p: what the other fields show', (Type) => {
    const typed = (rest: object) => decoded({ Type, ...rest }).type;

    expect(typed({ Content: 'hello' })).toBe('MESSAGE');
    expect(typed({ ContentType: 'text/plain' })).toBe('MESSAGE');
    expect(typed({ Attachments: [{ AttachmentId: 'a1' }] })).toBe('ATTACHMENT');
    expect(typed({ ContentType: `${EVENT_PREFIX}chat.ended` })).toBe('EVENT');
    expect(typed({ ContentType: `${EVENT_PREFIX}message.metadata` })).toBe('MESSAGEMETADATA');
    expect(typed({ MessageMetadata: { MessageId: 'm1', Receipts: [{}] } })).toBe('MESSAGEMETADATA');
  });

  it('Type: receipts are known by their content type as well', () => {
    const ContentType = `${EVENT_PREFIX}message.metadata`;

    expect(decoded({ Type: 'EVENT', ContentType })).toMatchObject({ type: 'MESSAGEMETADATA' });
  });

  it.each<[unknown, string]>([
    [undefined, ''],
    [null, ''],
    ['', ''],
    [7, '7'],
    [false, 'false'],
    [{ text: ['hello'] }, '{"text":["hello"]}'],
    [[], '[]'],
  ])('Content %j: the text %j', (Content, content) => {
    expect(decoded({ ...MESSAGE, Content }).content).toBe(content);
  });

  it('Content: nothing, if it is an object that JSON cannot have', () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;

    expect(decoded({ ...MESSAGE, Content: cyclic }).content).toBe('');
    expect(decoded({ ...MESSAGE, Content: () => 'hello' }).content).toBe('');
  });

  it.each(ODD.filter((value) => typeof value !== 'number').concat('yesterday', NaN, 1e300))(
    'AbsoluteTime %p: the service’s present time',
    (AbsoluteTime) => {
      const item = decodeItem({ ...MESSAGE, AbsoluteTime }, NOW);

      expect(item).toMatchObject({ id: 'm1', time: new Date(NOW) });
      expect(isTimed(item as ChatItem)).toBe(false);
    },
  );

  it.each<[unknown, string]>([
    ['2026-01-01T12:34:56Z', '2026-01-01T12:34:56.000Z'],
    [1_672_567_200.5, '2023-01-01T10:00:00.500Z'],
    [1_672_567_200_500, '2023-01-01T10:00:00.500Z'],
    [0, '1970-01-01T00:00:00.000Z'],
  ])('AbsoluteTime %p: is a time', (AbsoluteTime, time) => {
    const item = decodeItem({ ...MESSAGE, AbsoluteTime }, NOW) as ChatItem;

    expect(item.time).toEqual(new Date(time));
    expect(isTimed(item)).toBe(true);
  });

  it.each(ODD)('the participant’s fields %p: nobody, of the system', (value) => {
    expect(
      decoded({ ...MESSAGE, ParticipantId: value, ParticipantRole: value, DisplayName: value }),
    ).toMatchObject({ participant: { id: '', role: 'SYSTEM', displayName: '' } });
  });
});

describe('the id of an item without Id', () => {
  const WITHOUT = { ...MESSAGE, Id: undefined };
  const idOf = (value: unknown) => decoded(value).id;

  it.each([undefined, null, '', 7, {}])('is made of what it says, if Id is %p', (Id) => {
    const id = idOf({ ...MESSAGE, Id });

    expect(id).toBe(idOf(WITHOUT));
    expect(id).toMatch(/^no-id-[0-9a-f]{16}$/);
    expect(isServiceId(id)).toBe(false);
    expect(isServiceId('m1')).toBe(true);
  });

  it('is the same for the socket’s copy and the transcript’s', () => {
    const onSocket = { ...WITHOUT, InitialContactId: 'c0', ContactId: 'c1' };
    const inTranscript = {
      ...WITHOUT,
      Id: null,
      Attachments: null,
      MessageMetadata: null,
      RelatedContactId: null,
    };
    const file = { AttachmentId: 'a1', AttachmentName: 'a.png', ContentType: 'image/png' };
    const attachment = { Type: 'ATTACHMENT', Attachments: [{ ...file, Status: 'IN_PROGRESS' }] };

    expect(idOf(onSocket)).toBe(idOf(inTranscript));
    expect(idOf({ ...WITHOUT, AbsoluteTime: '2026-01-01T12:34:56.7890Z' })).toBe(idOf(WITHOUT));
    expect(idOf({ ...WITHOUT, DisplayName: 'Another name' })).toBe(idOf(WITHOUT));
    expect(idOf(attachment)).toBe(
      idOf({
        ...attachment,
        Content: null,
        ContentType: null,
        Attachments: [{ ...file, Status: 'APPROVED' }],
      }),
    );
  });

  it.each([
    { Content: 'hello!' },
    { Content: null },
    { ContentType: 'text/markdown' },
    { AbsoluteTime: '2026-01-01T12:34:56.788Z' },
    { AbsoluteTime: null },
    { ParticipantId: 'p2' },
    { Type: 'EVENT' },
  ])('is another with %j', (fields) => {
    expect(idOf({ ...WITHOUT, ...fields })).not.toBe(idOf(WITHOUT));
  });

  it('tells speakers without an id apart by role and name', () => {
    const anonymous = { ...WITHOUT, ParticipantId: null };

    expect(idOf({ ...anonymous, DisplayName: 'Bea' })).not.toBe(idOf(anonymous));
    expect(idOf({ ...anonymous, ParticipantRole: 'CUSTOMER' })).not.toBe(idOf(anonymous));
  });

  it('is the one that a message’s own metadata names', () => {
    expect(idOf({ ...WITHOUT, MessageMetadata: { MessageId: 'm7', Receipts: [] } })).toBe('m7');
  });

  it('differs for as many messages as a chat may have', () => {
    const ids = new Set(
      Array.from({ length: 20_000 }, (_each, n) => idOf({ ...WITHOUT, Content: `${n}` })),
    );

    expect(ids.size).toBe(20_000);
  });
});

describe('decodePage', () => {
  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
  const timesOf = (rows: readonly unknown[]) => {
    const bad: string[] = [];
    const items = decodePage(rows, Date.UTC(2026, 0, 1, 0, 0, 9), (reason) => bad.push(reason));
    return { seconds: items.map(({ time }) => time.getUTCSeconds()), bad };
  };
  const row = (AbsoluteTime: unknown) => ({ ...MESSAGE, AbsoluteTime });

  it('gives an item without a time that of the one before it', () => {
    const rows = [row(at(1)), row(null), row(undefined), row(at(3)), row('odd')];

    expect(timesOf(rows)).toEqual({ seconds: [1, 1, 1, 3, 3], bad: [] });
  });

  it('gives the first that of the one behind it', () => {
    expect(timesOf([row(null), row(at(2)), row(at(3))]).seconds).toEqual([2, 2, 3]);
  });

  it('gives them the present time, if no item has one', () => {
    expect(timesOf([row(null), row(null)]).seconds).toEqual([9, 9]);
  });

  it('tells of each row that is no item, and reads the others', () => {
    expect(timesOf([null, row(at(1)), { Type: 'EVENT' }])).toEqual({
      seconds: [1],
      bad: ['the item is not an object', 'the item says nothing'],
    });
  });
});

describe('isKept', () => {
  const event = (name: string) =>
    decoded({ ...MESSAGE, Type: 'EVENT', ContentType: EVENT_PREFIX + name });

  it.each([
    'participant.joined',
    'participant.left',
    'chat.ended',
    'transfer.succeeded',
    'new.one',
  ])('is true of the event %s', (name) => {
    expect(isKept(event(name))).toBe(true);
  });

  it.each(['typing', 'message.read', 'message.delivered', 'connection.acknowledged'])(
    'is false of the event %s',
    (name) => {
      expect(isKept(event(name))).toBe(false);
    },
  );

  it.each<[string, boolean]>([
    ['MESSAGE', true],
    ['ATTACHMENT', true],
    ['MESSAGEMETADATA', false],
    ['MESSAGE_METADATA', false],
    ['CONNECTION_ACK', false],
  ])('of type %s is %s', (Type, kept) => {
    expect(isKept(decoded({ ...MESSAGE, Type }))).toBe(kept);
  });
});
