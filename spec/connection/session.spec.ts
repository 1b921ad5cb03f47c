import { NEVER, Subject } from 'rxjs';
import type { Heartbeat } from '../../lib/connection/heartbeat.js';
import { openSession, type FrameHandler, type SessionEvent } from '../../lib/connection/session.js';
import { HEARTBEAT_FRAME, PING_FRAME, SUBSCRIBE_FRAME } from '../../lib/wire/index.js';
import { VirtualClock } from '../support/virtualClock.js';
import { fakeSockets } from './support/fakeSockets.js';

function session({ answers = true } = {}) {
  const clock = new VirtualClock();
  const { sockets, WebSocket } = fakeSockets({ answers });
  const events: SessionEvent[] = [];
  const frames: Parameters<FrameHandler>[0][] = [];
  const heartbeats: Heartbeat[] = [];
  const suspectDead$ = new Subject<void>();
  let error: unknown;
  const subscription = openSession('wss://example.com', {
    webSocket: WebSocket,
    onFrame: (frame) => frames.push(frame),
    onHeartbeat: (heartbeat) => heartbeats.push(heartbeat),
    check$: NEVER,
    suspectDead$,
    scheduler: clock,
  }).subscribe({
    next: (event) => events.push(event),
    error: (e: unknown) => (error = e),
  });
  return {
    clock,
    suspectDead$,
    socket: sockets[0]!,
    events,
    frames,
    heartbeats,
    subscription,
    error: () => error,
    types: () => events.map(({ type }) => type),
  };
}

const item = {
  Id: 'm1',
  Type: 'MESSAGE',
  ContentType: 'text/plain',
  Content: 'hello',
  AbsoluteTime: '2026-01-01T00:00:00.000Z',
};

