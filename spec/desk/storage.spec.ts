import { of } from 'rxjs';
import { type ChatStorage, memoryStorage } from '../../lib/lite.js';
import { recordingLogger } from '../chat/support/recordingLogger.js';
import { watch } from '../chat/support/watch.js';
import { type Customer, virtualDesk } from './support/virtualDesk.js';

const keyOf = ({ contactId }: Customer) => `rx-connect-chat/${contactId}`;

describe("an agent's desk with a storage", () => {
  it('keeps each chat for a desk to come', () => {
    const storage = memoryStorage();
    const { advance, createDesk, desk, manager, serves, shown } = virtualDesk({ storage });
    const [ann, ben] = serves('Ann', 'Ben');
    ann!.contact.customer.say('Hello?');
    advance(2_000);
    manager.loses();
    shown(ann!)!.chat.outgoing.next('Yes!');
    desk.close();
    expect(storage.getItem(keyOf(ann!))).toContain('Yes!');
    expect(storage.getItem(keyOf(ben!))).not.toContain('Yes!');

    manager.reopens();
    const next = createDesk(of([ann!.deskContact, ben!.deskContact]));
    watch(next.connect());
    advance(1_000);
    expect(watch(next.chats$).last?.[0]?.lastMessage).toMatchObject({
      content: 'Yes!',
      status: 'sent',
    });
  });

  it.each([
    ['goes on', () => undefined],
    ['is over', ({ contact }: Customer) => contact.end()],
  ])('forgets the chat of a contact that goes, though it %s', (_, happens) => {
    const storage = memoryStorage();
    const { advance, contacts$, serves } = virtualDesk({ storage });
    const [ann, ben] = serves('Ann', 'Ben');
    advance(2_000);
    happens(ann!);
    advance(10_000);
    expect(storage.getItem(keyOf(ann!))).toEqual(expect.any(String));
    contacts$.next([ben!.deskContact]);
    advance(10_000);
    expect(storage.getItem(keyOf(ann!))).toBeUndefined();
    expect(storage.getItem(keyOf(ben!))).toEqual(expect.any(String));
  });

  it('keeps the chat of a contact that is still there, when it is let go of, until that goes', () => {
    const storage = memoryStorage();
    const { advance, contacts$, desk, opened, serves } = virtualDesk({ storage });
    const [ann, ben] = serves('Ann', 'Ben');
    advance(2_000);
    desk.release(ann!.contactId);
    expect(storage.getItem(keyOf(ann!))).toEqual(expect.any(String));
    contacts$.next([ben!.deskContact]);
    expect(storage.getItem(keyOf(ann!))).toBeUndefined();
    opened.unsubscribe();
    expect(storage.getItem(keyOf(ben!))).toEqual(expect.any(String));
  });

  it('stores the chat of a contact that comes again', () => {
    const storage = memoryStorage();
    const { advance, contacts$, serves, shown } = virtualDesk({ storage });
    const [ann] = serves('Ann');
    advance(2_000);
    contacts$.next([]);
    contacts$.next([ann!.deskContact]);
    ann!.contact.customer.say('Hello?');
    advance(2_000);
    expect(shown(ann!)?.lastMessage?.content).toBe('Hello?');
    expect(storage.getItem(keyOf(ann!))).toContain('Hello?');
  });

  it('forgets a chat after what a slow storage is still writing', async () => {
    const acts: string[] = [];
    let written: () => void = () => undefined;
    const storage: ChatStorage = {
      getItem: () => undefined,
      setItem: (key) => {
        acts.push(`set ${key}`);
        return new Promise<void>((resolve) => (written = resolve));
      },
      removeItem: (key) => {
        acts.push(`remove ${key}`);
        return Promise.resolve();
      },
    };
    const { advance, contacts$, serves } = virtualDesk({ storage });
    const [ann] = serves('Ann');
    advance(2_000);
    ann!.contact.customer.say('Hello?');
    advance(2_000);
    contacts$.next([]);
    await settled();
    expect(acts).toEqual([`set ${keyOf(ann!)}`]);
    written();
    await settled();
    expect(acts).toEqual([`set ${keyOf(ann!)}`, `remove ${keyOf(ann!)}`]);
  });

  it.each([
    ['writes', { setItem: 2, removeItem: 0 }],
    ['removes', { setItem: 0, removeItem: 2 }],
  ])(
    'stores the chat of a contact that comes again while a slow storage still %s',
    async (_, turns) => {
      const stored = memoryStorage();
      const later = async (count: number, work: () => unknown) => {
        for (let i = 0; i < count; i++) await settled();
        work();
      };
      const storage: ChatStorage = {
        ...stored,
        setItem: (key, value) => later(turns.setItem, () => stored.setItem(key, value)),
        removeItem: (key) => later(turns.removeItem, () => stored.removeItem(key)),
      };
      const { advance, contacts$, serves } = virtualDesk({ storage });
      const [ann] = serves('Ann');
      const passes = async () => {
        for (let i = 0; i < 4; i++) {
          advance(2_000);
          await settled();
        }
      };
      await passes();
      ann!.contact.customer.say('Hello?');
      advance(2_000); // it is being written
      contacts$.next([]);
      contacts$.next([ann!.deskContact]);
      await passes();
      await passes();
      expect(stored.getItem(keyOf(ann!))).toContain('Hello?');
    },
  );

  it.each([
    ['at once', () => raise(new DOMException('confidential', 'SecurityError'))],
    ['later', () => Promise.reject(new DOMException('confidential', 'SecurityError'))],
  ])('goes on where the storage fails to forget %s, and says so', async (_, removeItem) => {
    const { logger, lines } = recordingLogger();
    const storage = { ...memoryStorage(), removeItem };
    const { advance, chats, contacts$, serves } = virtualDesk({ storage, logger });
    const [ann, ben] = serves('Ann', 'Ben');
    advance(2_000);
    contacts$.next([ben!.deskContact]);
    await settled();
    advance(2_000);
    expect(chats.last).toHaveLength(1);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([
      {
        level: 'error',
        message: 'what is stored of a chat cannot be removed',
        details: { contactId: ann!.contactId, reason: 'SecurityError' },
      },
    ]);
  });
});

function raise(error: Error): never {
  throw error;
}

/** Promises of storages have been kept. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
