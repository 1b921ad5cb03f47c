import { ChatError, FlushError, memoryStorage, type Metric } from '../../lib/lite.js';
import { recordingLogger } from './support/recordingLogger.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { watch } from './support/watch.js';

const MINUTE = 60_000;

describe('flush()', () => {
  it('emits once and completes when nothing waits to be sent any more', () => {
    const { advance, chat, contact } = connectedChat();
    for (const text of ['one', 'two', 'three']) chat.outgoing.next(text);
    const flushed = watch(chat.flush());
    expect(flushed).toMatchObject({ values: [], ending: undefined });

    advance(MINUTE);
    expect(flushed).toMatchObject({ values: [undefined], ending: 'completed' });
    const sent = contact.transcript.filter(({ Type }) => Type === 'MESSAGE');
    expect(sent.map(({ Content }) => Content)).toEqual(['one', 'two', 'three']);
  });

  it('completes after the answer of the last message has been emitted', () => {
    const { advance, chat } = connectedChat();
    const log: string[] = [];
    chat.sendMessage('one').subscribe({ complete: () => log.push('sent') });
    chat.flush().subscribe({ complete: () => log.push('flushed') });
    advance(MINUTE);
    expect(log).toEqual(['sent', 'flushed']);
  });

  it('looks when it is subscribed, each time', () => {
    const { advance, chat } = connectedChat();
    const flush$ = chat.flush();
    chat.outgoing.next('one');
    const first = watch(flush$);
    expect(first.ending).toBeUndefined();
    advance(MINUTE);
    expect([first.ending, watch(flush$).ending]).toEqual(['completed', 'completed']);
  });

  it.each([
    ['before connect()', () => virtualChat()],
    ['where nothing was sent', () => connectedChat()],
  ])('completes at once %s', (_, open) => {
    expect(watch(open().chat.flush()).ending).toBe('completed');
  });

  it.each(['close', 'end'] as const)('completes at once after the %s', (how) => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.delayOperation('SendMessage', MINUTE);
    chat.outgoing.next('one');
    advance(1_000);
    if (how === 'close') chat.close();
    else contact.end();
    advance(10_000);
    expect(watch(chat.flush()).ending).toBe('completed');
  });

  it('waits for messages that are given meanwhile', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.delayOperation('SendMessage', 1_000, { times: 2 });
    chat.outgoing.next('one');
    const flushed = watch(chat.flush());
    advance(500);
    chat.outgoing.next('two');
    advance(1_000);
    expect(flushed.ending).toBeUndefined();
    advance(MINUTE);
    expect(flushed.ending).toBe('completed');
  });

  it('does not wait for a message that has failed or was taken back', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    const refused = watch(chat.sendMessage('refused'));
    const takenBack = watch(chat.sendMessage('taken back'));
    const flushed = watch(chat.flush());
    takenBack.unsubscribe();
    advance(MINUTE);
    expect([refused.ending, flushed.ending]).toEqual(['errored', 'completed']);
  });

  it('waits offline, and errors when the time is over with how many messages remain', () => {
    const { advance, chat, emulator, pendingTimers } = connectedChat();
    emulator.faults.offline();
    for (const text of ['one', 'two', 'three']) chat.outgoing.next(text);
    const flushed = watch(chat.flush({ timeoutMs: 5_000 }));
    advance(4_999);
    expect(flushed.ending).toBeUndefined();

    advance(1);
    expect(flushed.error).toBeInstanceOf(FlushError);
    expect(flushed.error).toBeInstanceOf(ChatError);
    expect(flushed.error).toMatchObject({
      code: 'Network',
      retryable: true,
      remaining: 3,
      message: 'cannot flush: 5000 ms are over, 3 messages remain',
    });
    chat.close();
    advance(MINUTE);
    expect(pendingTimers()).toBe(0);
  });

  it('says 1 message', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.offline();
    chat.outgoing.next('one');
    const flushed = watch(chat.flush({ timeoutMs: 0 }));
    advance(1);
    expect(flushed.error).toMatchObject({
      message: 'cannot flush: 0 ms are over, 1 message remains',
    });
  });

  it('changes nothing for the messages when it is unsubscribed', () => {
    const { advance, chat, contact } = connectedChat();
    chat.outgoing.next('one');
    watch(chat.flush({ timeoutMs: 1_000 })).unsubscribe();
    advance(MINUTE);
    expect(contact.transcript.filter(({ Content }) => Content === 'one')).toHaveLength(1);
  });

  it.each([
    ['closed', 'NotConnected', 'cannot flush: the chat was closed, 2 messages remain'],
    ['ended', 'Ended', 'cannot flush: the chat has ended, 2 messages remain'],
  ])('errors when the chat is %s meanwhile', (how, code, message) => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.delayOperation('SendMessage', MINUTE);
    chat.outgoing.next('one');
    chat.outgoing.next('two');
    advance(1_000);
    const flushed = watch(chat.flush());
    if (how === 'closed') chat.close();
    else contact.end();
    advance(10_000);
    expect(flushed.error).toBeInstanceOf(FlushError);
    expect(flushed.error).toMatchObject({ code, remaining: 2, message });
  });

  it.each([-1, NaN, Infinity, '5000'])('errors with InvalidArgument for timeoutMs %p', (given) => {
    const { chat } = connectedChat();
    const timeoutMs = given as number;
    expect(watch(chat.flush({ timeoutMs })).error).toMatchObject({ code: 'InvalidArgument' });
  });
});

