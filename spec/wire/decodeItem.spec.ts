import fc from 'fast-check';
import { EVENT_PREFIX } from '../../lib/wire/contentTypes.js';
import { decodeItem, isKept } from '../../lib/wire/decodeItem.js';
import type { ChatItem } from '../../lib/wire/item.js';
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

  it('gives attachments, and leaves out those without an id', () => {
    const Attachments = [
      { AttachmentId: 'a1', AttachmentName: 'x.png', ContentType: 'image/png', Status: 'APPROVED' },
      { AttachmentName: 'no id' },
      { AttachmentId: '' },
      { AttachmentId: 7 },
      null,
      'a2',
      { AttachmentId: 'a3', AttachmentName: null },
    ];

    expect(decoded({ ...MESSAGE, Type: 'ATTACHMENT', Attachments }).attachments).toEqual([
      { id: 'a1', name: 'x.png', contentType: 'image/png', status: 'APPROVED' },
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
      id: '',
      time: new Date(0),
    });
  });

  it('takes typing without an id or a time', () => {
    expect(decoded({ Type: 'EVENT', ContentType: `${EVENT_PREFIX}typing` })).toMatchObject({
      id: '',
      time: new Date(0),
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
    ['no Type', { ...MESSAGE, Type: undefined }],
    ['an empty Type', { ...MESSAGE, Type: '' }],
    ['a Type that is no text', { ...MESSAGE, Type: 7 }],
    ['no Id', { ...MESSAGE, Id: undefined }],
    ['an empty Id', { ...MESSAGE, Id: '' }],
    ['an Id that is null', { ...MESSAGE, Id: null }],
    ['an Id that is a number', { ...MESSAGE, Id: 7 }],
    ['an Id that is the prototype of objects', { ...MESSAGE, Id: '__proto__' }],
    ['no ContentType', { ...MESSAGE, ContentType: undefined }],
    ['a ContentType that is no text', { ...MESSAGE, ContentType: ['text/plain'] }],
    ['Content that is no text', { ...MESSAGE, Content: { text: 'hello' } }],
    ['a participant’s id that is a number', { ...MESSAGE, ParticipantId: 7 }],
    ['a role that is no text', { ...MESSAGE, ParticipantRole: {} }],
    ['a name that is no text', { ...MESSAGE, DisplayName: ['hello'] }],
    ['no time', { ...MESSAGE, AbsoluteTime: undefined }],
    ['a time that is none', { ...MESSAGE, AbsoluteTime: 'yesterday' }],
    ['a time that is a number', { ...MESSAGE, AbsoluteTime: 1_700_000_000_000 }],
    ['a time beyond all time', { ...MESSAGE, AbsoluteTime: '+999999-01-01T00:00:00Z' }],
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
    const names = ['Id', 'Type', 'ContentType', 'Content', 'AbsoluteTime', 'Attachments'];
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
            expect(typeof item.id).toBe('string');
            expect(typeof item.content).toBe('string');
            expect(Number.isNaN(item.time.getTime())).toBe(false);
          }
        },
      ),
      { numRuns: 500 },
    );
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
