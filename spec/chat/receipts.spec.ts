import { BehaviorSubject } from 'rxjs';
import type { ChatMessage, ParticipantApi, Receipt } from '../../lib/lite.js';
import { isMessage } from '../../lib/lite.js';
import { connectedChat, virtualChat, type VirtualChatOptions } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const SECOND = 1_000;
const READ = 'application/vnd.amazonaws.connect.event.message.read';
const DELIVERED = 'application/vnd.amazonaws.connect.event.message.delivered';

/** A connected chat, and the receipts that leave it: their kind and message, and when. */
function receiptChat({
  options,
  ...virtualOptions
}: VirtualChatOptions & { options?: object } = {}) {
  const virtual = virtualChat({ ...virtualOptions, ...options });
  const sent: { readonly what: string; readonly at: number; readonly token: string }[] = [];
  const sendEvent: ParticipantApi['sendEvent'] = (request) => {
    const { messageId } = JSON.parse(request.Content ?? '{}') as { messageId?: string };
    const kind = { [READ]: 'read', [DELIVERED]: 'delivered' }[request.ContentType] ?? 'other';
    const message = virtual.contact.transcript.find(({ Id }) => Id === messageId);
    sent.push({
      what: `${kind} ${message?.Content ?? messageId}`,
      at: virtual.scheduler.now(),
      token: request.ClientToken ?? '',
    });
    return virtual.api.sendEvent(request);
  };
  const chat = virtual.create({
    chatDetails: virtual.contact.details,
    api: { ...virtual.api, sendEvent },
    ...options,
  });
  const connection = watch(chat.connect());
  virtual.advance(100);
  const say = (content: string) => {
    const id = virtual.agent.say(content).Id ?? '';
    virtual.advance(10);
    return id;
  };
  return { ...virtual, chat, connection, sent, say, whats: () => sent.map(({ what }) => what) };
}

