import { openSocket, type Send } from '../../lib/connection/socket.js';
import { ChatError } from '../../lib/api/index.js';
import { VirtualClock } from '../support/virtualClock.js';
import { fakeSockets } from './support/fakeSockets.js';

function opened() {
  const clock = new VirtualClock();
  const { sockets, WebSocket } = fakeSockets();
  const frames: unknown[] = [];
  const errors: unknown[] = [];
  const completed = jest.fn();
  let send: Send | undefined;
  const receive = (data: unknown) => {
    frames.push(data);
  };
  const url = 'wss://example.com/?token=secret';
  const subscription = openSocket(url, WebSocket, receive, clock).subscribe({
    next: (value) => (send = value),
    error: (error: unknown) => errors.push(error),
    complete: completed,
  });
  return {
    clock,
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
    const socket$ = openSocket('wss://example.com', WebSocket, ignore, new VirtualClock());
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

  it('forwards the data of each frame', () => {
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

  it('ignores a socket that it has closed', () => {
    const { socket, send, subscription, frames, errors } = opened();
    subscription.unsubscribe();
    socket.opens();
    socket.says('late');
    socket.breaks();

    expect(send()).toBeUndefined();
    expect(frames).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('forwards no frames of a socket that it has closed after it was open', () => {
    const { socket, frames, subscription } = opened();
    socket.opens();
    subscription.unsubscribe();
    socket.says('late');

    expect(frames).toEqual([]);
  });

  it('keeps an error handler on a socket that it has closed, since ws throws errors otherwise', () => {
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
    socket.onclose?.({ code: 1006 });

    expect(errors).toMatchObject([
      { code: 'Network', message: 'cannot open a socket: closed with code 1006' },
    ]);
  });

  it('errors with Network if a frame cannot be sent, and closes the socket', () => {
    const { socket, errors, send } = opened();
    socket.opens();
    socket.send = () => {
      throw new Error('still connecting');
    };
    send()?.('hello');

    expect(errors).toMatchObject([{ code: 'Network', cause: new Error('still connecting') }]);
    expect(socket.closed).toBe(1);
  });

  it('errors at once when the socket fails before it is open, since no close may follow', () => {
    const { clock, socket, errors } = opened();
    socket.onerror?.({} as never);

    expect(errors).toMatchObject([
      { code: 'Network', message: 'cannot open a socket: the connection failed' },
    ]);
    expect(socket.closed).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('waits for the close when an open socket fails, since it has the code', () => {
    const { clock, socket, errors } = opened();
    socket.opens();
    socket.onerror?.({} as never);
    socket.onerror?.({} as never);
    clock.advance(999);
    expect(errors).toEqual([]);

    socket.onclose?.({ code: 1009 });
    expect(errors).toMatchObject([{ closeCode: 1009 }]);
    expect(clock.pending).toBe(0);
  });

  it('errors 1 s after an open socket has failed if no close follows', () => {
    const { clock, socket, errors } = opened();
    socket.opens();
    socket.onerror?.({} as never);
    clock.advance(1_000);

    expect(errors).toMatchObject([
      { code: 'Network', message: 'cannot keep the socket: it failed' },
    ]);
    expect(socket.closed).toBe(1);
  });

  it('emits once for a socket that opens twice', () => {
    const { clock, sockets, WebSocket } = { clock: new VirtualClock(), ...fakeSockets() };
    const next = jest.fn();
    openSocket('wss://example.com', WebSocket, ignore, clock).subscribe({ next });
    sockets[0]!.opens();
    sockets[0]!.opens();

    expect(next).toHaveBeenCalledTimes(1);
  });

  it('terminates the socket after closing it, if it can be terminated', () => {
    const { socket, subscription } = opened();
    const calls: string[] = [];
    Object.assign(socket, {
      close: () => calls.push('close'),
      terminate: () => calls.push('terminate'),
    });
    subscription.unsubscribe();

    expect(calls).toEqual(['close', 'terminate']);
  });

  describe('a socket whose close() throws', () => {
    const throwingOnce = () => {
      const all = opened();
      const { socket } = all;
      let calls = 0;
      socket.close = () => {
        if (++calls === 1) throw new Error('the network is changing');
        socket.closed++;
      };
      return all;
    };

    it('throws nothing into the app when it is unsubscribed', () => {
      const { subscription } = throwingOnce();
      expect(() => {
        subscription.unsubscribe();
      }).not.toThrow();
    });

    it('is lost like any other', () => {
      const { socket, errors } = throwingOnce();
      socket.opens();
      socket.breaks(1001);

      expect(errors).toMatchObject([{ closeCode: 1001 }]);
    });

    it('is closed once when it opens or receives later, and is ignored', () => {
      const { socket, subscription, frames } = throwingOnce();
      subscription.unsubscribe();
      expect(socket.closed).toBe(0);

      socket.opens();
      socket.says('late');
      expect(socket.closed).toBe(1);
      expect(frames).toEqual([]);
    });

    it('is terminated if it can be', () => {
      const { socket, subscription } = throwingOnce();
      const terminate = jest.fn();
      Object.assign(socket, { terminate });
      subscription.unsubscribe();
      socket.says('late');

      expect(terminate).toHaveBeenCalledTimes(1);
      expect(socket.closed).toBe(0);
    });
  });

  it('errors with Network if the socket cannot be created, without its URL', () => {
    const failing = class {
      constructor(url: string) {
        throw new SyntaxError(`'${url}' is no URL`);
      }
    } as unknown as Parameters<typeof openSocket>[1];
    let error: ChatError | undefined;
    openSocket('wss://example.com/?token=secret', failing, ignore, new VirtualClock()).subscribe({
      error: (e: unknown) => (error = e as ChatError),
    });

    expect(error).toMatchObject({ name: 'ChatError', code: 'Network', retryable: true });
    expect(`${error?.message} ${String(error?.cause)}`).not.toContain('secret');
  });

  it('may be unsubscribed inside next', () => {
    const { sockets, WebSocket } = fakeSockets();
    const subscription = openSocket(
      'wss://example.com',
      WebSocket,
      ignore,
      new VirtualClock(),
    ).subscribe(() => {
      subscription.unsubscribe();
    });
    sockets[0]?.opens();

    expect(sockets[0]?.closed).toBe(1);
  });
});
