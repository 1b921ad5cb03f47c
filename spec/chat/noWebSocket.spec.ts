/** @jest-environment ./spec/chat/support/withoutWebSocket.ts */
import { createChat } from '../../lib/lite.js';
import { virtualService } from '../support/virtualService.js';
import { watch } from './support/watch.js';

describe('a chat where there is no WebSocket', () => {
  const setUp = () => {
    const { advance, api, emulator, pendingTimers, scheduler, webSocket } = virtualService();
    const chatDetails = emulator.startChat().details;
    const options = { chatDetails, api, scheduler };
    return { advance, emulator, options, pendingTimers, webSocket };
  };

  it('can be created', () => {
    expect(() => createChat(setUp().options)).not.toThrow();
  });

  it('says on connect() what to pass', () => {
    const { advance, emulator, options, pendingTimers } = setUp();
    const chat = createChat(options);
    const state = watch(chat.connectionState$);
    const connection = watch(chat.connect());
    expect(connection.error).toMatchObject({
      name: 'ChatError',
      code: 'Unsupported',
      message: expect.stringMatching(/webSocket.*\bws\b/),
      retryable: false,
    });
    expect(state.last).toEqual({ status: 'failed', error: connection.error });
    advance(60_000);
    expect(emulator.requests.entries).toEqual([]);
    expect(pendingTimers()).toBe(0);
  });

  it('connects with one that is passed', () => {
    const { advance, options, webSocket } = setUp();
    const connection = watch(createChat({ ...options, webSocket }).connect());
    advance(100);
    expect(connection.values).toHaveLength(1);
  });
});
