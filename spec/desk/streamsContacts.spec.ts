/// <reference types="amazon-connect-streams" />
import type {
  DeskChange,
  StreamsApi,
  StreamsChatConnection,
  StreamsContact,
} from '../../lib/desk.js';
import { streamsContacts } from '../../lib/desk.js';
import { recordingLogger } from '../chat/support/recordingLogger.js';
import { watch } from '../chat/support/watch.js';

type Callback<T> = (value: T) => void;

/** Callbacks, given and taken off as Streams does. */
class Callbacks<T> {
  readonly all = new Set<Callback<T>>();
  readonly add = (callback: Callback<T>) => {
    this.all.add(callback);
    return { unsubscribe: () => this.all.delete(callback) };
  };
  call(value: T): void {
    for (const callback of [...this.all]) callback(value);
  }
}

class FakeContact implements StreamsContact {
  readonly refreshed = new Callbacks<StreamsContact>();
  readonly destroyed = new Callbacks<StreamsContact>();
  readonly onRefresh = this.refreshed.add;
  readonly onDestroy = this.destroyed.add;
  hasMediaInfo = true;

  constructor(
    private readonly id: string,
    private status: string,
    private readonly type = 'chat',
  ) {}

  getContactId = () => this.id;
  getType = () => this.type;
  getStatus = () => ({ type: this.status });
  getAgentConnection = (): StreamsChatConnection => ({
    getMediaInfo: () =>
      this.hasMediaInfo ? { contactId: this.id, participantId: `${this.id}-bea` } : null,
    getConnectionToken: () =>
      Promise.resolve({ chatTokenTransport: { participantToken: `token of ${this.id}` } }),
  });

  becomes(status: string): void {
    this.status = status;
    this.refreshed.call(this);
  }
}

/** Streams with these contacts, before the desk is there. */
function fakeStreams(...there: FakeContact[]) {
  const contacts = new Callbacks<StreamsContact>();
  const agents = new Callbacks<never>();
  const connect: StreamsApi = {
    contact: contacts.add,
    agent: (callback) => {
      callback({ getContacts: () => there });
      return agents.add(callback);
    },
  };
  return { connect, contacts, callbacks: () => contacts.all.size + agents.all.size };
}

const told = (changes: readonly DeskChange[]) =>
  changes.map((change) =>
    change.type === 'added'
      ? `added ${change.contact.chatDetails.contactId}`
      : `removed ${change.contactId}`,
  );

describe('the contacts of amazon-connect-streams', () => {
  it('are added when they are connected, and removed when they are destroyed', () => {
    const { connect, contacts } = fakeStreams();
    const changes = watch(streamsContacts(connect));
    const ann = new FakeContact('ann', 'incoming');
    contacts.call(ann);
    ann.becomes('connecting');
    expect(changes.values).toEqual([]);
    ann.becomes('connected');
    ann.becomes('connected');
    ann.becomes('ended');
    expect(told(changes.values)).toEqual(['added ann']);
    ann.destroyed.call(ann);
    expect(told(changes.values)).toEqual(['added ann', 'removed ann']);
    expect(ann.refreshed.all.size + ann.destroyed.all.size).toBe(0);
  });

  it('may have been there before, as after a reload', () => {
    const ann = new FakeContact('ann', 'connected');
    const { connect, contacts } = fakeStreams(ann, new FakeContact('old', 'ended'));
    const changes = watch(streamsContacts(connect));
    contacts.call(ann);
    expect(told(changes.values)).toEqual(['added ann']);
  });

  it('are left out where they are no chats, or are missed', () => {
    const missed = new FakeContact('missed', 'incoming');
    const { connect } = fakeStreams(new FakeContact('call', 'connected', 'voice'), missed);
    const changes = watch(streamsContacts(connect));
    missed.becomes('missed');
    missed.destroyed.call(missed);
    expect(changes.values).toEqual([]);
  });

  it('wait until Streams knows who the agent is in the chat', () => {
    const ann = new FakeContact('ann', 'connected');
    ann.hasMediaInfo = false;
    const changes = watch(streamsContacts(fakeStreams(ann).connect));
    expect(changes.values).toEqual([]);
    ann.hasMediaInfo = true;
    ann.becomes('connected');
    expect(told(changes.values)).toEqual(['added ann']);
  });

  it('bring how to ask for a connection token', async () => {
    const changes = watch(
      streamsContacts(fakeStreams(new FakeContact('ann', 'connected')).connect),
    );
    const [change] = changes.values;
    expect(change?.type === 'added' && (await change.contact.getConnectionToken?.())).toEqual({
      chatTokenTransport: { participantToken: 'token of ann' },
    });
  });

  it('leave no callback behind', () => {
    const ann = new FakeContact('ann', 'connected');
    const { connect, callbacks } = fakeStreams(ann);
    const changes = watch(streamsContacts(connect));
    expect(callbacks()).toBe(2);
    changes.unsubscribe();
    expect(callbacks() + ann.refreshed.all.size + ann.destroyed.all.size).toBe(0);
  });

  it("are those of Streams' own declarations", () => {
    const fits = (streams: typeof connect): StreamsApi => streams;
    expect(fits).toBeDefined();
  });

  describe('of which one is odd', () => {
    const odd = {
      'has no agent connection': (contact: FakeContact) => {
        contact.getAgentConnection = () => null as unknown as StreamsChatConnection;
      },
      'has an agent connection without media info': (contact: FakeContact) => {
        contact.getAgentConnection = () => ({}) as StreamsChatConnection;
      },
      'throws for its media info': (contact: FakeContact) => {
        contact.getAgentConnection = () => ({
          getMediaInfo: () => {
            throw new Error('confidential');
          },
          getConnectionToken: () => Promise.reject(new Error('confidential')),
        });
      },
      'has no status': (contact: FakeContact) => {
        contact.getStatus = () => null as unknown as { type: string };
      },
    };

    it.each(Object.entries(odd))('one that %s waits for its next refresh', (_, makeOdd) => {
      const ann = new FakeContact('ann', 'connected');
      const bob = new FakeContact('bob', 'connected');
      const { getAgentConnection, getStatus } = ann;
      makeOdd(ann);
      const { connect, contacts } = fakeStreams(ann, bob);
      const { logger, lines } = recordingLogger();
      const changes = watch(streamsContacts(connect, { logger }));
      contacts.call(new FakeContact('cem', 'connected'));
      expect(told(changes.values)).toEqual(['added bob', 'added cem']);
      expect(lines).toMatchObject([{ level: 'error', details: { contactId: 'ann' } }]);
      expect(JSON.stringify(lines)).not.toContain('confidential');

      expect(() => {
        ann.becomes('connected');
      }).not.toThrow();
      Object.assign(ann, { getAgentConnection, getStatus });
      ann.becomes('connected');
      expect(told(changes.values)).toEqual(['added bob', 'added cem', 'added ann']);
      expect(lines).toHaveLength(1);
      expect(changes.ending).toBeUndefined();
    });

    it('one that says nothing of itself is reported and left out', () => {
      const ann = new FakeContact('ann', 'connected');
      ann.getContactId = () => {
        throw new Error('gone');
      };
      const { connect } = fakeStreams(ann, new FakeContact('bob', 'connected'));
      const { logger, lines } = recordingLogger();
      const changes = watch(streamsContacts(connect, { logger }));
      expect(told(changes.values)).toEqual(['added bob']);
      expect(lines).toHaveLength(1);
    });
  });
});