describe('openSession', () => {
  it('subscribes to the chat first when the socket is open, then sends heartbeats', () => {
    const { clock, socket, heartbeats, types } = session();
    expect(types()).toEqual([]);

    socket.opens();
    expect(socket.sent).toEqual([SUBSCRIBE_FRAME]);
    expect(types()).toEqual(['opened', 'subscribed']);

    clock.advance(1);
    expect(socket.sent).toEqual([SUBSCRIBE_FRAME, HEARTBEAT_FRAME, PING_FRAME]);
    expect(types()).toEqual(['opened', 'subscribed']);
    expect(heartbeats).toMatchObject([{ kind: 'shallow' }, { kind: 'deep' }]);
  });

  it('forwards the frames that it does not answer itself', () => {
    const { socket, events, frames, heartbeats } = session();
    socket.opens();
    events.length = 0;
    socket.says({ topic: 'aws/chat', content: JSON.stringify(item) });
    socket.says({ topic: 'aws/subscribe', content: { status: 'success' } });
    socket.says({ topic: 'aws/heartbeat' });
    socket.says({ topic: 'aws/other', content: 1 });
    socket.says('no JSON');
    socket.says({ message: 'Forbidden', requestId: 'r1' });

    expect(frames).toMatchObject([
      { kind: 'item', raw: { Id: 'm1' }, time: Date.parse(item.AbsoluteTime) },
      { kind: 'unknown', topic: 'aws/other' },
      { kind: 'bad', reason: 'not JSON' },
      { kind: 'gateway-error', message: 'Forbidden' },
    ]);
    expect(events).toEqual([]);
    expect(heartbeats).toMatchObject([{ kind: 'shallow', ok: true }]);
  });

  it('loses nothing that comes before the service has agreed', () => {
    const { socket, frames, types } = session({ answers: false });
    socket.opens();
    socket.says({ topic: 'aws/chat', content: JSON.stringify(item) });

    expect(types()).toEqual(['opened']);
    expect(frames).toMatchObject([{ kind: 'item' }]);
  });

  it('emits `subscribed` once', () => {
    const { socket, types } = session();
    socket.opens();
    socket.says({ topic: 'aws/subscribe', content: { status: 'success' } });

    expect(types().filter((type) => type === 'subscribed')).toHaveLength(1);
  });

  it('waits for a socket that a browser holds back, and emits nothing meanwhile', () => {
    const { clock, socket, types, error } = session();
    clock.advance(26_000);
    expect(error()).toBeUndefined();
    expect(socket.closed).toBe(0);

    socket.opens();
    expect(types()).toEqual(['opened', 'subscribed']);
    clock.advance(200_000);
    expect(error()).toBeUndefined();
  });

  it('errors with Network if the socket has not opened after 90 s, and closes it', () => {
    const { clock, suspectDead$, socket, error } = session();
    clock.advance(89_999);
    expect(error()).toBeUndefined();

    clock.advance(1);
    expect(error()).toMatchObject({
      code: 'Network',
      message: 'cannot open a socket: it did not open within 90 s',
    });
    expect(socket.closed).toBe(1);
    expect(clock.pending).toBe(0);
    expect(suspectDead$.observed).toBe(false);
  });

  it('errors with Network if the socket has not opened after 10 s and calls get no answer', () => {
    const { clock, suspectDead$, socket, error } = session();
    suspectDead$.next();
    clock.advance(9_999);
    expect(error()).toBeUndefined();

    clock.advance(1);
    expect(error()).toMatchObject({
      code: 'Network',
      message: 'cannot open a socket: the network does not answer',
    });
    expect(socket.closed).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('ignores calls without an answer once the socket is open, since its heartbeat tells', () => {
    const { clock, suspectDead$, socket, error } = session();
    suspectDead$.next();
    socket.opens();
    expect(suspectDead$.observed).toBe(false);
    clock.advance(10_000);
    expect(error()).toBeUndefined();
  });

  it('errors with Network if the service refuses it, and closes the socket', () => {
    const { clock, socket, error } = session({ answers: false });
    socket.opens();
    clock.advance(4_000);

    expect(error()).toMatchObject({
      code: 'Network',
      message: 'cannot subscribe to the chat: the service does not answer',
    });
    expect(socket.closed).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('errors with Network if the heartbeat stops, and closes the socket', () => {
    const { clock, socket, error } = session();
    socket.opens();
    clock.advance(11_000);
    socket.answers = false;
    clock.advance(19_000);

    expect(error()).toMatchObject({
      code: 'Network',
      message: 'cannot keep the socket: its heartbeat stopped',
    });
    expect(socket.closed).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('errors with Network if the socket closes, and stops every timer', () => {
    const { clock, socket, error } = session();
    socket.opens();
    clock.advance(1);
    socket.breaks();

    expect(error()).toMatchObject({ code: 'Network' });
    expect(clock.pending).toBe(0);
  });

  it('emits the code with which it was closed, and how long it had been open', () => {
    const { clock, socket, events } = session();
    socket.opens();
    clock.advance(7_000);
    socket.breaks();
    expect(events.at(-1)).toEqual({ type: 'closed', code: 1006, ms: 7_000 });
  });

  it('emits `closed` without a code if its heartbeat stops, and nothing before it opens', () => {
    const { clock, socket, events } = session();
    socket.opens();
    clock.advance(11_000);
    socket.answers = false;
    clock.advance(19_000);
    expect(events.at(-1)).toEqual({ type: 'closed', code: undefined, ms: 30_000 });

    const unopened = session();
    unopened.clock.advance(90_000);
    expect(unopened.events).toEqual([]);
  });

  it.each(['before it is open', 'when it is open', 'when it is subscribed'])(
    'closes the socket and stops every timer when it is unsubscribed %s',
    (when) => {
      const { clock, socket, subscription } = session({ answers: when.includes('subscribed') });
      if (!when.startsWith('before')) socket.opens();
      clock.advance(5);
      subscription.unsubscribe();

      expect(socket.closed).toBe(1);
      expect(clock.pending).toBe(0);
    },
  );

  it('lasts as long as the socket does', () => {
    const { clock, socket, error } = session();
    socket.opens();
    clock.advance(3_600_000);

    expect(error()).toBeUndefined();
    expect(socket.closed).toBe(0);
  });

  it('has unsubscribed from everything when it emits `closed`', () => {
    const control = session();
    control.socket.opens();
    const seen = control.events;
    const push = seen.push.bind(seen);
    seen.push = (event) => {
      if (event.type === 'closed') control.socket.says({ topic: 'aws/heartbeat' });
      return push(event);
    };
    control.socket.breaks();
    expect(control.types()).toEqual(['opened', 'subscribed', 'closed']);
    expect(control.heartbeats).toEqual([]);
  });
});
