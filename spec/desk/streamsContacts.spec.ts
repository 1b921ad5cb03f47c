/// <reference types="amazon-connect-streams" />
import type {
  DeskChange,
  StreamsApi,
  StreamsChatConnection,
  StreamsContact,
} from '../../lib/desk.js';
import { streamsContacts } from '../../lib/desk.js';
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
});
