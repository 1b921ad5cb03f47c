import { openSocket, type Send } from '../../lib/connection/socket.js';
import { ChatError } from '../../lib/participant/index.js';
import { fakeSockets } from './support/fakeSockets.js';

function opened() {
  const { sockets, WebSocket } = fakeSockets();
  const frames: unknown[] = [];
  const errors: unknown[] = [];
  const completed = jest.fn();
  let send: Send | undefined;
  const subscription = openSocket('wss://example.com/?token=secret', WebSocket, (data) => {
    frames.push(data);
  }).subscribe({
    next: (value) => (send = value),
    error: (error: unknown) => errors.push(error),
    complete: completed,
  });
  return {
    socket: sockets[0]!,
    sockets,
    frames,
    errors,
    completed,
    subscription,
    send: () => send,
  };
}

const ignore = () => undefined;

describe('openSocket', () => {
  it('opens nothing before it is subscribed, and one socket for each subscription', () => {
    const { sockets, WebSocket } = fakeSockets();
    const socket$ = openSocket('wss://example.com', WebSocket, ignore);
    expect(sockets).toHaveLength(0);

    const first = socket$.subscribe();
    const second = socket$.subscribe();
    expect(sockets.map(({ url }) => url)).toEqual(['wss://example.com', 'wss://example.com']);
    first.unsubscribe();
    second.unsubscribe();
  });

  it('emits once, when the socket is open', () => {
    const { socket, send } = opened();
    expect(send()).toBeUndefined();

    socket.opens();
    expect(send()).toBeDefined();
  });

  it('gives the data of each frame as it comes', () => {
    const { socket, frames } = opened();
    socket.opens();
    socket.says('one');
    socket.onmessage?.({ data: new ArrayBuffer(1) });

    expect(frames).toEqual(['one', new ArrayBuffer(1)]);
  });

  it('sends frames while the socket is open', () => {
    const { socket, send } = opened();
    socket.opens();
    send()?.('hello');

    expect(socket.sent).toEqual(['hello']);
  });

  it('closes the socket when it is unsubscribed, once, and sends nothing more', () => {
    const { socket, send, subscription, errors, completed } = opened();
    socket.opens();
    subscription.unsubscribe();
    subscription.unsubscribe();
    send()?.('too late');

    expect(socket.closed).toBe(1);
    expect(socket.sent).toEqual([]);
    expect(errors).toEqual([]);
    expect(completed).not.toHaveBeenCalled();
  });

  it('closes a socket that is not open yet when it is unsubscribed', () => {
    const { socket, subscription } = opened();
    subscription.unsubscribe();

    expect(socket.closed).toBe(1);
  });

  it('hears nothing more of a socket that it has left', () => {
    const { socket, send, subscription, frames, errors } = opened();
    subscription.unsubscribe();
    socket.opens();
    socket.says('late');
    socket.breaks();

    expect(send()).toBeUndefined();
    expect(frames).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('gives no frames of a socket that it has left after it was open', () => {
    const { socket, frames, subscription } = opened();
    socket.opens();
    subscription.unsubscribe();
    socket.says('late');

    expect(frames).toEqual([]);
  });

  it('still has a handler for errors of a socket that it has left, since ws throws them otherwise', () => {
    const { socket, subscription } = opened();
    subscription.unsubscribe();

    expect(socket.onerror).toBeInstanceOf(Function);
  });

  it('errors with Network and the code when the socket closes', () => {
    const { socket, errors, send } = opened();
    socket.opens();
    socket.breaks(1001);
    send()?.('too late');

    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(ChatError);
    expect(errors[0]).toMatchObject({
      code: 'Network',
      message: 'cannot keep the socket: closed with code 1001',
    });
    expect(socket.sent).toEqual([]);
  });

  it('errors with Network when the socket closes before it is open', () => {
    const { socket, errors } = opened();
    socket.breaks();

    expect(errors).toMatchObject([
      { code: 'Network', message: 'cannot open a socket: closed with code 1006' },
    ]);
  });

  it('errors with Network where a frame cannot be sent, and closes the socket', () => {
    const { socket, errors, send } = opened();
    socket.opens();
    socket.send = () => {
      throw new Error('still connecting');
    };
    send()?.('hello');

    expect(errors).toMatchObject([{ code: 'Network', cause: new Error('still connecting') }]);
    expect(socket.closed).toBe(1);
  });

  it('waits for the close after an error, which says why', () => {
    const { socket, errors } = opened();
    socket.onerror?.({} as never);
    expect(errors).toEqual([]);

    socket.onclose?.({ code: 1006 });
    expect(errors).toHaveLength(1);
  });

  it('errors with Network where the socket cannot be made, and keeps the URL to itself', () => {
    const failing = class {
      constructor(url: string) {
        throw new SyntaxError(`'${url}' is no URL`);
      }
    } as unknown as Parameters<typeof openSocket>[1];
    let error: ChatError | undefined;
    openSocket('wss://example.com/?token=secret', failing, ignore).subscribe({
      error: (e: unknown) => (error = e as ChatError),
    });

    expect(error).toMatchObject({ name: 'ChatError', code: 'Network', retryable: true });
    expect(`${error?.message} ${String(error?.cause)}`).not.toContain('secret');
  });

  it('takes it when it is unsubscribed inside next', () => {
    const { sockets, WebSocket } = fakeSockets();
    const subscription = openSocket('wss://example.com', WebSocket, ignore).subscribe(() => {
      subscription.unsubscribe();
    });
    sockets[0]?.opens();

    expect(sockets[0]?.closed).toBe(1);
  });
});
