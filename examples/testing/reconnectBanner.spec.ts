import { cuts, fakeChat, type FakeChat } from 'rx-connect-chat/testing';
import { reconnectBanner } from './reconnectBanner.js';

describe('the banner', () => {
  let fake: FakeChat;
  let banner: string;

  beforeEach(() => {
    jest.useFakeTimers();
    fake = fakeChat();
    reconnectBanner(fake.chat.connectionState$).subscribe((text) => (banner = text));
    fake.chat.connect().subscribe();
    jest.advanceTimersByTime(10);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('says nothing of a connection that is soon back', () => {
    fake.perform(cuts());
    jest.advanceTimersByTime(1_000);
    expect(banner).toBe('');
    expect(fake.emulator.sockets().open).toBe(1);
  });

  it('says that the app tries again, until it has succeeded', () => {
    const undo = fake.emulator.faults.offline();
    fake.perform(cuts());
    jest.advanceTimersByTime(3_000);
    expect(banner).toBe('Connecting again…');

    undo();
    jest.advanceTimersByTime(30_000);
    expect(banner).toBe('');
  });

  it('says at once that there is no network; a message waits for it', () => {
    fake.goOffline();
    jest.advanceTimersByTime(0);
    expect(banner).toMatch('You are offline');

    fake.chat.sendMessage('Hello?').subscribe();
    jest.advanceTimersByTime(60_000);
    expect(fake.sent).toEqual([]);

    fake.comeBack();
    jest.advanceTimersByTime(1_000);
    expect(banner).toBe('');
    expect(fake.sent).toEqual([{ kind: 'message', content: 'Hello?' }]);
  });
});
