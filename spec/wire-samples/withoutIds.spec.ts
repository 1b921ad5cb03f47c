import { createChat, memoryStorage } from '../../lib/lite.js';
import { texts, watch } from '../chat/support/watch.js';
import { EPOCH_MS } from '../support/items.js';
import { wireChat, type WireChatOptions } from '../support/wireChat.js';

const EVENT = 'application/vnd.amazonaws.connect.event.';
const BEA = { ParticipantId: 'bea', ParticipantRole: 'AGENT', DisplayName: 'Bea' };
const at = (second: number) => new Date(EPOCH_MS + 1_000 * second).toISOString();
const row = (Id: string, second: number, Content = Id) => ({
  ...BEA,
  Type: 'MESSAGE',
  ContentType: 'text/plain',
  Content,
  Id,
  AbsoluteTime: at(second),
});
const bare = (Content: string) => ({ ...BEA, Type: 'MESSAGE', Content });

function connected(options: Partial<WireChatOptions> = {}) {
  const wire = wireChat({ create: createChat, rows: [row('first', -3_600)], ...options });
  const connection = watch(wire.chat.connect());
  const messages = watch(wire.chat.messages$);
  const transcript = watch(wire.chat.transcript$);
  const unread = watch(wire.chat.unreadCount$);
  wire.advance(1_000);
  return { ...wire, connection, messages, transcript, unread };
}

describe('a chat whose socket brings items without ids and times', () => {
  it('places them at the service’s present time, however wrong the device’s clock is', () => {
    const { advance, brings, transcript } = connected({ rows: [row('first', 7_200)] });
    brings(row('second', 7_203));
    advance(10_000);
    brings(bare('third'));
    brings({ ...row('fourth', 7_214) });
    advance(1_000);

    const items = transcript.last?.items ?? [];
    expect(texts(items)).toEqual(['first', 'second', 'third', 'fourth']);
    expect(items[2]?.time).toEqual(new Date(EPOCH_MS + 7_213_000));
  });

  it('asks the service for what was missed since an item that it knows', () => {
    const { advance, asked, brings, cuts, rows, messages } = connected();
    for (const content of ['a', 'b', 'c']) {
      brings(bare(content));
      advance(100_000);
    }
    rows.push(row('m1', 1, 'a'), row('m2', 101, 'b'), row('m3', 201, 'c'), row('m4', 299, 'd'));
    cuts();
    advance(10_000);

    expect(texts(messages.values)).toEqual(['a', 'b', 'c', 'd']);
    expect(JSON.stringify(asked)).not.toContain('no-id-');
  });

  it('goes back from them, too', () => {
    const { advance, asked, brings, chat, transcript } = connected({
      rows: Array.from({ length: 40 }, (_, n) => row(`m${n}`, n - 3_600)),
      history: 0,
    });
    brings(bare('live'));
    advance(1_000);
    const loaded = watch(chat.loadOlder());
    advance(1_000);

    expect(loaded.ending).toBe('completed');
    expect(texts(transcript.last?.items).slice(-3)).toEqual(['m38', 'm39', 'live']);
    expect(JSON.stringify(asked)).not.toContain('no-id-');
  });

  it('gives older items that do not say when they were sent a place before the others', () => {
    const lacking = ['l0', 'l1', 'l2'].map((Id) => ({ ...row(Id, 0), AbsoluteTime: null }));
    const { advance, chat, transcript } = connected({
      rows: [...lacking, row('m0', -10), row('m1', -5)],
      history: 2,
    });
    for (let page = 0; page < 2; page++) {
      watch(chat.loadOlder());
      advance(1_000);
    }

    expect(texts(transcript.last?.items)).toEqual(['l0', 'l1', 'l2', 'm0', 'm1']);
  });

  it('counts them as unread, and gives the receipt to the message before that has an id', () => {
    const { advance, brings, chat, events, messages, unread } = connected();
    brings(row('m1', 1));
    brings(bare('bare'));
    advance(1_000);
    expect(unread.last).toBe(3);

    const marked = watch(chat.markRead(messages.last?.id ?? ''));
    advance(1_000);
    expect(marked.ending).toBe('completed');
    expect(unread.last).toBe(0);
    expect(events).toEqual([`${EVENT}message.read {"messageId":"m1"}`]);
  });

  it('sends no receipt for them, if no message before has an id', () => {
    const { advance, brings, chat, events, messages } = connected({ rows: [] });
    brings(bare('bare'));
    advance(1_000);
    const marked = watch(chat.markRead(messages.last?.id ?? ''));
    advance(1_000);

    expect(marked.ending).toBe('completed');
    expect(events).toEqual([]);
  });

  it('finds by its first id a message that has got one since', () => {
    const { advance, brings, chat, cuts, events, messages, rows } = connected();
    brings(bare('bare'));
    advance(1_000);
    rows.push(row('m1', 1, 'bare'));
    cuts();
    advance(5_000);
    watch(chat.markRead(messages.last?.id ?? ''));
    advance(1_000);

    expect(events).toEqual([`${EVENT}message.read {"messageId":"m1"}`]);
  });

  it('gives delivered receipts for those that have an id alone', () => {
    const { advance, brings, events } = connected({ receipts: { autoDelivered: true }, rows: [] });
    brings(bare('bare'));
    advance(10_000);
    expect(events).toEqual([]);

    brings(row('m1', 11));
    advance(10_000);
    expect(events).toEqual([`${EVENT}message.delivered {"messageId":"m1"}`]);
  });

  it('remembers them in its storage, and knows them again after a reload', () => {
    const storage = memoryStorage();
    const before = connected({ storage });
    before.brings(bare('bare'));
    before.brings({ ...bare('timed'), AbsoluteTime: at(1) });
    before.advance(5_000);
    const ids = before.transcript.last?.items.map(({ id }) => id);
    before.chat.close();

    const after = connected({ storage });
    expect(after.transcript.last?.items.map(({ id }) => id)).toEqual(ids);
    expect(after.transcript.last?.items.map(({ time }) => time)).toEqual(
      before.transcript.last?.items.map(({ time }) => time),
    );
    after.rows.push(row('m1', 1, 'bare'), row('m2', 1, 'timed'), row('m3', 3));
    after.cuts();
    after.advance(10_000);
    expect(after.transcript.last?.items.map(({ id }) => id)).toEqual(['first', 'm1', 'm2', 'm3']);
    expect(texts(after.messages.values)).toEqual(['m3']);
  });
});

describe('a typing event', () => {
  it('without a time shows who types, though a message of theirs came before', () => {
    const { advance, brings, chat } = connected();
    const typing = watch(chat.typing$);
    brings({ ...bare('message'), AbsoluteTime: at(600) });
    brings({ ...BEA, Type: 'EVENT', ContentType: `${EVENT}typing` });
    advance(1_000);

    expect(typing.last).toMatchObject([{ displayName: 'Bea' }]);
  });

  it('of nobody is an event and shows nobody', () => {
    const { advance, brings, chat } = connected();
    const typing = watch(chat.typing$);
    const events = watch(chat.events$);
    brings({ Type: 'EVENT', ContentType: `${EVENT}typing` });
    brings({ Type: 'EVENT', ContentType: `${EVENT}typing` });
    advance(1_000);

    expect(events.values).toHaveLength(2);
    expect(typing.values).toEqual([[]]);
  });
});
