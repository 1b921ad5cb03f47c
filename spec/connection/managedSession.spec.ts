import { config, Subject } from 'rxjs';
import { managedSession } from '../../lib/connection/managedSession.js';
import type { ConnectionEvent } from '../../lib/connection/connectionEvent.js';
import type { ContactIds } from '../../lib/connection/managerRouter.js';
import type { Frame } from '../../lib/wire/index.js';
import { type FakeWebSocketManager, fakeWebSocketManager } from '../../lib/testing.js';

const item = (id: string, ids: object = { ContactId: 'one' }) => ({
  Id: id,
  Type: 'MESSAGE',
  ContentType: 'text/plain',
  Content: id,
  AbsoluteTime: '2026-01-01T00:00:00.000Z',
  ...ids,
});
const receipt = (id: string, ids: object = {}) => ({ ...item(id, ids), Type: 'MESSAGEMETADATA' });

/** What a chat receives of its manager, as text. */
const inWords = (event: ConnectionEvent): string => {
  switch (event.type) {
    case 'unrouted-item':
      return `unrouted item ${event.contactId}`;
    default:
      return event.type;
  }
};

const frameInWords = (frame: Frame) => (frame.kind === 'item' ? (frame.raw.Id ?? '') : frame.kind);

function listen(manager: FakeWebSocketManager, ids: ContactIds = { contactId: 'one' }) {
  const heard: string[] = [];
  let error: unknown;
  const subscription = managedSession(manager, ids, {
    onFrame: (frame) => heard.push(frameInWords(frame)),
    onHeartbeat: ({ ok }) => heard.push(`heartbeat ${ok}`),
  }).subscribe({
    next: (event) => heard.push(inWords(event)),
    error: (e: unknown) => (error = e),
  });
  return { heard, leave: () => subscription.unsubscribe(), error: () => error };
}

const one = { contactId: 'one' };
const two = { contactId: 'two' };

