import fc from 'fast-check';
import { config } from 'rxjs';
import { connecting } from './support/connecting.js';
import { FakeSocket } from './support/fakeSockets.js';

/** What a socket may fire; `agree` and `item` are messages. */
const EVENTS = ['open', 'agree', 'item', 'error', 'close'] as const;
type SocketEvent = (typeof EVENTS)[number];

/** How a socket takes what is asked of it. */
interface Calls {
  readonly constructs: 'quietly' | 'throws';
  readonly send: 'quietly' | 'throws' | 'closes';
  readonly close: 'quietly' | 'throws once' | 'throws' | 'closes';
  readonly terminate: 'missing' | 'quietly' | 'throws';
}

/** Between one event and the next, in milliseconds. */
const STEP_MS = 10;
/** Longer than any socket that does not serve is kept. */
const LONG_MS = 95_000;

const AGREEMENT = { topic: 'aws/subscribe', content: { status: 'success' } };
const ITEM = {
  topic: 'aws/chat',
  content: JSON.stringify({
    ...{ Id: 'm1', Type: 'MESSAGE', ContentType: 'text/plain', Content: 'Hello' },
    AbsoluteTime: '2026-01-01T00:00:00.000Z',
  }),
};

/** When a socket that fires `events`, and nothing after them, serves no longer. */
function lossAt(events: readonly SocketEvent[], { constructs, send }: Calls): number {
  if (constructs === 'throws') return 0;
  let openedAt: number | undefined;
  let hasAgreed = false;
  let failedAt = Infinity;
  for (const [i, event] of events.entries()) {
    const now = (i + 1) * STEP_MS;
    if (event === 'close' || (event === 'error' && openedAt === undefined)) return now;
    if (event === 'error') failedAt = Math.min(failedAt, now);
    if (event === 'agree') hasAgreed ||= openedAt !== undefined;
    if (event === 'open') {
      if (send !== 'quietly') return now;
      openedAt ??= now;
    }
  }
  if (openedAt === undefined) return 90_000;
  return Math.min(failedAt + 1_000, openedAt + (hasAgreed ? 10_000 : 4_000));
}

/** A connection whose first socket is like that. Those after it open at once and do all they should. */
function run(events: readonly SocketEvent[], calls: Calls) {
  const thrown: unknown[] = [];
  const madeAt: number[] = [];
  const sockets: FakeSocket[] = [];
  let terminated = 0;

  const misbehaves = (socket: FakeSocket) => {
    const closes = () => {
      socket.onerror?.({} as never);
      socket.onclose?.({ code: 1006 });
    };
    let throws = calls.close === 'throws' || calls.close === 'throws once';
    socket.send = () => {
      if (calls.send === 'throws') throw new Error('cannot send');
      if (calls.send === 'closes') closes();
    };
    socket.close = () => {
      socket.closed++;
      if (calls.close === 'closes') closes();
      if (!throws) return;
      throws = calls.close === 'throws';
      throw new Error('cannot close');
    };
    if (calls.terminate === 'missing') return;
    (socket as { terminate?: () => void }).terminate = () => {
      terminated++;
      if (calls.terminate === 'throws') throw new Error('cannot terminate');
    };
  };
  const fires: Readonly<Record<SocketEvent, (socket: FakeSocket) => void>> = {
    open: (socket) => socket.opens(),
    agree: (socket) => socket.says(AGREEMENT),
    item: (socket) => socket.says(ITEM),
    error: (socket) => socket.onerror?.({} as never),
    close: (socket) => socket.onclose?.({ code: 1006 }),
  };

  const { clock, frames, story, subscription } = connecting({
    webSocket: (time) =>
      class extends FakeSocket {
        constructor(url: string) {
          super(url, true);
          madeAt.push(time.now());
          if (madeAt.length === 1 && calls.constructs === 'throws') throw new Error('no socket');
          sockets.push(this);
          if (madeAt.length === 1) misbehaves(this);
          else time.schedule(() => this.opens());
        }
      },
  });
  const attempt = (task: () => void) => {
    try {
      task();
    } catch (error) {
      thrown.push(error);
    }
  };
  const first = calls.constructs === 'throws' ? undefined : sockets[0];
  const expectedLossAt = lossAt(events, calls);
  for (const event of events) {
    clock.advance(STEP_MS);
    attempt(() => first && fires[event](first));
  }
  const received = frames.length;
  clock.advance(LONG_MS);
  const storyBefore = [...story()];
  attempt(() => subscription.unsubscribe());
  return {
    clock,
    expectedLossAt,
    first,
    madeAt,
    received,
    sockets,
    storyBefore,
    terminated,
    thrown,
  };
}

function check(events: readonly SocketEvent[], calls: Calls): void {
  const { clock, expectedLossAt, first, madeAt, received, ...ran } = run(events, calls);
  // Nothing is thrown into the page; the loss is told once; the next socket comes as after any other loss.
  expect(ran.thrown).toEqual([]);
  expect(ran.storyBefore.filter((event) => event.startsWith('lost'))).toHaveLength(1);
  expect(madeAt).toEqual([0, expectedLossAt + 50]);
  expect(ran.storyBefore.at(-1)).toBe('subscribed');
  // What came before the loss is taken, and nothing after it.
  const isBefore = (i: number) => (i + 1) * STEP_MS < expectedLossAt;
  const items = events.filter((event, i) => event === 'item' && isBefore(i));
  expect(received).toBe(first ? items.length : 0);
  // Nothing is left: each socket was closed, and there is no timer.
  for (const socket of ran.sockets) expect(socket.closed).toBeGreaterThan(0);
  expect(ran.terminated > 0).toBe(first !== undefined && calls.terminate !== 'missing');
  expect(clock.pending).toBe(0);
}

const QUIETLY: Calls = {
  constructs: 'quietly',
  send: 'quietly',
  close: 'quietly',
  terminate: 'missing',
};

/** All sequences of `EVENTS` of up to `length`. */
const sequences = (length: number): readonly (readonly SocketEvent[])[] =>
  length === 0
    ? [[]]
    : [[], ...EVENTS.flatMap((event) => sequences(length - 1).map((rest) => [event, ...rest]))];

jest.setTimeout(60_000);

describe('a connection over a WebSocket of any kind', () => {
  const unhandled: unknown[] = [];
  beforeAll(() => {
    config.onUnhandledError = (error) => unhandled.push(error);
  });
  afterAll(() => {
    config.onUnhandledError = null;
  });
  /** rxjs reports what nobody handles in a task of its own. */
  const expectNothingUnhandled = async () => {
    await new Promise((done) => setTimeout(done));
    expect(unhandled).toEqual([]);
  };

  it('reconnects and leaves nothing behind, in whatever order events come', async () => {
    for (const events of sequences(4)) check(events, QUIETLY);
    await expectNothingUnhandled();
  });

  it('reconnects and leaves nothing behind, whichever calls throw or fire events', async () => {
    const calls = fc.record<Calls>({
      constructs: fc.constantFrom('quietly', 'quietly', 'quietly', 'throws'),
      send: fc.constantFrom('quietly', 'quietly', 'throws', 'closes'),
      close: fc.constantFrom('quietly', 'throws once', 'throws', 'closes'),
      terminate: fc.constantFrom('missing', 'quietly', 'throws'),
    });
    const events = fc.array(fc.constantFrom(...EVENTS), { maxLength: 8 });
    fc.assert(
      fc.property(events, calls, (each, how) => {
        check(each, how);
      }),
      { numRuns: 500, seed: 15 },
    );
    await expectNothingUnhandled();
  });
});