describe('markRead', () => {
  it('sends a read receipt at once, emits once and completes', () => {
    const { advance, chat, say, sent, scheduler } = receiptChat();
    const id = say('one');
    const marked = watch(chat.markRead(id));
    expect(sent).toMatchObject([{ what: 'read one', at: scheduler.now() }]);
    expect(marked.ending).toBeUndefined();
    advance(20);
    expect(marked).toMatchObject({ values: [undefined], ending: 'completed' });
  });

  it.each(['markRead', 'markDelivered'] as const)(
    'sends nothing for a message of an earlier contact: %s',
    (mark) => {
      const { advance, create, emulator } = virtualChat();
      const earlier = emulator.startChat();
      earlier.join({ displayName: 'Bea' }).say('of yesterday');
      earlier.end();
      advance(1_000);
      const present = emulator.startChat({ continuedFrom: earlier.contactId });
      const chat = create({ chatDetails: present.startChatContact });
      watch(chat.connect());
      advance(1_000);
      const [past] = watch(chat.transcript$).last?.items.filter(isMessage) ?? [];
      expect(past).toMatchObject({ content: 'of yesterday' });
      const marked = watch(chat[mark](past?.id ?? ''));
      advance(10_000);
      expect(marked).toMatchObject({ values: [undefined], ending: 'completed' });
      expect(emulator.requests.count('SendEvent')).toBe(0);
    },
  );

  it('does nothing until it is subscribed', () => {
    const { advance, chat, say, sent } = receiptChat();
    void chat.markRead(say('one'));
    advance(10 * SECOND);
    expect(sent).toEqual([]);
  });

  it('sends at most one in 5 s; the newest of that time goes at its end, for all', () => {
    const { advance, chat, say, sent } = receiptChat();
    const ids = ['one', 'two', 'three', 'four'].map(say);
    const marked = ids.map((id) => watch(chat.markRead(id)));
    advance(10 * SECOND);
    expect(sent.map(({ what }) => what)).toEqual(['read one', 'read four']);
    expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBe(5 * SECOND);
    expect(marked.map(({ ending }) => ending)).toEqual(ids.map(() => 'completed'));
  });

  it('goes by when messages were sent, not by when they were marked', () => {
    const { advance, chat, say, whats } = receiptChat();
    const [one, two, three, four] = ['one', 'two', 'three', 'four'].map(say);
    watch(chat.markRead(two ?? ''));
    const older = [one, four, three].map((id) => watch(chat.markRead(id ?? '')));
    advance(10 * SECOND);
    expect(whats()).toEqual(['read two', 'read four']);
    expect(older.map(({ ending }) => ending)).toEqual(older.map(() => 'completed'));
  });

  it('sends each once, however often it is asked', () => {
    const { advance, chat, emulator, say, sent } = receiptChat();
    const id = say('one');
    const marked$ = chat.markRead(id);
    const marked = [watch(marked$), watch(marked$), watch(chat.markRead(id))];
    advance(10 * SECOND);
    marked.push(watch(chat.markRead(id)), watch(chat.markDelivered(id)));
    advance(10 * SECOND);
    expect(marked.map(({ ending }) => ending)).toEqual(marked.map(() => 'completed'));
    expect(sent).toHaveLength(1);
    expect(emulator.requests.count('SendEvent')).toBe(1);
  });

  it('has a ClientToken of its own for each receipt', () => {
    const { advance, chat, say, sent } = receiptChat();
    for (const text of ['one', 'two', 'three']) {
      watch(chat.markRead(say(text)));
      advance(6 * SECOND);
    }
    expect(new Set(sent.map(({ token }) => token)).size).toBe(3);
    expect(sent.every(({ token }) => token !== '')).toBe(true);
  });

  it('sends what was read before a reload no more', () => {
    const first = receiptChat();
    const id = first.say('one');
    watch(first.chat.markRead(id));
    first.advance(SECOND);
    first.chat.close();

    const { advance, contact, create, emulator } = first;
    const chat = create({ chatDetails: contact.details });
    watch(chat.connect());
    advance(SECOND);
    const before = emulator.requests.count('SendEvent');
    const marked = [watch(chat.markRead(id)), watch(chat.markDelivered(id))];
    advance(10 * SECOND);
    expect(emulator.requests.count('SendEvent')).toBe(before);
    expect(marked.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
  });

  it('sends none for own messages', () => {
    const { advance, chat, sent } = receiptChat();
    const message = watch(chat.sendMessage('mine'));
    advance(SECOND);
    const marked = watch(chat.markRead(message.last?.id ?? ''));
    expect(marked.ending).toBe('completed');
    advance(10 * SECOND);
    expect(sent).toEqual([]);
  });

  it('sends none where receipts are off, and completes', () => {
    const { advance, chat, say, sent } = receiptChat({ options: { receipts: { enabled: false } } });
    const marked = [watch(chat.markRead(say('one'))), watch(chat.markDelivered(say('two')))];
    expect(marked.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
    advance(10 * SECOND);
    expect(sent).toEqual([]);
  });

  it.each([
    ['403', 'AccessDeniedException'],
    ['409', 'ConflictException'],
    ['400', 'ValidationException'],
  ] as const)('takes a %s for an answer', (_, error) => {
    const { advance, chat, emulator, say, sent } = receiptChat();
    const metrics = watch(chat.metrics$);
    emulator.faults.failOperation('SendEvent', { error });
    const id = say('one');
    const marked = watch(chat.markRead(id));
    advance(SECOND);
    expect(marked).toMatchObject({ values: [undefined], ending: 'completed' });
    const outcomes = metrics.values.flatMap((metric) =>
      metric.type === 'api' && metric.operation === 'SendEvent' ? [metric.outcome] : [],
    );
    expect(outcomes).toHaveLength(1);
    const attempts = sent.length;
    watch(chat.markRead(id));
    advance(10 * SECOND);
    expect(sent).toHaveLength(attempts);
  });

  it('waits while the network is away; then the newest goes', () => {
    const network$ = new BehaviorSubject(true);
    const { advance, chat, contact, emulator, say, whats } = receiptChat({ options: { network$ } });
    const [one, two] = ['one', 'two'].map(say);
    const back = emulator.faults.offline({ contactId: contact.contactId });
    network$.next(false);
    advance(SECOND);
    const marked = [watch(chat.markRead(one ?? '')), watch(chat.markRead(two ?? ''))];
    advance(20 * SECOND);
    expect(whats()).toEqual([]);
    expect(marked.map(({ ending }) => ending)).toEqual([undefined, undefined]);
    back();
    network$.next(true);
    advance(60 * SECOND);
    expect(whats()).toEqual(['read two']);
    expect(marked.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
  });

  it('sends none once the end has begun, though the last items are still being fetched', () => {
    const { advance, chat, contact, emulator, say, sent } = receiptChat({
      options: { receipts: { throttleMs: 1_000 } },
    });
    const [one, two, three] = ['one', 'two', 'three'].map(say);
    const marked = [watch(chat.markRead(one ?? '')), watch(chat.markRead(two ?? ''))];
    advance(500);
    emulator.faults.delayOperation('GetTranscript', 3 * SECOND);
    contact.end();
    advance(2 * SECOND);
    marked.push(watch(chat.markRead(three ?? '')));
    expect(marked[2]?.ending).toBe('completed');
    advance(10 * SECOND);
    expect(sent.map(({ what }) => what)).toEqual(['read one']);
    expect(marked.map(({ ending }) => ending)).toEqual(['completed', 'completed', 'completed']);
  });

  it('errs where connect() loses its subscriber; the receipt goes when it has one again', () => {
    const { advance, chat, connection, contact, emulator, say, whats } = receiptChat();
    const id = say('one');
    const back = emulator.faults.offline({ contactId: contact.contactId });
    advance(SECOND);
    const waiting = watch(chat.markRead(id));
    connection.unsubscribe();
    expect(waiting.error).toMatchObject({ code: 'NotConnected' });
    back();
    watch(chat.connect());
    advance(10 * SECOND);
    expect(whats()).toEqual(['read one']);
  });

  it('completes silently where the chat is closed or ends', () => {
    const lost = receiptChat();
    lost.emulator.faults.offline({ contactId: lost.contact.contactId });
    lost.advance(SECOND);
    const waiting = watch(lost.chat.markRead('x'));
    lost.chat.close();
    expect(waiting.ending).toBe('completed');

    const { advance, chat, contact, say, sent } = receiptChat();
    const [one, two] = ['one', 'two'].map(say);
    const held = [watch(chat.markRead(one ?? '')), watch(chat.markRead(two ?? ''))];
    contact.end();
    advance(10 * SECOND);
    expect(held.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
    const late = watch(chat.markRead(two ?? ''));
    expect(late).toMatchObject({ values: [undefined], ending: 'completed' });
    advance(10 * SECOND);
    expect(sent).toHaveLength(1);
  });

  it('errs before connect, and for what is no id', () => {
    const { chat } = virtualChat();
    expect(watch(chat.markRead('x')).error).toMatchObject({ code: 'NotConnected' });
    for (const id of ['', 7, undefined, {}]) {
      const { error } = watch(chat.markDelivered(id as string));
      expect(error).toMatchObject({ code: 'InvalidArgument' });
      expect(String(error)).toMatch(/messageId/);
    }
  });
});

describe('markDelivered', () => {
  it('waits 300 ms for a read receipt, which stands for it', () => {
    const { advance, chat, say, whats } = receiptChat();
    const id = say('one');
    const delivered = watch(chat.markDelivered(id));
    advance(299);
    expect(whats()).toEqual([]);
    watch(chat.markRead(id));
    advance(10 * SECOND);
    expect(whats()).toEqual(['read one']);
    expect(delivered.ending).toBe('completed');
  });

  it('goes after that, the newest for all', () => {
    const { advance, chat, say, sent } = receiptChat();
    const [one, two] = ['one', 'two'].map(say);
    const marked = [one, two].map((id) => watch(chat.markDelivered(id ?? '')));
    advance(SECOND);
    expect(sent.map(({ what }) => what)).toEqual(['delivered two']);
    expect(marked.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
  });

  it('happens by itself with autoDelivered, for what the history has as well', () => {
    const { advance, chat, contact, create, emulator, say, whats } = receiptChat({
      options: { receipts: { autoDelivered: true } },
    });
    say('one');
    advance(SECOND);
    expect(whats()).toEqual(['delivered one']);
    chat.close();
    say('two');
    const before = emulator.requests.count('SendEvent');
    const again = create({ chatDetails: contact.details, receipts: { autoDelivered: true } });
    watch(again.connect());
    advance(10 * SECOND);
    expect(emulator.requests.count('SendEvent')).toBe(before + 1);
  });

  it('leaves out what was said in an earlier contact of a persistent chat', () => {
    const { advance, create, emulator } = virtualChat();
    const first = emulator.startChat();
    first.join({ displayName: 'Bea' }).say('long ago');
    first.end();
    const second = emulator.startChat({ continuedFrom: first.contactId });
    const receipts = { autoDelivered: true };
    const again = create({ chatDetails: second.details, receipts });
    const transcript = watch(again.transcript$);
    watch(again.connect());
    advance(10 * SECOND);
    expect(transcript.last?.items.map(({ content }) => content)).toContain('long ago');
    expect(emulator.requests.count('SendEvent')).toBe(0);
  });
});

describe('receipts$', () => {
  const ownItems = (items: readonly unknown[] = []) =>
    (items as ChatMessage[]).filter((item) => isMessage(item) && item.status !== undefined);

  it('has each receipt of each recipient once, and own messages show them', () => {
    const { advance, agent, chat, contact } = connectedChat();
    const receipts = watch(chat.receipts$);
    const transcript = watch(chat.transcript$);
    const message = watch(chat.sendMessage('Hi'));
    advance(SECOND);
    const id = message.last?.id ?? '';
    agent.deliver(id);
    advance(SECOND);
    expect(ownItems(transcript.last?.items)).toMatchObject([{ status: 'delivered' }]);
    agent.read(id);
    agent.leave(); // while three take part, there are no receipts
    const supervisor = contact.join({ displayName: 'Sue', role: 'SUPERVISOR' });
    supervisor.read(id);
    advance(SECOND);
    const facts = receipts.values.map(({ participantId, status }: Receipt) => [
      participantId,
      status,
    ]);
    expect(facts).toEqual([
      [agent.id, 'delivered'],
      [agent.id, 'read'],
      [supervisor.id, 'delivered'], // the service says both of what is read
      [supervisor.id, 'read'],
    ]);
    const [own] = ownItems(transcript.last?.items);
    expect(own?.status).toBe('read');
    expect(own?.readBy?.map(({ participantId }) => participantId)).toEqual([
      agent.id,
      supervisor.id,
    ]);
    expect(own?.deliveredTo).toHaveLength(2);
  });

  it('is remembered by the transcript after a reload', () => {
    const { advance, agent, chat, contact, create } = connectedChat();
    const message = watch(chat.sendMessage('Hi'));
    watch(chat.sendMessage('there'));
    advance(SECOND);
    agent.read(message.last?.id ?? '');
    advance(SECOND);
    chat.close();
    const again = create({ chatDetails: contact.details });
    const receipts = watch(again.receipts$);
    watch(again.connect());
    advance(SECOND);
    const own = ownItems(watch(again.transcript$).last?.items);
    expect(own.map(({ content, status }) => [content, status])).toEqual([
      ['Hi', 'read'],
      ['there', 'sent'],
    ]);
    expect(receipts.values).toEqual([]);
  });

  it('has what came while the connection was down', () => {
    const { advance, agent, chat, contact, emulator } = connectedChat();
    const receipts = watch(chat.receipts$);
    const message = watch(chat.sendMessage('Hi'));
    advance(SECOND);
    const back = emulator.faults.offline({ contactId: contact.contactId });
    agent.read(message.last?.id ?? '');
    advance(20 * SECOND);
    back();
    advance(60 * SECOND);
    const messageId = message.last?.id;
    expect(receipts.values).toMatchObject([
      { messageId, status: 'delivered' },
      { messageId, status: 'read' },
    ]);
  });
});

describe('participants$', () => {
  it('has right after a reload who has spoken, though nobody is seen to join', () => {
    const { advance, agent, chat, contact, create } = connectedChat();
    for (let i = 0; i < 20; i++) agent.say(`${i}`);
    watch(chat.sendMessage('last'));
    advance(SECOND);
    chat.close();
    const again = create({ chatDetails: contact.details, history: 15 });
    watch(again.connect());
    advance(50);
    const here = watch(again.participants$);
    expect(here.last?.map(({ role }) => role)).toEqual(['AGENT', 'CUSTOMER']);
  });

  it('has who types, and who is idle', () => {
    const { advance, agent, chat, contact } = connectedChat({ history: 0 });
    const here = watch(chat.participants$);
    const bea = { id: agent.id, role: 'AGENT', displayName: 'Bea' };
    const others = () => here.last?.filter(({ id }) => id !== contact.details.participantId);
    expect(others()).toEqual([]);
    agent.type();
    advance(10);
    expect(others()).toEqual([bea]);
    agent.event('participant.idle');
    advance(10);
    expect(others()).toEqual([{ ...bea, idle: true }]);
    agent.event('participant.returned');
    advance(10);
    expect(others()).toEqual([bea]);
  });
});

describe('own messages of an agent', () => {
  it('have its role and name while they are on their way', () => {
    const { advance, agent, chat } = connectedChat({ type: 'AGENT' });
    advance(SECOND);
    const transcript = watch(chat.transcript$);
    const sent = watch(chat.sendMessage('Hi'));
    expect(sent.ending).toBeUndefined();
    expect(transcript.last?.items.at(-1)).toMatchObject({
      status: 'sending',
      participant: { id: agent.id, role: 'AGENT', displayName: 'Bea' },
    });
  });
});

describe('unreadCount$', () => {
  it('counts what others say until it is marked as read', () => {
    const { advance, chat, say } = receiptChat();
    const unread = watch(chat.unreadCount$);
    expect(unread.values).toEqual([0]);
    const [, two] = ['one', 'two', 'three'].map(say);
    expect(unread.last).toBe(3);
    watch(chat.sendMessage('mine'));
    advance(SECOND);
    expect(unread.last).toBe(3);
    watch(chat.markRead(two ?? ''));
    expect(unread.last).toBe(1);
    expect(watch(chat.unreadCount$).values).toEqual([1]);
    chat.close();
    expect(unread.ending).toBe('completed');
    expect(watch(chat.unreadCount$)).toMatchObject({ values: [1], ending: 'completed' });
  });

  it('goes by the transcript after a reload', () => {
    const { advance, chat, contact, create, say } = receiptChat();
    watch(chat.markRead(say('one')));
    say('two');
    advance(SECOND);
    chat.close();
    const again = create({ chatDetails: contact.details });
    watch(again.connect());
    advance(SECOND);
    expect(watch(again.unreadCount$).values).toEqual([1]);
    expect(texts(watch(again.transcript$).last?.items.filter(isMessage))).toEqual(['one', 'two']);
  });
});
