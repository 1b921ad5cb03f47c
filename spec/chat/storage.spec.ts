import { type ChatStorage, memoryStorage, storedChat } from '../../lib/lite.js';
import { recordingLogger } from './support/recordingLogger.js';
import { reloads } from './support/reloads.js';
import { texts, watch } from './support/watch.js';

const MINUTE = 60_000;
const KEY = 'rx-connect-chat';

describe('a chat with a storage', () => {
  it('comes back with its transcript, before it is connected', () => {
    const { advance, agent, reload, life } = reloads();
    advance(1_000);
    agent.say('one');
    watch(life().chat.sendMessage('two'));
    advance(1_000);
    const before = life().transcript.last;
    const { transcript } = reload();
    expect(texts(transcript.last?.items)).toEqual(texts(before?.items));
    expect(JSON.stringify(transcript.last?.items)).toBe(JSON.stringify(before?.items));
  });

  it('has its items, and whether there are older ones, in one snapshot', () => {
    const { advance, agent, reload } = reloads({ history: 2 });
    for (const text of ['one', 'two', 'three']) agent.say(text);
    advance(1_000);
    const { transcript } = reload();
    advance(1_000);
    expect(transcript.values.map(({ size, hasOlder }) => [size > 0, hasOlder])).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it('tells of what was missed during the reload, and of nothing twice', () => {
    const { advance, agent, reload, life } = reloads();
    advance(1_000);
    agent.say('one');
    advance(1_000);
    expect(texts(life().messages.values)).toEqual(['one']);
    life().chat.close();
    agent.say('two');
    const { messages, transcript } = reload();
    advance(1_000);
    agent.say('three');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['two', 'three']);
    expect(texts(transcript.last?.items.filter(({ type }) => type === 'MESSAGE'))).toEqual([
      ...['one', 'two', 'three'],
    ]);
  });

  it('has a chat that was empty tell of all that was missed', () => {
    const { advance, agent, life, reload } = reloads({ history: 0 });
    advance(1_000);
    life().chat.close();
    agent.say('one');
    const { messages } = reload();
    advance(1_000);
    expect(texts(messages.values)).toEqual(['one']);
  });

  it('tells once of what waited for a fetch when the chat was closed', () => {
    const { advance, agent, emulator, life, reload } = reloads();
    advance(1_000);
    life().chat.close();
    emulator.faults.delayOperation('GetTranscript', 2_000, { times: 1 });
    const { messages } = reload();
    advance(500);
    agent.say('held');
    advance(100);
    expect(messages.values).toEqual([]);
    const next = reload();
    expect(texts(messages.values)).toEqual(['held']);
    advance(10_000);
    expect(next.messages.values).toEqual([]);
    expect(texts(next.transcript.last?.items)).toContain('held');
  });

  it('tells of what messages$ held when the page was taken away, by kill() and not twice by reload()', () => {
    for (const how of ['kill', 'reload'] as const) {
      const { advance, agent, life, ...page } = reloads();
      advance(500);
      agent.say('held');
      advance(50);
      const { messages } = life();
      page[how]();
      advance(MINUTE);
      expect(texts([...messages.values, ...life().messages.values])).toEqual(['held']);
    }
  });

  it('tells of a gap that messages$ held, and keeps none of it for longer than others', () => {
    const { advance, agent, emulator, kill, life } = reloads({ maxItems: 20 });
    advance(500);
    agent.say('zero');
    advance(5 * MINUTE);
    const online = emulator.faults.offline();
    advance(1_000);
    for (const text of ['m0', 'm1', 'm2']) {
      agent.say(text);
      advance(MINUTE);
    }
    advance(5 * MINUTE);
    agent.say('newest');
    online();
    const { transcript } = life();
    while (!transcript.last?.items.some(({ content }) => content === 'm0')) advance(10);
    kill();
    advance(5 * MINUTE);
    expect(texts(life().messages.values)).toEqual(['m0', 'm1', 'm2', 'newest']);
    for (let i = 0; i < 60; i++) {
      agent.say(`x${i}`);
      advance(10_000);
    }
    expect(life().transcript.last?.items).toHaveLength(20);
    expect(life().transcript.last?.items.map(({ content }) => content)).not.toContain('m0');
  });

  it('gives no message a receipt twice that had gone before a crash', () => {
    const { advance, agent, crash, emulator, life } = reloads();
    advance(2_000);
    const first = agent.say('one');
    advance(200);
    watch(life().chat.markRead(first.Id ?? ''));
    advance(500);
    const second = agent.say('two');
    advance(200);
    watch(life().chat.markRead(second.Id ?? ''));
    advance(7_000);
    expect(emulator.requests.count('SendEvent')).toBe(2);
    crash();
    watch(life().chat.markRead(second.Id ?? ''));
    advance(10_000);
    expect(emulator.requests.count('SendEvent')).toBe(2);
  });

  it('sends what was on its way, once, under its token', () => {
    const { advance, contact, emulator, life, reload } = reloads();
    advance(1_000);
    emulator.faults.loseAnswer('SendMessage', { times: 1 });
    emulator.faults.delayFrames(500);
    watch(life().chat.sendMessage('one'));
    watch(life().chat.sendMessage('two'));
    advance(8); // one is there, and its answer is lost; two waits
    const { messages, transcript } = reload();
    advance(17);
    expect(transcript.last?.items.slice(-2)).toMatchObject([
      { content: 'one', status: 'sending' },
      { content: 'two', status: 'sending' },
    ]);
    advance(MINUTE);
    const own = contact.transcript.filter(({ Type }) => Type === 'MESSAGE');
    expect(own.map(({ Content }) => Content)).toEqual(['one', 'two']);
    expect(texts(messages.values)).toEqual(['one', 'two']);
    expect(transcript.last?.items.slice(-2)).toMatchObject([
      { content: 'one', status: 'sent', clientToken: expect.any(String) },
      { content: 'two', status: 'sent', clientToken: expect.any(String) },
    ]);
  });

  it('knows a message again that had come further than what was stored', () => {
    const { advance, crash, emulator, life } = reloads();
    advance(3_000);
    emulator.faults.delayOperation('SendMessage', 1_500, { times: 1 });
    watch(life().chat.sendMessage('one'));
    watch(life().chat.sendMessage('two'));
    advance(1_600); // both are there by now; when it was stored, none was
    emulator.faults.delayOperation('SendMessage', 10_000);
    const { transcript } = crash();
    advance(1_000);
    const own = transcript.last?.items.filter(({ type }) => type === 'MESSAGE');
    expect(texts(own)).toEqual(['one', 'two']);
    expect(own).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
  });

  it('sends what waited for the network', () => {
    const { advance, contact, emulator, kill, life } = reloads();
    advance(1_000);
    const online = emulator.faults.offline();
    advance(MINUTE);
    watch(life().chat.sendMessage('late'));
    const { transcript } = kill();
    advance(MINUTE);
    expect(transcript.last?.at(-1)).toMatchObject({ content: 'late', status: 'sending' });
    online();
    advance(2 * MINUTE);
    expect(contact.transcript.at(-1)?.Content).toBe('late');
    expect(transcript.last?.at(-1)).toMatchObject({ content: 'late', status: 'sent' });
  });

  it('keeps what has failed where it was, to be sent again', () => {
    const { advance, agent, emulator, life, reload } = reloads();
    advance(1_000);
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    watch(life().chat.sendMessage('Hi'));
    advance(1_000);
    agent.say('later');
    advance(1_000);
    const { chat, transcript } = reload();
    advance(1_000);
    const failed = transcript.last?.at(-2);
    expect(failed).toMatchObject({
      content: 'Hi',
      status: 'failed',
      error: { name: 'ChatError', code: 'Validation' },
    });
    const sent = watch(chat.resend(failed?.id ?? ''));
    advance(1_000);
    expect(sent.ending).toBe('completed');
    expect(texts(transcript.last?.items).filter((text) => text === 'Hi')).toHaveLength(1);
  });

  it('tells of an own message that was known from its answer alone', () => {
    const { advance, emulator, life, reload } = reloads();
    advance(1_000);
    emulator.faults.dropFrames();
    watch(life().chat.sendMessage('Hi'));
    advance(1_000);
    expect(life().messages.values).toEqual([]);
    emulator.faults.clear();
    const { messages, transcript } = reload();
    advance(1_000);
    expect(texts(messages.values)).toEqual(['Hi']);
    expect(texts(transcript.last?.items).filter((text) => text === 'Hi')).toHaveLength(1);
  });

  it('is written at most once a second, at pagehide and at close()', () => {
    const backing = memoryStorage();
    let writes = 0;
    const storage: ChatStorage = {
      ...backing,
      setItem: (key, value) => {
        writes++;
        return backing.setItem(key, value);
      },
    };
    const { advance, agent, kill, life } = reloads({ storage });
    advance(5_000);
    writes = 0;
    for (let i = 0; i < 100; i++) {
      agent.say(`${i}`);
      advance(20);
    }
    advance(5_000);
    expect(writes).toBe(2);
    writes = 0;
    advance(MINUTE);
    expect(writes).toBe(0);
    kill();
    expect(writes).toBe(1);
    advance(5_000);
    writes = 0;
    life().chat.close();
    expect(writes).toBe(1);
  });

  it('keeps the newest items alone, and knows that there are older ones', () => {
    const { advance, agent, reload } = reloads({ storageOptions: { maxItems: 3 } });
    advance(1_000);
    for (let i = 0; i < 10; i++) {
      agent.say(`${i}`);
      advance(10);
    }
    advance(1_000);
    const { messages, transcript } = reload();
    expect(texts(transcript.last?.items)).toEqual(['7', '8', '9']);
    advance(1_000);
    expect(transcript.last?.hasOlder).toBe(true);
    expect(messages.values).toEqual([]);
    agent.say('10');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['10']);
  });

  it('does not take for new what the transcript had dropped', () => {
    const { advance, agent, reload } = reloads({ maxItems: 3 });
    advance(1_000);
    for (let i = 0; i < 10; i++) {
      agent.say(`${i}`);
      advance(10);
    }
    advance(1_000);
    const { messages } = reload();
    advance(1_000);
    agent.say('10');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['10']);
  });

  it('keeps what was read, and gives no message a receipt twice', () => {
    const { advance, agent, emulator, life, reload } = reloads();
    advance(1_000);
    const read = agent.say('read');
    advance(100);
    watch(life().chat.markRead(read.Id ?? ''));
    advance(6_000);
    agent.say('unread');
    advance(6_000);
    expect(watch(life().chat.unreadCount$).last).toBe(1);
    const receipts = emulator.requests.count('SendEvent');
    expect(receipts).toBe(1);
    const { chat } = reload();
    expect(watch(chat.unreadCount$).last).toBe(1);
    advance(1_000);
    watch(chat.markRead(read.Id ?? ''));
    advance(6_000);
    expect(emulator.requests.count('SendEvent')).toBe(receipts);
  });

  it("keeps others' receipts for own messages, and tells of each once", () => {
    const { advance, agent, life, reload } = reloads();
    advance(1_000);
    const sent = watch(life().chat.sendMessage('Hi'));
    advance(1_000);
    agent.read(sent.last?.id ?? '');
    advance(1_000);
    const before = life().transcript.last?.at(-1);
    expect(before).toMatchObject({ status: 'read', readBy: [{ participantId: agent.id }] });
    const { chat, transcript } = reload();
    const receipts = watch(chat.receipts$);
    advance(5_000);
    expect(transcript.last?.at(-1)).toEqual(before);
    expect(receipts.values).toEqual([]);
  });

  it('is bounded in size', () => {
    const { advance, agent, life, stored } = reloads();
    advance(1_000);
    for (let i = 0; i < 150; i++) {
      agent.say('x'.repeat(16_000));
      advance(10);
    }
    advance(1_000);
    life().chat.close();
    expect(stored()?.length).toBeGreaterThan(900_000);
    expect(stored()?.length).toBeLessThan(1_010_000);
  });

  it('is bounded in what is on its way out as well, and says what it leaves out', () => {
    const { logger, lines } = recordingLogger();
    const { advance, emulator, life, stored } = reloads({ logger });
    const { chat } = life();
    advance(1_000);
    emulator.faults.offline();
    const text = 'x'.repeat(16_000);
    for (let i = 0; i < 100; i++) chat.outgoing.next(`${i} ${text}`);
    advance(5_000);
    chat.close();
    expect(stored()?.length).toBeLessThan(1_010_000);
    expect(stored()).toContain('"0 x');
    expect(stored()).not.toContain('"99 x');
    const told = lines.filter(({ message }) => message.startsWith('not all messages'));
    expect(told).toEqual([expect.objectContaining({ level: 'warn', details: { left: 38 } })]);
  });

  it('has no token in it', () => {
    const { advance, contact, life, storage, stored } = reloads();
    advance(1_000);
    life().chat.close();
    expect(stored()).toContain(contact.contactId);
    expect(stored()).not.toContain(contact.details.participantToken);
    expect(watch(storedChat(storage)).values).toEqual([undefined]);
  });

  it('gives the details to come back with where tokens are kept', () => {
    const options = { storageOptions: { keepTokens: true } };
    const { advance, contact, life, reload, storage } = reloads(options);
    advance(1_000);
    life().chat.close();
    const stored = watch(storedChat(storage));
    expect(stored).toMatchObject({ values: [contact.details], ending: 'completed' });
    const { chat } = reload({ ...options, ...(stored.last && { chatDetails: stored.last }) });
    advance(1_000);
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
  });

  it('gives the contact that a persistent chat goes on from as well', () => {
    const { advance, contact, create } = reloads();
    const storage = memoryStorage();
    const chatDetails = { ...contact.details, continuedFromContactId: 'before' };
    const chat = create({ chatDetails, storage, storageOptions: { keepTokens: true } });
    watch(chat.connect());
    advance(1_000);
    chat.close();
    expect(watch(storedChat(storage)).last).toEqual(chat.details);
  });

  it('says that it ended where it ended before, once, and forgets it', () => {
    const { advance, agent, contact, emulator, life, reload, stored } = reloads();
    advance(1_000);
    agent.say('Bye');
    contact.end();
    advance(10_000);
    expect(watch(life().chat.ended$).last?.reason).toBe('ended');
    const requests = emulator.requests.entries.length;
    const { chat, transcript } = reload();
    expect(watch(chat.ended$).last?.reason).toBe('ended');
    expect(watch(chat.connectionState$).last).toEqual({ status: 'ended', reason: 'ended' });
    expect(texts(transcript.last?.items)).toContain('Bye');
    expect(transcript.ending).toBe('completed');
    expect(watch(chat.connect()).ending).toBe('completed');
    expect(watch(chat.sendMessage('Hi')).error).toMatchObject({ code: 'Ended' });
    expect(emulator.requests.entries).toHaveLength(requests);
    expect(stored()).toBeUndefined();
  });

  it('says that it is over where the service lets it in no more', () => {
    const { advance, contact, life, reload, stored, pendingTimers } = reloads();
    advance(1_000);
    life().chat.close();
    contact.end();
    advance(MINUTE);
    const { chat, transcript } = reload();
    const ended = watch(chat.ended$);
    advance(MINUTE);
    expect(ended.last?.reason).toBe('expired');
    expect(transcript.ending).toBe('completed');
    expect(stored()).toBeUndefined();
    expect(pendingTimers()).toBe(0);
  });

  it('is not used by another chat, which takes its place', () => {
    const { advance, agent, emulator, life, reload, stored } = reloads();
    const { logger, lines } = recordingLogger();
    advance(1_000);
    agent.say('confidential');
    advance(1_000);
    life().chat.close();
    const other = emulator.startChat();
    const { transcript } = reload({ chatDetails: other.details, logger });
    advance(2_000);
    expect(texts(transcript.last?.items)).not.toContain('confidential');
    expect(lines).toContainEqual({
      level: 'warn',
      message: 'what is stored is not used',
      details: { reason: 'it is of another chat' },
    });
    expect(stored()).toContain(other.contactId);
    expect(stored()).not.toContain('confidential');
  });

  it.each([
    ['no JSON', () => '{"confidential'],
    ['something else', () => '"confidential"'],
    ['null', () => 'null'],
    ['another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['a damaged item', (text: string) => text.replace('"raw":{', '"raw":7,"was":{')],
    ['ended for no reason', (text: string) => text.replace('{', '{"ended":7,')],
    ['no items', (text: string) => text.replace('"items"', '"confidential"')],
  ])('is not used where it is %s, and goes on', (_, damage) => {
    const storage = memoryStorage();
    const { logger, lines } = recordingLogger();
    const { advance, agent, life, reload, stored } = reloads({ storage });
    advance(1_000);
    agent.say('confidential');
    advance(1_000);
    life().chat.close();
    void storage.setItem(KEY, damage(stored() ?? ''));
    const { chat, transcript } = reload({ storage, logger });
    expect(transcript.last?.items).toEqual([]);
    advance(2_000);
    expect(texts(transcript.last?.items)).toContain('confidential');
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
    const warnings = lines.filter(({ level }) => level === 'warn');
    expect(warnings).toHaveLength(1);
    expect(JSON.stringify(warnings)).not.toContain('confidential');
    expect(stored()).toContain('"version":1');
  });

  it('goes on where the storage fails, and says so', () => {
    const fails = () => {
      throw new DOMException('confidential', 'QuotaExceededError');
    };
    const { logger, lines } = recordingLogger();
    const storage = { getItem: fails, setItem: fails, removeItem: fails };
    const { advance, agent, contact, life, pendingTimers } = reloads({ storage, logger });
    advance(1_000);
    agent.say('Hi');
    advance(5_000);
    expect(texts(life().messages.values)).toEqual(['Hi']);
    contact.end();
    advance(MINUTE);
    expect(pendingTimers()).toBe(0);
    const warnings = lines.filter(({ level }) => level === 'warn');
    expect(warnings[0]?.message).toBe('the storage cannot be read');
    expect(warnings[1]).toMatchObject({ details: { reason: 'QuotaExceededError' } });
    expect(JSON.stringify(warnings)).not.toContain('confidential');
  });

  it('leaves a storage alone that is not connected yet', () => {
    const storage = memoryStorage();
    void storage.setItem(KEY, 'as it was');
    const { create, contact } = reloads();
    create({ chatDetails: contact.details, storage }).close();
    expect(storage.getItem(KEY)).toBe('as it was');
  });

  it('is kept per contact for an agent', () => {
    const storage = memoryStorage();
    const { advance, agent, create, contact } = reloads();
    const chat = create({ chatDetails: agent.details, type: 'AGENT', storage });
    watch(chat.connect());
    advance(2_000);
    expect(storage.getItem(KEY)).toBeUndefined();
    expect(storage.getItem(`${KEY}/${contact.contactId}`)).toEqual(expect.any(String));
  });

  it('waits for a storage that takes its time', async () => {
    const items = memoryStorage();
    const storage: ChatStorage = {
      getItem: (key) => Promise.resolve(items.getItem(key)),
      setItem: (key, value) => Promise.resolve(items.setItem(key, value)),
      removeItem: (key) => Promise.resolve(items.removeItem(key)),
    };
    const { advance, agent, life, reload } = reloads({ storage });
    await settled();
    advance(1_000);
    agent.say('one');
    advance(1_000);
    life().chat.close();
    await settled();
    agent.say('two');
    const { messages, transcript } = reload();
    await settled();
    expect(texts(transcript.last?.items)).toContain('one');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['two']);
  });

  it('has commands wait for a storage that takes its time, once the chat is connected', async () => {
    const items = memoryStorage();
    const storage = { ...items, getItem: (key: string) => Promise.resolve(items.getItem(key)) };
    const { advance, contact, life } = reloads({ storage });
    const states = watch(life().chat.connectionState$);
    const sent = watch(life().chat.sendMessage('at once'));
    expect(sent.ending).toBeUndefined();
    await settled();
    advance(1_000);
    expect(sent.ending).toBe('completed');
    expect(contact.transcript.at(-1)?.Content).toBe('at once');
    expect(states.values.map(({ status }) => status)).toEqual(['connecting', 'connected']);
  });

  it('sends what a slow storage brings back before what was sent meanwhile', async () => {
    const { advance, contact, emulator, life, reload, storage } = reloads();
    advance(1_000);
    const online = emulator.faults.offline();
    advance(1_000);
    for (const text of ['one', 'two']) life().chat.outgoing.next(text);
    life().chat.close();
    online();
    const getItem = (key: string) => Promise.resolve(storage.getItem(key));
    const { chat, messages, transcript } = reload({ storage: { ...storage, getItem } });
    const taken = watch(chat.sendMessage('taken back'));
    const three = watch(chat.sendMessage('three'));
    chat.outgoing.next('four');
    advance(100);
    expect(texts(transcript.last?.items)).toEqual(['taken back', 'three', 'four']);
    await settled();
    taken.unsubscribe();
    advance(MINUTE);
    const inOrder = ['one', 'two', 'three', 'four'];
    const own = contact.transcript.filter(({ Type }) => Type === 'MESSAGE');
    expect(own.map(({ Content }) => Content)).toEqual(inOrder);
    expect(texts(messages.values)).toEqual(inOrder);
    expect(texts(transcript.last?.items).slice(-4)).toEqual(inOrder);
    expect(three).toMatchObject({ values: [{ id: own[2]?.Id }], ending: 'completed' });
  });

  it('gives a slow storage the newest alone', async () => {
    const written: string[] = [];
    const done: (() => void)[] = [];
    const storage = {
      ...memoryStorage(),
      setItem: (_: string, text: string) => {
        written.push(text);
        return new Promise<void>((resolve) => done.push(resolve));
      },
    };
    const { advance, agent } = reloads({ storage });
    for (let number = 0; number < 20; number++) {
      agent.say(`message ${number}`);
      advance(2_000);
    }
    expect(written).toHaveLength(1);
    done[0]?.();
    await settled();
    expect(written).toHaveLength(2);
    expect(written[1]).toContain('message 19');
    done[1]?.();
    await settled();
    expect(written).toHaveLength(2);
  });

  it('gives up a write that has no answer for a minute, says so once, and makes the next', async () => {
    const written: string[] = [];
    const storage = {
      ...memoryStorage(),
      setItem: (_: string, text: string) => {
        written.push(text);
        return written.length < 3 ? new Promise<void>(() => undefined) : undefined;
      },
    };
    const { logger, lines } = recordingLogger();
    const { advance, agent, life, pendingTimers } = reloads({ storage, logger });
    await settled();
    for (const text of ['one', 'two', 'three', 'four']) {
      agent.say(text);
      advance(50_000);
    }
    expect(
      written.map((text) => /two|four|three/.exec(text.slice(text.lastIndexOf('Content"')))?.[0]),
    ).toEqual([undefined, 'two', 'three', 'four']);
    const warnings = lines.filter(({ message }) => message === 'the chat cannot be stored');
    expect(warnings).toMatchObject([{ details: { reason: 'TimeoutError' } }]);
    life().chat.close();
    expect(pendingTimers()).toBe(0);
  });

  it('does not wait for a storage that never answers', () => {
    const never = () => new Promise<never>(() => undefined);
    const storage = { getItem: never, setItem: never, removeItem: never };
    const { advance, life } = reloads({ storage });
    advance(4_000);
    expect(watch(life().chat.connectionState$).last?.status).not.toBe('connected');
    advance(2_000);
    expect(watch(life().chat.connectionState$).last?.status).toBe('connected');
  });

  it('is refused where it is no storage', () => {
    const { contact, create } = reloads();
    const withOptions = (options: object) => () =>
      create({ chatDetails: contact.details, ...options });
    expect(withOptions({ storage: {} })).toThrow(
      'storage.getItem must be a function, got undefined',
    );
    expect(withOptions({ storageOptions: { key: '' } })).toThrow('storageOptions.key');
    expect(withOptions({ storageOptions: { maxItems: 0 } })).toThrow('storageOptions.maxItems');
  });
});

/** Promises of storages have been kept. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
