import { map, Subject } from 'rxjs';
import { createChat, memoryStorage, rateLimiter } from '../../lib/lite.js';
import {
  type Journal,
  journalToMarbles,
  type JournalRecorder,
  recordJournal,
  replay,
} from '../../lib/journal.js';
import { createRedactor } from '../../lib/journal/redact.js';
import { fakeChat, fakeService } from '../../lib/testing.js';
import { agentDesk } from '../chat/support/agentChats.js';
import { virtualChat } from '../chat/support/virtualChat.js';
import { texts, watch } from '../chat/support/watch.js';
import { marbles } from '../support/marbles.js';

const fromFile = (recorder: JournalRecorder) =>
  JSON.parse(JSON.stringify(recorder.read())) as Journal;

/** Plays it to its end, and tells what it shows. */
function played(journal: Journal) {
  const chat = replay(journal);
  const messages = watch(chat.messages$);
  const transcript = watch(chat.transcript$);
  const states = watch(chat.connectionState$);
  const unread = watch(chat.unreadCount$);
  chat.play();
  return { messages, transcript, states, unread, missed: chat.missed };
}

describe('a journal', () => {
  it('has a stand-in for each text, the same for the same', () => {
    const recorder = recordJournal();
    const { advance, agent, chat } = virtualChat({ journal: recorder });
    watch(chat.connect());
    advance(100);
    for (const text of ['Hello', 'Ann?', 'Hello']) {
      agent.say(text);
      advance(200);
    }
    watch(chat.sendMessage('Ann?'));
    advance(1_000);
    const { messages, missed } = played(fromFile(recorder));
    expect(texts(messages.values)).toEqual(['text 1', 'text 2', 'text 1', 'text 2']);
    expect(messages.values.map(({ participant }) => participant.displayName)).toEqual([
      ...['name 1', 'name 1', 'name 1', 'name 2'],
    ]);
    expect(missed).toEqual([]);
  });

  it('has what an app does in answer to what comes', () => {
    const recorder = recordJournal();
    const { advance, agent, chat } = virtualChat({ journal: recorder, orderingWindowMs: 0 });
    chat.messages$.subscribe(({ id, participant }) => {
      if (participant.id !== agent.id) return;
      watch(chat.markRead(id));
      watch(chat.sendMessage('Yes'));
      chat.outgoing.next('and more');
    });
    const transcript = watch(chat.transcript$);
    watch(chat.connect());
    advance(100);
    agent.say('There?');
    advance(1);
    agent.say('Still?');
    advance(10_000);
    const { transcript: again, missed } = played(fromFile(recorder));
    expect(again.last?.items.map(({ id, status }) => [id, status])).toEqual(
      transcript.last?.items.map(({ id, status }) => [id, status]),
    );
    expect(again.last?.size).toBeGreaterThan(6);
    expect(missed).toEqual([]);
  });

  it('has sockets that fail without closing', () => {
    const recorder = recordJournal();
    const { advance, contact, create, scheduler, webSocket } = virtualChat();
    let sockets = 0;
    /** The first fails before it is open, the second after that. */
    class Failing extends webSocket {
      constructor(url: string) {
        super(url);
        const failsInMs = { 1: 1, 2: 5_000 }[++sockets];
        if (failsInMs !== undefined) {
          scheduler.schedule(() => this.onerror?.(undefined), failsInMs);
        }
      }
    }
    const chatDetails = contact.details;
    const chat = create({ chatDetails, webSocket: Failing, journal: recorder });
    const states = watch(chat.connectionState$);
    watch(chat.connect());
    advance(20_000);
    const { states: again, missed } = played(fromFile(recorder));
    expect(states.values.map(({ status }) => status)).toEqual([
      ...['idle', 'connecting', 'connecting', 'connected', 'reconnecting', 'connected'],
    ]);
    expect(again.values.map(({ status }) => status)).toEqual(
      states.values.map(({ status }) => status),
    );
    expect(missed).toEqual([]);
  });

  it('has commands that are taken back, storages, limiters, signals and clocks', async () => {
    const recorder = recordJournal();
    const storage = memoryStorage();
    const later = { ...storage, getItem: async (key: string) => storage.getItem(key) };
    const network$ = new Subject<boolean>();
    const { advance, agent, chat, contact, create, scheduler } = virtualChat({ storage });
    const before = watch(chat.connect());
    advance(100);
    agent.say('one');
    advance(1_000);
    before.unsubscribe();
    chat.close();

    const back = create({
      chatDetails: contact.details,
      ...{ storage: later, network$, journal: recorder },
      limiter: rateLimiter({ perSecond: 10, scheduler }),
    });
    const transcript = watch(back.transcript$);
    const connection = watch(back.connect());
    await Promise.resolve()
      .then(() => undefined)
      .then(() => undefined);
    advance(500);
    network$.next(false);
    watch(back.sendMessage('not to be')).unsubscribe();
    watch(back.sendMessage('to be'));
    advance(5_000);
    network$.next(true);
    agent.say('two');
    advance(5_000);
    connection.unsubscribe();
    advance(1_000);
    const { transcript: again, missed } = played(fromFile(recorder));
    expect(transcript.last?.size).toBeGreaterThan(3);
    expect(again.last?.items.map(({ id, status }) => [id, status])).toEqual(
      transcript.last?.items.map(({ id, status }) => [id, status]),
    );
    expect(missed).toEqual([]);
  });

  it.each(['at once', 'later'] as const)(
    'has what a storage restored, and not what was read before each write (%s)',
    async (when) => {
      const recorder = recordJournal();
      const backing = memoryStorage();
      const getItem = (key: string) =>
        when === 'at once' ? backing.getItem(key) : Promise.resolve(backing.getItem(key));
      const { advance, agent, chat, pendingTimers } = virtualChat({
        storage: { ...backing, getItem },
        journal: recorder,
      });
      const transcript = watch(chat.transcript$);
      watch(chat.connect());
      const settled = () => new Promise((resolve) => setImmediate(resolve));
      for (const text of ['one', 'two', 'three']) {
        await settled();
        agent.say(text);
        advance(2_000);
      }
      await settled();
      chat.close();
      await settled();
      expect(pendingTimers()).toBe(0);
      expect(JSON.stringify(backing.getItem('rx-connect-chat'))).toContain('three');

      const journal = fromFile(recorder);
      const reads = journal.entries.filter(
        (entry) => entry.type === 'open' && entry.what === 'storage',
      );
      expect(reads).toHaveLength(1);
      const { transcript: again, missed } = played(journal);
      expect(again.last?.items.map(({ id }) => id)).toEqual(
        transcript.last?.items.map(({ id }) => id),
      );
      expect(missed).toEqual([]);
    },
  );

  it("has an agent's chat on a websocket manager", () => {
    const recorder = recordJournal();
    const desk = agentDesk();
    const { chat, contact } = desk.serves({ journal: recorder });
    const other = desk.serves();
    const transcript = watch(chat.transcript$);
    contact.customer.say('Hello');
    other.contact.customer.say('Not yours');
    desk.advance(1_000);
    desk.manager.loses();
    contact.customer.say('missed');
    desk.advance(1_000);
    desk.manager.reopens();
    desk.advance(1_000);
    const { transcript: again, missed } = played(fromFile(recorder));
    expect(again.last?.items.map(({ id }) => id)).toEqual(
      transcript.last?.items.map(({ id }) => id),
    );
    expect(transcript.last?.size).toBeGreaterThan(3);
    expect(missed).toEqual([]);
  });

  it('has attachments, without their names and bytes', () => {
    const recorder = recordJournal();
    const { advance, chat } = virtualChat({ journal: recorder });
    watch(chat.connect());
    advance(100);
    const file = new File(['secret words'], 'secret.txt', { type: 'text/plain' });
    watch(chat.sendAttachment(file));
    advance(5_000);
    expect(JSON.stringify(recorder.read())).not.toMatch(/secret/);
    const { messages, missed } = played(fromFile(recorder));
    expect(messages.last?.attachments).toEqual([expect.objectContaining({ name: 'file 1' })]);
    expect(missed).toEqual([]);
  });

  it('keeps which URLs are of this machine, since a chat takes plain ones there alone', () => {
    const { json } = createRedactor();
    const urls = ['ws://localhost:1/?ticket=a', 'ws://127.0.0.1:1/?ticket=b', 'ws://[::1]:1/c'];
    const others = ['wss://a.test/?ticket=d', 'ws://localhost.a.test/?ticket=e', 'https://a.test'];
    expect(json([...urls, ...others])).toEqual([
      ...['ws://localhost/1', 'ws://localhost/2', 'ws://localhost/3'],
      ...['wss://journal.invalid/4', 'ws://journal.invalid/5', 'https://journal.invalid/6'],
    ]);
  });

  it('stops when it is full, and says so', () => {
    const recorder = recordJournal({ maxEntries: 60 });
    const { advance, agent, chat } = virtualChat({ journal: recorder });
    const messages = watch(chat.messages$);
    watch(chat.connect());
    advance(100);
    for (let i = 0; i < 100; i++) agent.say(`message ${i}`);
    advance(1_000);
    const journal = fromFile(recorder);
    expect(messages.values).toHaveLength(100);
    expect(journal.truncated).toBe(true);
    expect(journal.entries).toHaveLength(60);
    expect(played(journal).missed).toEqual([]);
    expect(journalToMarbles(journal)).toContain('the journal was full');
  });

  it('is for one chat, and of one version', () => {
    const journal = recordJournal();
    expect(() => journal.read()).toThrow('cannot read the journal: no chat has been made with it');
    const service = fakeService();
    const { options } = service.chat();
    const chat = createChat({ ...options, journal });
    expect(() => createChat({ ...options, journal })).toThrow('it has a chat already');
    chat.close();
    void service.emulator.close();
    expect(() => replay({ ...journal.read(), version: 2 as 1 })).toThrow(
      'cannot play the journal: its version is 2, and only 1 is known',
    );
    expect(() => recordJournal({ maxEntries: 0 })).toThrow(RangeError);
  });

  it('tells what it could not play', () => {
    const recorder = recordJournal();
    const { advance, chat } = virtualChat({ journal: recorder });
    watch(chat.connect());
    advance(100);
    const journal = recorder.read();
    const entries = [
      ...journal.entries,
      { at: 200, type: 'next', id: '99999.0', value: null } as const,
    ];
    expect(played({ ...journal, entries }).missed).toEqual([entries.length - 1]);
  });
});

