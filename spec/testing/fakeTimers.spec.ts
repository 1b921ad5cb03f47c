import { createChat, type ConnectionState } from '../../lib/lite.js';
import { cuts, fakeChat, hangs, refuses, types } from '../../lib/testing.js';
import { texts, watch } from '../chat/support/watch.js';

const statuses = (states: readonly ConnectionState[]) => states.map(({ status }) => status);

describe("fakeChat with Jest's fake timers", () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-05-04T10:00:00Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is connected as soon as timers run, and hears what the agent says', () => {
    const fake = fakeChat();
    const messages = watch(fake.chat.messages$);
    const states = watch(fake.chat.connectionState$);
    fake.chat.connect().subscribe();
    jest.advanceTimersByTime(0);
    expect(statuses(states.values)).toEqual(['idle', 'connecting', 'connected']);

    fake.agent.say('Hello');
    jest.advanceTimersByTime(0);
    expect(texts(messages.values)).toEqual(['Hello']);
    expect(messages.last?.time.toISOString()).toMatch(/^2026-05-04T10:00:00/);
  });

  it('tells what was sent', () => {
    const fake = fakeChat();
    fake.chat.connect().subscribe();
    jest.advanceTimersByTime(0);
    fake.chat.sendMessage('Hi').subscribe();
    jest.advanceTimersByTime(0);
    expect(fake.sent).toEqual([{ kind: 'message', content: 'Hi' }]);
  });

  it('lets typing fade, sockets break and networks go', () => {
    const fake = fakeChat();
    const states = watch(fake.chat.connectionState$);
    const typing = watch(fake.chat.typing$);
    fake.chat.connect().subscribe();
    jest.advanceTimersByTime(10);
    fake.perform(types());
    jest.advanceTimersByTime(0);
    expect(typing.last).toHaveLength(1);
    jest.advanceTimersByTime(12_000);
    expect(typing.last).toEqual([]);

    fake.perform(cuts());
    jest.advanceTimersByTime(1_000);
    fake.goOffline();
    jest.advanceTimersByTime(60_000);
    expect(states.last?.status).toBe('offline');
    fake.comeBack();
    jest.advanceTimersByTime(1_000);
    expect(statuses(states.values).slice(1)).toEqual([
      ...['connecting', 'connected', 'reconnecting', 'connected'],
      ...['reconnecting', 'offline', 'reconnecting', 'connected'],
    ]);
  });

  it('finds a hanging socket, and refuses what it is told to', () => {
    const fake = fakeChat();
    const states = watch(fake.chat.connectionState$);
    fake.chat.connect().subscribe();
    jest.advanceTimersByTime(10);
    fake.perform(hangs());
    jest.advanceTimersByTime(25_000);
    expect(states.last).toMatchObject({ status: 'connected', transport: 'polling' });
    fake.comeBack();
    jest.advanceTimersByTime(60_000);
    expect(states.last?.status).toBe('connected');

    fake.perform(refuses('SendMessage', 'AccessDeniedException', Infinity));
    const sending = watch(fake.chat.sendMessage('Hi'));
    jest.advanceTimersByTime(60_000);
    expect(sending.error).toMatchObject({ code: 'AccessDenied' });
    expect(fake.sent).toEqual([]);
  });

  it('goes on for a day, and leaves no timer after the end', () => {
    const fake = fakeChat();
    const messages = watch(fake.chat.messages$);
    const connection = watch(fake.chat.connect());
    jest.advanceTimersByTime(20 * 3_600_000);
    fake.agent.say('Still there?');
    jest.advanceTimersByTime(0);
    expect(messages.last?.content).toBe('Still there?');
    fake.contact.end();
    jest.advanceTimersByTime(10_000);
    expect(connection.ending).toBe('completed');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives an app what to make its chat with', () => {
    const fake = fakeChat({ startChat: { displayName: 'Ann' } });
    const chat = createChat({ ...fake.options, orderingWindowMs: 100 });
    const participants = watch(chat.participants$);
    chat.connect().subscribe();
    jest.advanceTimersByTime(0);
    expect(participants.last?.map(({ displayName }) => displayName)).toContain('Ann');
  });
});