describe('messages that wait when the chat is over', () => {
  /** A chat in which three messages wait, and what it has logged and measured since. */
  const withThreeWaiting = (options: Parameters<typeof virtualChat>[0] = {}) => {
    const { logger, lines } = recordingLogger();
    const virtual = connectedChat({ logger, ...options });
    const metrics: Metric[] = [];
    virtual.chat.metrics$.subscribe((metric) => metrics.push(metric));
    virtual.emulator.faults.delayOperation('SendMessage', MINUTE);
    for (const text of ['one', 'two', 'three']) virtual.chat.outgoing.next(text);
    virtual.advance(1_000);
    return {
      ...virtual,
      dropped: () => metrics.filter(({ type }) => type === 'dropped'),
      warnings: () => lines.filter(({ level }) => level === 'warn'),
    };
  };
  const WARNING = 'messages were dropped that waited to be sent';

  it('are counted as dropped by close(), and a warning says how many', () => {
    const { chat, dropped, warnings } = withThreeWaiting();
    chat.close();
    expect(dropped()).toEqual([{ type: 'dropped', messages: 3 }]);
    expect(warnings()).toEqual([
      { level: 'warn', message: WARNING, details: { messages: 3, reason: 'the chat was closed' } },
    ]);
  });

  it('are counted as dropped at the end', () => {
    const { advance, contact, dropped, warnings } = withThreeWaiting();
    contact.end();
    advance(10_000);
    expect(dropped()).toEqual([{ type: 'dropped', messages: 3 }]);
    expect(warnings()).toContainEqual({
      level: 'warn',
      message: WARNING,
      details: { messages: 3, reason: 'the chat has ended' },
    });
  });

  it('are not dropped where a storage keeps them', () => {
    const { chat, dropped, warnings } = withThreeWaiting({ storage: memoryStorage() });
    chat.close();
    expect(dropped()).toEqual([]);
    expect(warnings()).toEqual([]);
  });

  it('are dropped where they do not fit in the storage', () => {
    const { chat, dropped, warnings } = withThreeWaiting({ storage: memoryStorage() });
    for (let i = 0; i < 70; i++) chat.outgoing.next('x'.repeat(16_000)); // a million characters fit
    chat.close();
    const { left } = warnings()[0]?.details as { readonly left: number };
    expect(left).toBeGreaterThan(0);
    expect(dropped()).toEqual([{ type: 'dropped', messages: left }]);
  });

  it('are none where all have been sent', () => {
    const { advance, chat, dropped, warnings } = withThreeWaiting();
    advance(10 * MINUTE);
    chat.close();
    expect(dropped()).toEqual([]);
    expect(warnings()).toEqual([]);
  });
});
