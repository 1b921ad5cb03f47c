import { concat, defer, map, NEVER, of, ReplaySubject, Subject, throwError } from 'rxjs';
import { createAgentDesk, type DeskChange, type DeskSource } from '../../lib/desk.js';
import { type FakeWebSocketManager, fakeWebSocketManager } from '../../lib/testing.js';
import { recordingLogger } from '../chat/support/recordingLogger.js';
import { watch } from '../chat/support/watch.js';
import { virtualDesk } from './support/virtualDesk.js';

const START = Date.UTC(2026, 0, 1);

describe("an agent's desk", () => {
  it('opens a chat for each contact, on one socket, and keeps them apart', () => {
    const { advance, emulator, opened, serves, shown } = virtualDesk();
    const [ann, ben] = serves('Ann', 'Ben');
    ann!.contact.customer.say('My bike is stolen');
    ben!.contact.customer.say('My bike squeaks');
    ben!.contact.customer.say('A lot');
    advance(1_000);
    expect(opened.values).toHaveLength(2);
    expect(emulator.sockets().open).toBe(1);
    expect(shown(ann!)).toMatchObject({
      state: { status: 'connected' },
      customer: { displayName: 'Ann' },
      lastMessage: { content: 'My bike is stolen' },
      unreadCount: 1,
      ended: undefined,
    });
    expect(shown(ben!)).toMatchObject({
      customer: { displayName: 'Ben' },
      lastMessage: { content: 'A lot' },
      unreadCount: 2,
    });
  });

  it('counts a file as unread, though the socket says its type among its attachments alone', () => {
    const { advance, serves, shown } = virtualDesk();
    const [ann] = serves('Ann');
    const { customer } = ann!.contact;
    const file = customer.attach({ name: 'bike.png', contentType: 'image/png', content: 'x' });
    advance(1_000);
    expect(file.Attachments?.[0]?.ContentType).toBe('image/png');
    expect(shown(ann!)).toMatchObject({
      lastMessage: { type: 'ATTACHMENT', attachments: [{ name: 'bike.png' }] },
      unreadCount: 1,
    });
  });

  it('does nothing until it is connected, and nothing more when nobody is', () => {
    const { advance, chats, contacts$, customer, desk, manager, opened, pendingTimers } =
      virtualDesk();
    opened.unsubscribe();
    const ann = customer();
    contacts$.next([ann.deskContact]);
    advance(1_000);
    expect(chats.last).toEqual([]);
    expect(manager.callbacks).toBe(0);

    const again = watch(desk.connect());
    const other = watch(desk.connect());
    ann.contact.customer.say('Hello?');
    advance(1_000);
    expect(chats.last).toMatchObject([{ state: { status: 'connected' }, unreadCount: 1 }]);
    again.unsubscribe();
    expect(chats.last).toHaveLength(1);
    other.unsubscribe();
    expect(chats.last).toEqual([]);
    expect(manager.callbacks).toBe(0);
    advance(60_000);
    expect(pendingTimers()).toBe(0);
  });

  it('shows who is typing', () => {
    const { advance, serves, shown } = virtualDesk();
    const [ann] = serves('Ann');
    ann!.contact.customer.type();
    advance(100);
    expect(shown(ann!)?.typing).toMatchObject([{ displayName: 'Ann' }]);
    advance(20_000);
    expect(shown(ann!)?.typing).toEqual([]);
  });

  it("tells how long the customer has waited, by the service's clock, until an agent answers", () => {
    const { advance, serves, shown } = virtualDesk();
    const [ann] = serves('Ann');
    expect(shown(ann!)).toMatchObject({ waitingSince: undefined, waitingMs: undefined });
    advance(20_000);
    ann!.contact.customer.say('Hello?');
    advance(100);
    expect(shown(ann!)?.waitingSince).toEqual(new Date(START + 20_601));
    advance(4_400);
    ann!.contact.customer.say('Anybody?');
    advance(5_600);
    // The device's clock is off by decades; the way of the first live message is all that is not seen.
    expect(shown(ann!)?.waitingMs).toBe(9_394);
    expect(shown(ann!)?.waitingSince).toEqual(new Date(START + 20_601));

    watch(shown(ann!)!.chat.sendMessage('Yes!'));
    advance(1_000);
    expect(shown(ann!)).toMatchObject({ waitingSince: undefined, waitingMs: undefined });
  });

  it('takes for no answer what bots say, and what has not been sent yet', () => {
    const { advance, emulator, serves, shown } = virtualDesk();
    const [ann] = serves('Ann');
    ann!.contact.customer.say('Hello?');
    advance(1_000);
    ann!.contact.join({ role: 'SYSTEM' }).say('Please wait');
    emulator.faults.delayOperation('SendMessage', 500);
    watch(shown(ann!)!.chat.sendMessage('Yes!'));
    advance(50);
    expect(shown(ann!)?.lastMessage).toMatchObject({ content: 'Yes!', status: 'sending' });
    expect(shown(ann!)?.waitingSince).toBeInstanceOf(Date);
    advance(1_000);
    expect(shown(ann!)).toMatchObject({
      waitingSince: undefined,
      lastMessage: { content: 'Yes!', status: 'sent' },
    });
  });

  it('tells how long the agent took for the first message', () => {
    const { advance, serves, shown } = virtualDesk();
    const [ann] = serves('Ann');
    advance(4_500);
    expect(shown(ann!)?.firstResponseMs).toBeUndefined();
    ann!.agent.say('How can I help?');
    advance(10_000);
    ann!.agent.say('Hello?');
    advance(1_000);
    expect(shown(ann!)?.firstResponseMs).toBe(5_000);
  });

  it('shows how a chat ended until its contact goes', () => {
    const { advance, contacts$, desk, serves, shown } = virtualDesk();
    const [ann, ben, cid] = serves('Ann', 'Ben', 'Cid');
    const totals = watch(desk.totals$);
    ann!.contact.customer.say('Hello?');
    ann!.contact.end();
    ben!.contact.transfer({ displayName: 'Eve' });
    advance(10_000);
    expect([ann!, ben!, cid!].map((each) => shown(each)?.ended?.reason)).toEqual([
      'ended',
      'transferred',
      undefined,
    ]);
    expect(shown(ann!)).toMatchObject({ state: { status: 'ended' }, waitingSince: undefined });
    expect(totals.last).toMatchObject({ open: 1, waiting: 0 });
    contacts$.next([cid!.deskContact]);
    advance(100);
    expect([ann!, ben!].map(shown)).toEqual([undefined, undefined]);
    expect(shown(cid!)?.state.status).toBe('connected');
  });

  it('closes the chat of a contact that goes, and opens it anew when it comes again', () => {
    const { advance, contacts$, manager, opened, serves, shown } = virtualDesk();
    const [ann] = serves('Ann');
    const { chat } = shown(ann!)!;
    contacts$.next([]);
    expect(watch(chat.connectionState$).last?.status).toBe('closed');
    expect(manager.callbacks).toBe(0);
    ann!.contact.customer.say('Hello?');
    contacts$.next([ann!.deskContact]);
    advance(1_000);
    expect(opened.values).toHaveLength(2);
    expect(shown(ann!)).toMatchObject({ lastMessage: { content: 'Hello?' } });
    expect(shown(ann!)?.chat).not.toBe(chat);
  });

  it('takes contacts one by one, and knows one that it is told of again', () => {
    const source$ = new Subject<DeskChange>();
    const { advance, api, customer, manager, scheduler } = virtualDesk();
    const desk = createAgentDesk(source$, { api, webSocketManager: manager, scheduler });
    const chats = watch(desk.chats$);
    const opened = watch(desk.connect());
    const [ann, ben] = [customer('Ann'), customer('Ben')];
    source$.next({ type: 'added', contact: ann.deskContact });
    source$.next({ type: 'added', contact: ben.deskContact });
    source$.next({ type: 'added', contact: { ...ann.deskContact } });
    advance(500);
    expect(chats.last?.map(({ contactId }) => contactId)).toEqual([ann.contactId, ben.contactId]);
    source$.next({ type: 'removed', contactId: ann.contactId });
    source$.complete();
    advance(500);
    expect(chats.last?.map(({ contactId }) => contactId)).toEqual([ben.contactId]);
    expect(opened.values).toHaveLength(2);
    expect(opened.ending).toBeUndefined();
  });

  it('lets go of a chat that it is told to, while its contact is still there', () => {
    const { advance, contacts$, desk, serves, shown } = virtualDesk();
    const [ann, ben] = serves('Ann', 'Ben');
    const { chat } = shown(ann!)!;
    desk.release(ann!.contactId);
    advance(100);
    contacts$.next([...contacts$.value]);
    advance(100);
    expect(shown(ann!)).toBeUndefined();
    expect(watch(chat.connectionState$).last?.status).toBe('closed');
    contacts$.next([ben!.deskContact]);
    contacts$.next([ben!.deskContact, ann!.deskContact]);
    advance(1_000);
    expect(shown(ann!)?.state.status).toBe('connected');
  });

  it('may be told to let go of any chat while one is being opened', () => {
    const { advance, chats, contacts$, customer, desk } = virtualDesk();
    const [ann, ben, cid] = [customer('Ann'), customer('Ben'), customer('Cid')];
    watch(desk.connect()); // shares
    desk.connect().subscribe(() => {
      desk.release(ann.contactId);
      desk.release(ben.contactId);
    });
    contacts$.next([ann, ben, cid].map(({ deskContact }) => deskContact));
    advance(1_000);
    expect(chats.last?.map(({ contactId }) => contactId)).toEqual([cid.contactId]);
  });

  it('goes on with another websocket manager', () => {
    const managers$ = new ReplaySubject<FakeWebSocketManager>(1);
    const virtual = virtualDesk({ webSocketManager: managers$ });
    const [ann, ben] = virtual.serves('Ann', 'Ben');
    managers$.next(virtual.manager);
    virtual.advance(500);
    virtual.manager.loses();
    ann!.contact.customer.say('Hello?');
    const other = fakeWebSocketManager(virtual, 'bea');
    managers$.next(other);
    virtual.advance(1_000);
    ben!.contact.customer.say('Hi!');
    virtual.advance(1_000);
    expect([ann!, ben!].map((each) => virtual.shown(each)?.lastMessage?.content)).toEqual([
      'Hello?',
      'Hi!',
    ]);
    expect([virtual.manager.callbacks, other.callbacks > 0]).toEqual([0, true]);
  });

  it('sums up', () => {
    const { advance, desk, serves } = virtualDesk();
    const totals = watch(desk.totals$);
    const [ann, ben] = serves('Ann', 'Ben');
    advance(20_000);
    ann!.contact.customer.say('Hello?');
    advance(1_000);
    ben!.contact.customer.say('Hi!');
    ben!.contact.customer.say('Anybody there?');
    advance(9_000);
    expect(totals.values[0]).toEqual({ open: 0, waiting: 0, unread: 0, longestWaitMs: 0 });
    expect(totals.last).toMatchObject({ open: 2, waiting: 2, unread: 3 });
    expect(totals.last?.longestWaitMs).toBeGreaterThanOrEqual(9_000);
    expect(totals.last?.longestWaitMs).toBeLessThanOrEqual(10_000);
  });

  it('lets go of everything when it is closed', () => {
    const { advance, chats, desk, manager, opened, pendingTimers, serves } = virtualDesk();
    const [ann] = serves('Ann');
    ann!.contact.customer.say('Hello?');
    advance(1_000);
    desk.close();
    desk.close();
    expect([chats.ending, opened.ending]).toEqual(['completed', 'completed']);
    expect(watch(desk.chats$).values).toEqual([[]]);
    expect(watch(desk.totals$).ending).toBe('completed');
    expect(watch(desk.connect()).ending).toBe('completed');
    expect(manager.callbacks).toBe(0);
    advance(60_000);
    expect(pendingTimers()).toBe(0);
  });

  it('errs with the source, and starts anew when it is connected again', () => {
    const { advance, api, customer, manager, scheduler } = virtualDesk();
    const { deskContact } = customer();
    const failure = new Error('Streams is not there');
    const sources: DeskSource[] = [
      concat(
        of([deskContact]),
        throwError(() => failure),
      ),
      of([deskContact]),
    ];
    const source$ = defer(() => sources.shift() ?? NEVER);
    const desk = createAgentDesk(source$, { api, webSocketManager: manager, scheduler });
    const chats = watch(desk.chats$);
    expect(watch(desk.connect()).error).toBe(failure);
    expect([chats.last, manager.callbacks]).toEqual([[], 0]);

    watch(desk.connect());
    advance(500);
    expect(chats.last).toMatchObject([{ state: { status: 'connected' } }]);
  });

  it('says at once which option is wrong, and of a contact that it is', () => {
    expect(() => createAgentDesk(NEVER, {})).toThrow(/region/);
    const { lines, logger } = recordingLogger();
    const { advance, chats, contacts$, customer } = virtualDesk({ logger });
    const ann = customer();
    const chatDetails = { contactId: 'c', participantId: '' };
    contacts$.next([{ chatDetails }, ann.deskContact]);
    advance(500);
    expect(chats.last?.map(({ contactId }) => contactId)).toEqual([ann.contactId]);
    expect(lines).toContainEqual({
      level: 'error',
      message: 'a contact has no chat, since it cannot be opened',
      details: { contactId: 'c', reason: expect.stringContaining('participantId') as string },
    });
  });

  it('says nothing where it is to be silent, and outlives a logger that throws', () => {
    const { lines, logger } = recordingLogger();
    const throwing = {
      ...logger,
      error: () => {
        throw new Error('of the logger');
      },
    };
    for (const options of [{ logger, logLevel: 'silent' as const }, { logger: throwing }]) {
      const { advance, chats, contacts$, customer } = virtualDesk(options);
      const ann = customer();
      contacts$.next([{ chatDetails: { contactId: 'c', participantId: '' } }, ann.deskContact]);
      advance(500);
      expect(chats.last?.map(({ contactId }) => contactId)).toEqual([ann.contactId]);
    }
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('shows a chat that cannot be connected as failed, and leaves the others alone', () => {
    const { advance, serves, contacts$, shown, customer } = virtualDesk();
    const [ann] = serves('Ann');
    const ben = customer('Ben');
    contacts$.next([
      ann!.deskContact,
      { chatDetails: { ...ben.agent.details, participantToken: 'wrong' } },
    ]);
    advance(5_000);
    expect(shown(ben)?.state).toMatchObject({ status: 'failed', error: { code: 'AccessDenied' } });
    expect(shown(ann!)?.state.status).toBe('connected');
  });

  describe('with 10 chats', () => {
    const names = Array.from({ length: 10 }, (_, i) => `customer ${i}`);

    it('emits once a frame, whatever comes', () => {
      const { advance, chats, desk, scheduler, serves } = virtualDesk();
      const customers = serves(...names);
      const at = watch(desk.chats$.pipe(map(() => scheduler.now())));
      for (let i = 0; i < 50; i++) {
        for (const { contact } of customers) contact.customer.say(`message ${i}`);
        advance(3);
      }
      advance(500);
      expect(chats.last?.map(({ unreadCount }) => unreadCount)).toEqual(names.map(() => 50));
      const gaps = at.values.slice(2).map((time, i) => time - at.values[i + 1]!);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(16);
      expect(at.values.length).toBeLessThan(20);
    });

    it('keeps the object of a chat in which nothing changes', () => {
      const { advance, chats, serves } = virtualDesk();
      const customers = serves(...names);
      customers[0]!.contact.customer.say('waits');
      advance(14_500);
      const before = chats.last!;
      customers[1]!.contact.customer.say('Hello?');
      advance(500);
      const changed = chats.last!.map((chat, i) => chat !== before[i]);
      expect(changed).toEqual(names.map((_, i) => i === 1));
    });
  });
});