describe('managedSession', () => {
  it('counts a manager that reports nothing as open', () => {
    expect(listen(fakeWebSocketManager()).heard).toEqual(['subscribed']);
  });

  it('is subscribed once if the manager reports at once that it is open', () => {
    const manager = fakeWebSocketManager({ atOnce: (it) => it.gains() });
    expect(listen(manager).heard).toEqual(['subscribed']);
  });

  it('waits if the manager reports at once that it is not open', () => {
    const manager = fakeWebSocketManager({ atOnce: (it) => it.loses() });
    const { heard } = listen(manager);
    expect(heard).toEqual([]);
    manager.gains();
    expect(heard).toEqual(['authorized', 'subscribed']);
  });

  it('errors if the manager gives up at once', () => {
    const manager = fakeWebSocketManager({ atOnce: (it) => it.givesUp() });
    const { error, heard } = listen(manager);
    expect(error()).toMatchObject({ code: 'Unsupported' });
    expect(heard).toEqual([]);
    expect(manager.callbacks).toBe(0);
  });

  it('receives a frame that comes inside onMessage, after `subscribed`', () => {
    const manager = fakeWebSocketManager({ atOnce: (it) => it.brings(item('m')) });
    expect(listen(manager).heard).toEqual(['subscribed', 'm']);
  });

  it('is lost and subscribed as the manager reports, and subscribed again at each report', () => {
    const manager = fakeWebSocketManager();
    const { heard } = listen(manager);
    manager.loses();
    manager.loses();
    manager.gains();
    manager.gains();
    expect(heard).toEqual(['subscribed', 'lost', 'authorized', 'subscribed', 'subscribed']);
  });

  it('takes a frame as proof that the socket is open again, for all chats', () => {
    const manager = fakeWebSocketManager({ lacks: ['onConnectionGain'] });
    const sessions = [listen(manager, one), listen(manager, two)];
    manager.loses();
    manager.brings(item('m'));
    const again = ['subscribed', 'lost', 'authorized', 'subscribed'];
    expect(sessions.map(({ heard }) => heard)).toEqual([[...again, 'm'], again]);
  });

  it('works without the optional methods of a manager', () => {
    const manager = fakeWebSocketManager({
      lacks: [
        'onConnectionGain',
        'onConnectionLost',
        'onInitFailure',
        'onDeepHeartbeatSuccess',
        'onDeepHeartbeatFailure',
      ],
    });
    const { heard } = listen(manager);
    manager.brings(item('m'));
    expect(heard).toEqual(['subscribed', 'm']);
    expect(manager.callbacks).toBe(1);
  });

  it('errors with a retryable error if the manager cannot be used yet', () => {
    const cause = new Error('no upstream');
    const manager = fakeWebSocketManager();
    manager.subscribeTopics = () => {
      throw cause;
    };
    expect(listen(manager).error()).toMatchObject({ code: 'Network', retryable: true, cause });
    expect(manager.callbacks).toBe(0);
  });

  it('forwards heartbeats', () => {
    const manager = fakeWebSocketManager();
    const { heard } = listen(manager);
    manager.beats(true);
    manager.beats(false);
    expect(heard).toEqual(['subscribed', 'heartbeat true', 'heartbeat false']);
  });

  describe('leaves', () => {
    it('no callback behind, the last one to leave', () => {
      const manager = fakeWebSocketManager();
      const sessions = [listen(manager, one), listen(manager, two)];
      expect(manager.callbacks).toBe(6);
      sessions[0]!.leave();
      expect(manager.callbacks).toBe(6);
      sessions[1]!.leave();
      expect(manager.callbacks).toBe(0);
    });

    it('one inert set of callbacks if they cannot be removed', () => {
      const manager = fakeWebSocketManager({ lets: false });
      const sessions = Array.from({ length: 10 }, () => {
        const session = listen(manager);
        session.leave();
        return session;
      });
      manager.brings(item('m'));
      manager.loses();
      manager.gains();
      manager.givesUp();
      expect(sessions.flatMap(({ heard }) => heard)).toEqual(sessions.map(() => 'subscribed'));
      expect(manager.callbacks).toBe(6);

      const { heard } = listen(manager);
      manager.brings(item('m'));
      expect(heard).toEqual(['subscribed', 'm']);
      expect(manager.callbacks).toBe(6);
    });

    it('nothing if removing a callback throws', async () => {
      const manager = fakeWebSocketManager();
      const onMessage = manager.onMessage.bind(manager);
      manager.onMessage = (topic, callback) => {
        const off = onMessage(topic, callback) as () => void;
        return () => {
          off();
          throw new Error('twice');
        };
      };
      const { leave } = listen(manager);
      await expect(reported(leave)).resolves.toMatchObject({ message: 'twice' });
      expect(manager.callbacks).toBe(0);
    });
  });

  describe('has', () => {
    const cases: [string, object, string[]][] = [
      ['an item of the contact', item('m'), ['one']],
      [
        'an item of the contact and its chain',
        item('m', { ContactId: 'two', InitialContactId: 'one' }),
        ['two'],
      ],
      ['an item of the chain alone', item('m', { InitialContactId: 'one' }), ['one', 'two']],
      [
        'an item of the chain, of a contact that nobody has',
        item('m', { ContactId: 'three', InitialContactId: 'one' }),
        ['one', 'two'],
      ],
      ['an item that names no contact', item('m', {}), []],
      [
        'an item of another contact',
        item('m', { ContactId: 'four', InitialContactId: 'four' }),
        [],
      ],
      ['a receipt of the contact', receipt('m', { ContactId: 'one' }), ['one']],
      ['a receipt that names no contact', receipt('m'), ['one', 'two', 'other']],
      ['a receipt of another contact', receipt('m', { ContactId: 'four' }), []],
    ];
    it.each(cases)('%s', (_, frame, takers) => {
      const manager = fakeWebSocketManager();
      const sessions = {
        one: listen(manager, one),
        two: listen(manager, { contactId: 'two', initialContactId: 'one' }),
        other: listen(manager, { contactId: 'other' }),
      };
      manager.brings(frame);
      const took = Object.entries(sessions).filter(([, { heard }]) => heard.includes('m'));
      expect(took.map(([name]) => name)).toEqual(takers);
    });

    it('an item that names no contact, if there is no other chat that it may be of', () => {
      const manager = fakeWebSocketManager();
      const { heard, leave } = listen(manager, one);
      manager.brings(item('m1', {}));
      const other = listen(manager, { contactId: 'other' });
      manager.brings(item('m2', {}));
      expect(heard).toEqual(['subscribed', 'm1', 'bad']);
      expect(other.heard).toEqual(['subscribed', 'bad']);

      leave();
      manager.brings(item('m3', {}));
      expect(other.heard).toEqual(['subscribed', 'bad', 'm3']);
    });

    it('the same frames for two chats of one contact', () => {
      const manager = fakeWebSocketManager();
      const sessions = [listen(manager), listen(manager)];
      manager.brings(item('m'));
      expect(sessions.map(({ heard }) => heard.at(-1))).toEqual(['m', 'm']);
    });

    it.each([
      ['undefined', undefined],
      ['null', null],
      ['text', 'x'],
      ['an empty object', {}],
      ['no content', { topic: 'aws/chat' }],
      ['content that is not JSON', { topic: 'aws/chat', content: '{' }],
      ['content of 1 MB', { topic: 'aws/chat', content: 'x'.repeat(1_048_576) }],
    ])('no harm from %s', (_, message) => {
      const manager = fakeWebSocketManager();
      const { heard } = listen(manager);
      manager.says(message);
      manager.brings(item('m'));
      expect(heard).toEqual(['subscribed', 'bad', 'm']);
    });

    it('frames as text, as well', () => {
      const manager = fakeWebSocketManager();
      const { heard } = listen(manager);
      manager.says(JSON.stringify({ topic: 'aws/chat', content: item('m') }));
      expect(heard).toEqual(['subscribed', 'm']);
    });

    it('no heartbeats or subscription answers', () => {
      const manager = fakeWebSocketManager();
      const { heard } = listen(manager);
      manager.says({ topic: 'aws/heartbeat' });
      manager.says({ topic: 'aws/subscribe', content: { status: 'success' } });
      expect(heard).toEqual(['subscribed']);
    });
  });

  it('emits once that an item belongs to no chat, if it has received none of its own', () => {
    const manager = fakeWebSocketManager();
    const [first, second] = [listen(manager, one), listen(manager, two)];
    manager.brings(item('m'));
    for (const id of ['a', 'b']) manager.brings(item(id, { ContactId: 'three' }));
    expect(first.heard).toEqual(['subscribed', 'm']);
    expect(second.heard).toEqual(['subscribed', 'unrouted item three']);
  });

  describe('throws nothing into the manager', () => {
    const throwing = () => {
      const manager = fakeWebSocketManager();
      const heard: string[] = [];
      managedSession(manager, one, {
        onFrame: () => {
          throw new Error('of a consumer');
        },
        onHeartbeat: () => undefined,
      }).subscribe({ error: () => heard.push('errored') });
      const second = listen(manager);
      return { manager, heard, told: second.heard };
    };

    it('when a consumer throws; the others are called, and the error is reported', async () => {
      const { manager, heard, told } = throwing();
      const errors = reported(() => manager.brings(item('m')));
      expect(heard).toEqual([]);
      expect(told).toEqual(['subscribed', 'm']);
      await expect(errors).resolves.toMatchObject({ message: 'of a consumer' });
    });

    it('when a frame throws at being read', async () => {
      const { manager } = throwing();
      const message = {
        get topic(): string {
          throw new Error('unreadable');
        },
      };
      await expect(reported(() => manager.says(message))).resolves.toMatchObject({
        message: 'unreadable',
      });
    });
  });

  it('may be unsubscribed while a frame is delivered', () => {
    const manager = fakeWebSocketManager();
    const stop$ = new Subject<void>();
    const first = managedSession(manager, one, {
      onFrame: () => {
        stop$.next();
      },
      onHeartbeat: () => undefined,
    }).subscribe();
    const second = listen(manager);
    stop$.subscribe(() => {
      first.unsubscribe();
      second.leave();
    });
    manager.brings(item('m'));
    expect(second.heard).toEqual(['subscribed']);
    expect(manager.callbacks).toBe(0);
  });
});

/** The error that `task` has RxJS report as unhandled, and does not throw. */
async function reported(task: () => void): Promise<unknown> {
  const onUnhandledError = config.onUnhandledError;
  try {
    return await new Promise((resolve) => {
      config.onUnhandledError = resolve;
      task();
    });
  } finally {
    config.onUnhandledError = onUnhandledError;
  }
}
