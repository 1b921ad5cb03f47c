import fc from 'fast-check';
import { BehaviorSubject } from 'rxjs';
import { type Chat, type ChatOptions, memoryStorage } from '../../lib/lite.js';
import { type Page, pagesOn } from './support/reloads.js';
import { virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const KEY = 'rx-connect-chat';
const MINUTE = 60_000;

/** Two pages of one contact, such as tabs, on one storage. */
function twoPages(options: Partial<ChatOptions> = {}) {
  const storage = memoryStorage();
  const virtual = virtualChat();
  const { advance, contact, emulator } = virtual;
  const open = pagesOn(virtual, storage, options);
  const [a, b] = [open(), open()];
  advance(2_000);
  return {
    ...virtual,
    ...{ a, b, open, storage },
    /** What the customer wrote, as the service has it. */
    written: () =>
      contact.transcript.flatMap(({ Type, ParticipantId, Content = '' }) =>
        Type === 'MESSAGE' && ParticipantId === contact.participantId ? [Content] : [],
      ),
    /** What waits in the storage. */
    waiting: (): string[] => {
      const { outbox } = JSON.parse(`${storage.getItem(KEY) as string}`) as {
        outbox: readonly { readonly content: string }[];
      };
      return outbox.map(({ content }) => content);
    },
    hold: () => emulator.faults.delayOperation('SendMessage', 10 * MINUTE),
  };
}

const send = (chat: Chat, text: string) => watch(chat.sendMessage(text));

describe('two pages on one storage', () => {
  it.each(['a then b', 'b then a'])(
    'keep what waits in either, whoever writes last: %s',
    (order) => {
      const { a, advance, b, emulator, open, waiting, written } = twoPages();
      const online = emulator.faults.offline();
      send(a.chat, 'of a');
      send(b.chat, 'of b');
      advance(5_000);
      for (const page of order === 'a then b' ? [a, b] : [b, a]) page.kill();
      expect(waiting().sort()).toEqual(['of a', 'of b']);

      online();
      open();
      advance(MINUTE);
      expect(written().sort()).toEqual(['of a', 'of b']);
      expect(waiting()).toEqual([]);
    },
  );

  it('keep the order in which messages were given', () => {
    const { a, advance, b, emulator, waiting } = twoPages();
    emulator.faults.offline();
    send(a.chat, '1');
    advance(2_000);
    send(b.chat, '2');
    advance(2_000);
    send(a.chat, '3');
    advance(2_000);
    b.kill();
    a.kill();
    expect(waiting()).toEqual(['1', '2', '3']);
  });

  it('do not bring back what one of them has sent', () => {
    const { a, advance, agent, b, hold, waiting, written } = twoPages();
    const release = hold();
    send(a.chat, 'of a');
    advance(2_000);
    agent.say('has b store what a has');
    advance(2_000);
    expect(waiting()).toEqual(['of a']);

    release();
    advance(20 * MINUTE);
    expect(written()).toEqual(['of a']);
    expect(waiting()).toEqual([]);
    agent.say('again');
    advance(2_000);
    b.kill();
    expect(waiting()).toEqual([]);
  });

  it('do not bring back what one of them has taken back', () => {
    const network$ = new BehaviorSubject(true);
    const { a, advance, agent, b, emulator, waiting } = twoPages({ network$ });
    emulator.faults.offline();
    network$.next(false);
    advance(MINUTE); // nothing sets out any more
    const taken = send(a.chat, 'taken back');
    advance(2_000);
    send(b.chat, 'of b');
    advance(2_000);
    expect(waiting()).toEqual(['taken back', 'of b']);
    taken.unsubscribe();
    advance(2_000);
    expect(waiting()).toEqual(['of b']);
    agent.say('again');
    b.kill();
    a.kill();
    expect(waiting()).toEqual(['of b']);
  });

  it('send what both have restored once, under its ClientToken', () => {
    const { a, advance, b, emulator, open, written } = twoPages();
    const online = emulator.faults.offline();
    send(a.chat, 'once');
    advance(2_000);
    b.kill();
    const pages = [open(), open()];
    advance(10_000);
    for (const { transcript } of pages) {
      expect(texts(transcript.last?.items)).toContain('once');
    }
    online();
    advance(MINUTE);
    expect(written()).toEqual(['once']);
    for (const { transcript } of [a, ...pages]) {
      const own = transcript.last?.items.filter(({ content }) => content === 'once');
      expect(own).toMatchObject([{ status: 'sent' }]);
    }
  });

  it('do not keep what one has sent for the other that still waits for its answer', () => {
    const { a, advance, api, emulator, open, waiting, written } = twoPages();
    const online = emulator.faults.offline();
    send(a.chat, 'sent by a');
    advance(2_000);
    const never = open({ api: { ...api, sendMessage: () => new Promise(() => undefined) } });
    online();
    advance(10_000);
    expect(written()).toEqual(['sent by a']);
    expect(a.transcript.last?.at(-1)).toMatchObject({ status: 'sent' });
    expect(waiting()).toEqual([]);

    a.kill();
    never.kill();
    expect(waiting()).toEqual([]);
  });

  it('keep what has failed in either, to be sent again', () => {
    const { a, advance, agent, b, emulator, open } = twoPages();
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    send(a.chat, 'failed');
    advance(2_000);
    a.kill();
    agent.say('has b store what it has');
    advance(2_000);
    b.kill();

    const { chat, transcript } = open();
    advance(2_000);
    const failed = transcript.last?.items.find(({ status }) => status === 'failed');
    expect(failed).toMatchObject({ content: 'failed', error: { code: 'Validation' } });
    const sent = watch(chat.resend(failed?.id ?? ''));
    advance(2_000);
    expect(sent.ending).toBe('completed');
    chat.close();
    advance(2_000);
    const again = open();
    expect(texts(again.transcript.last?.items).filter((text) => text === 'failed')).toHaveLength(1);
  });

  it('do not count as dropped what the storage keeps, whosever it is', () => {
    const { a, advance, b, emulator } = twoPages();
    emulator.faults.offline();
    send(a.chat, 'of a');
    advance(2_000);
    const dropped: unknown[] = [];
    b.chat.metrics$.subscribe((metric) => {
      if (metric.type === 'dropped') dropped.push(metric);
    });
    send(b.chat, 'of b');
    b.chat.close();
    expect(dropped).toEqual([]);
  });

  it('do not keep what waited once the chat has ended', () => {
    const { a, advance, contact, hold, open } = twoPages();
    hold();
    send(a.chat, 'late');
    advance(2_000);
    contact.end();
    advance(10_000);
    const { chat, transcript } = open();
    expect(watch(chat.ended$).last?.reason).toBe('ended');
    expect(transcript.last?.items.filter(({ status }) => status === 'sending')).toEqual([]);
  });
});

it('two pages on a storage that takes its time keep what waits in either, also as they go', async () => {
  const backing = memoryStorage();
  const virtual = virtualChat();
  const { advance, emulator } = virtual;
  const open = pagesOn(virtual, {
    getItem: (key) => Promise.resolve(backing.getItem(key)),
    setItem: (key, value) => Promise.resolve(backing.setItem(key, value)),
    removeItem: (key) => Promise.resolve(backing.removeItem(key)),
  });
  const passes = async (ms: number) => {
    await settled();
    advance(ms);
    await settled();
  };
  const [a, b] = [open(), open()];
  await passes(2_000);
  emulator.faults.offline();
  await passes(2_000);
  send(a.chat, 'of a');
  await passes(2_000);
  send(b.chat, 'of b');
  await passes(2_000);
  send(b.chat, 'just before it goes');
  b.kill();
  await settled();
  a.kill();
  const text = backing.getItem(KEY) as string;
  for (const each of ['of a', 'of b', 'just before it goes']) expect(text).toContain(each);
});

/** Promises of storages have been kept. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

interface Step {
  readonly afterMs: number;
  readonly page: 0 | 1;
  readonly act: 'writes' | 'reloads' | 'is killed' | 'agent' | 'lose' | 'delay' | 'offline';
}

const steps = fc.array(
  fc.record<Step>({
    afterMs: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3_000 })),
    page: fc.constantFrom(0 as const, 1 as const),
    act: fc.oneof(
      { weight: 4, arbitrary: fc.constant('writes' as const) },
      { weight: 3, arbitrary: fc.constantFrom('reloads' as const, 'is killed' as const) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          'agent' as const,
          'lose' as const,
          'delay' as const,
          'offline' as const,
        ),
      },
    ),
  }),
  { minLength: 1, maxLength: 30 },
);

it('two pages on one storage, whatever happens, send all that either was given, each once', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const { a, advance, agent, b, emulator, open, pendingTimers, waiting, written } = twoPages({
        orderingWindowMs: 0,
      });
      const { faults } = emulator;
      const pages: (Page | undefined)[] = [a, b];
      const texts: string[] = [];
      let online: (() => void) | undefined;
      for (const { afterMs, page, act } of given) {
        advance(afterMs);
        const present = (pages[page] ??= open());
        switch (act) {
          case 'writes':
            texts.push(`${page} ${texts.length}`);
            present.chat.outgoing.next(texts.at(-1)!);
            break;
          case 'reloads':
            present.chat.close();
            pages[page] = open();
            break;
          case 'is killed': // and opened when it is to act again
            present.kill();
            pages[page] = undefined;
            break;
          case 'agent':
            agent.say('Hello');
            break;
          case 'lose':
            faults.loseAnswer('SendMessage', { times: 1 });
            break;
          case 'delay':
            faults.delayOperation('SendMessage', 2_000, { times: 1 });
            break;
          case 'offline':
            if (online) online();
            online = online ? undefined : faults.offline();
        }
      }
      faults.clear();
      advance(5 * MINUTE);
      const last = pages.map((page) => page ?? open());
      advance(5 * MINUTE);
      expect(written().sort()).toEqual(texts.sort());
      expect(waiting()).toEqual([]);
      for (const { chat } of last) chat.close();
      advance(MINUTE);
      expect(waiting()).toEqual([]);
      expect(pendingTimers()).toBe(0);
    }),
    {
      numRuns: Number(process.env['TWO_PAGES_RUNS'] ?? 100),
      seed: Number(process.env['TWO_PAGES_SEED'] ?? 1),
    },
  );
}, 120_000);