describe('a journal on the time of a test', () => {
  const recorder = recordJournal();
  // prettier-ignore
  it('is recorded', marbles((m) => {
    const { chat } = fakeChat(m, { server: '--a-b--c 20ms |', network: '-----x', chat: { journal: recorder } });
    chat.connect().subscribe();
    m.expect(chat.messages$.pipe(map(({ content }) => content))).toBeObservable('--a-b 15ms c 7ms |');
  }));

  // prettier-ignore
  it('is played at its times', marbles((m) => {
    const chat = replay(recorder.read(), { scheduler: m.scheduler });
    m.expect(chat.messages$.pipe(map(({ content }) => content.at(-1)))).toBeObservable('--1-2 15ms 3 7ms |');
    chat.play();
  }));
});

describe('journalToMarbles', () => {
  it('prints what happened', () => {
    const recorder = recordJournal();
    const { advance, agent, chat, contact, emulator } = virtualChat({ journal: recorder });
    watch(chat.connect());
    advance(1_000);
    agent.type();
    advance(100);
    agent.say('Hello');
    advance(500);
    watch(chat.sendMessage('Hi'));
    advance(2_400_000);
    emulator.faults.cutSockets();
    advance(3_000);
    contact.end();
    advance(3_000);
    expect(journalToMarbles(recorder.read())).toMatchInlineSnapshot(`
     "at 0h 00m 00.000s
     app     +-------------------m-- 40m ----------- 2.9s ---
     calls   C----(.T)-.-T-.-----M-. 40m --C-.---T-. 2.9s T-#
     socket  ----------o-s---------- 40m x-----o-s-- 2.9s ---
     items   ----------------t-m---m 40m ----------- 2.9s |--
     states  (ic)--------k---------- 40m r-------k-- 2.9s --e

     app     m sends  t types  r read or delivered  + connects  - lets go  d leaves  c another command
     calls   C CreateParticipantConnection  M SendMessage  E SendEvent  T GetTranscript  O another
             . answered  # failed
     socket  o opens  s subscribed  ! fails  x closed  n network  w back in use
     items   m message  p piece  t typing  r receipt  j joined or left  | ended  e another event  ? no item
     states  i idle  c connecting  k connected  r reconnecting  o offline  e ended  f failed  x closed
     "
    `);
  });
});
