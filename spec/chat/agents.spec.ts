import { BehaviorSubject, concat, defer, EMPTY, NEVER, of, Subject, throwError } from 'rxjs';
import { type ChatOptions, type ConnectionTokenAnswer, isMessage } from '../../lib/lite.js';
import { type FakeWebSocketManager, fakeWebSocketManager } from '../../lib/testing.js';
import { agentDesk, type AgentDesk } from './support/agentChats.js';
import { recordingLogger } from './support/recordingLogger.js';
import { texts, watch } from './support/watch.js';

const DAY = 86_400_000;
const statuses = (states: readonly { readonly status: string }[]) =>
  states.map(({ status }) => status);

describe("an agent's chat on a websocket manager", () => {
  it('is connected without a socket of its own', () => {
    const { emulator, manager, serves } = agentDesk();
    const { chat } = serves();
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
    expect(emulator.sockets().open).toBe(1);
    expect(manager.subscribed).toEqual([['aws/chat']]);
  });

  it('sends, and sees what others say', () => {
    const { advance, serves } = agentDesk();
    const { chat, contact } = serves();
    const messages = watch(chat.messages$);
    watch(chat.sendMessage('How can I help?'));
    advance(100);
    contact.customer.say('My bike is stolen');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['How can I help?', 'My bike is stolen']);
  });

  it('has what came before its history where that was broken off with the socket', () => {
    const { advance, emulator, manager, takes } = agentDesk();
    const { chat, contact } = takes();
    contact.customer.say('before');
    advance(60_000);
    emulator.faults.delayOperation('GetTranscript', 2_000, { times: 1 });
    const messages = watch(chat.messages$);
    const transcript = watch(chat.transcript$);
    watch(chat.connect());
    advance(500);
    manager.loses();
    contact.customer.say('meanwhile');
    advance(1_000);
    manager.gains();
    advance(60_000);
    expect(texts(messages.values)).toEqual(['meanwhile']);
    expect(texts((transcript.last?.items ?? []).filter(isMessage))).toEqual([
      'before',
      'meanwhile',
    ]);
  });

  it('is not connected on a manager that takes over and is known to have lost its socket', () => {
    const desk = agentDesk();
    const second = fakeWebSocketManager(desk, 'zoe');
    const managers$ = new BehaviorSubject(desk.manager);
    const { chat } = desk.takes({ webSocketManager: managers$ });
    const other = desk.takes({ webSocketManager: second });
    for (const each of [chat, other.chat]) watch(each.connect());
    const states = watch(chat.connectionState$);
    desk.advance(1_000);
    desk.emulator.faults.offline({ agentId: 'zoe' });
    desk.advance(1_000);
    managers$.next(second);
    desk.advance(1_000);
    expect(states.last?.status).toBe('reconnecting');
    second.gains();
    expect(states.last?.status).toBe('connected');
  });

  it('has what was said before it came, as after the agent has reloaded the page', () => {
    const { advance, serves, takes } = agentDesk();
    const { agent, chat, contact } = serves();
    contact.customer.say('My bike is stolen');
    advance(100);
    chat.close();
    const { chat: again } = takes(
      { chatDetails: { ...agent.details, participantToken: null } },
      contact,
    );
    watch(again.connect());
    advance(100);
    expect(texts(watch(again.transcript$).last?.items)).toContain('My bike is stolen');
  });

  it('reconnects as the manager says, and misses nothing', () => {
    const { advance, manager, serves } = agentDesk();
    const { chat, contact } = serves({ polling: false });
    const [states, messages, connections] = [
      watch(chat.connectionState$),
      watch(chat.messages$),
      watch(chat.connect()),
    ];
    contact.customer.say('before');
    advance(100);
    manager.loses();
    expect(states.last).toMatchObject({ status: 'reconnecting', reason: { code: 'Network' } });

    contact.customer.say('meanwhile');
    const sent = watch(chat.sendMessage('own'));
    advance(60_000);
    expect(texts(messages.values)).toEqual(['before']);
    expect(sent.ending).toBe('completed');

    manager.reopens();
    advance(1_000);
    contact.customer.say('after');
    advance(1_000);
    expect(statuses(states.values)).toEqual(['connected', 'reconnecting', 'connected']);
    expect(connections.values).toMatchObject([{ resumed: false }, { resumed: true }]);
    expect([...texts(messages.values)].sort()).toEqual(['after', 'before', 'meanwhile', 'own']);
  });

  it('looks for what it missed when the network is back, whatever the manager says', () => {
    const { advance, emulator, manager, serves } = agentDesk();
    const network$ = new BehaviorSubject(true);
    const { chat, contact } = serves({ network$ });
    const states = watch(chat.connectionState$);
    const messages = watch(chat.messages$);
    const undo = emulator.faults.dropFrames();
    network$.next(false);
    contact.customer.say('lost on the way');
    advance(1_000);
    undo();
    network$.next(true);
    advance(1_000);
    expect(texts(messages.values)).toEqual(['lost on the way']);

    manager.loses();
    network$.next(false);
    network$.next(true);
    advance(1_000);
    expect(statuses(states.values)).toEqual(['connected', 'reconnecting']);
  });

  it('fails without polling when the manager gives up, and can be connected again', () => {
    const { advance, manager, serves } = agentDesk();
    const { chat } = serves({ polling: false });
    const connection = watch(chat.connect());
    const states = watch(chat.connectionState$);
    manager.givesUp();
    expect(connection.error).toMatchObject({ code: 'Unsupported' });
    expect(statuses(states.values)).toEqual(['connected', 'failed']);
    expect(manager.callbacks).toBe(0);

    watch(chat.connect());
    advance(100);
    expect(states.last?.status).toBe('connected');
  });

  it('shows deep heartbeats', () => {
    const { manager, serves } = agentDesk();
    const beats = watch(serves().chat.heartbeat$);
    manager.beats(true);
    manager.beats(false);
    expect(beats.values).toMatchObject([
      { kind: 'deep', ok: true },
      { kind: 'deep', ok: false },
    ]);
  });

  it.each([
    ['close()', ({ chat }) => chat.close(), undefined],
    ['the end of the chat', ({ contact }) => contact.end(), 'ended'],
    ['a transfer', ({ contact }) => contact.transfer({ displayName: 'Eve' }), 'transferred'],
    ['leaving', ({ agent }) => agent.leave(), 'left'],
  ] satisfies [
    string,
    (taken: ReturnType<ReturnType<typeof agentDesk>['serves']>) => unknown,
    string | undefined,
  ][])('leaves the socket open after %s, and nothing on the manager', (_, over, reason) => {
    const { advance, emulator, manager, pendingTimers, serves } = agentDesk();
    const taken = serves();
    const ended = watch(taken.chat.ended$);
    over(taken);
    advance(10_000);
    expect(ended.values.map((end) => end.reason)).toEqual(reason ? [reason] : []);
    expect(ended.ending).toBe('completed');
    expect(manager.callbacks).toBe(0);
    expect(emulator.sockets().open).toBe(1);
    expect(pendingTimers()).toBe(0);
  });

  describe('with another manager to replace the first', () => {
    it('goes on with the other and misses nothing', () => {
      const desk = agentDesk();
      const { advance, manager, serves } = desk;
      const managers$ = new Subject<FakeWebSocketManager>();
      const { chat, contact } = serves({ webSocketManager: managers$ });
      const states = watch(chat.connectionState$);
      const messages = watch(chat.messages$);
      expect(states.last?.status).toBe('connecting');

      managers$.next(manager);
      managers$.next(manager);
      advance(100);
      expect(states.last?.status).toBe('connected');
      expect(manager.subscribed).toHaveLength(1);

      manager.loses();
      contact.customer.say('between');
      const other = fakeWebSocketManager(desk, 'bea');
      managers$.next(other);
      advance(1_000);
      contact.customer.say('after');
      advance(1_000);
      expect(texts(messages.values)).toEqual(['between', 'after']);
      expect(states.last?.status).toBe('connected');
      expect([manager.callbacks, other.callbacks > 0]).toEqual([0, true]);
    });

    it('waits for the other when the first gives up, as long as there may be one', () => {
      const desk = agentDesk();
      const { advance, manager, serves } = desk;
      const managers$ = new Subject<FakeWebSocketManager>();
      const { chat } = serves({ webSocketManager: managers$, polling: false });
      const states = watch(chat.connectionState$);
      managers$.next(manager);
      advance(100);
      manager.givesUp();
      advance(100_000);
      expect(states.last).toMatchObject({
        status: 'reconnecting',
        reason: { code: 'Unsupported' },
      });

      const other = fakeWebSocketManager(desk, 'bea');
      managers$.next(other);
      advance(1_000);
      expect(states.last?.status).toBe('connected');

      other.givesUp();
      managers$.complete();
      expect(states.last?.status).toBe('failed');
    });

    it('asks again for one that cannot be had, and fails where there is none', () => {
      const { advance, manager, serves } = agentDesk();
      let tries = 0;
      const managers$ = defer(() =>
        ++tries < 3 ? throwError(() => new Error('not yet')) : of(manager),
      );
      const { chat } = serves({ webSocketManager: managers$ });
      advance(10_000);
      expect(watch(chat.connectionState$).last?.status).toBe('connected');
      expect(tries).toBe(3);

      const without = serves({ webSocketManager: EMPTY });
      expect(watch(without.chat.connectionState$).last).toMatchObject({
        status: 'failed',
        error: { code: 'Unsupported' },
      });
    });

    it('keeps the one it has when their source fails', () => {
      const { advance, manager, serves } = agentDesk();
      const source$ = concat(
        of(manager),
        throwError(() => new Error('Streams is gone')),
      );
      const { chat, contact } = serves({ webSocketManager: source$ });
      const messages = watch(chat.messages$);
      contact.customer.say('Hello?');
      advance(1_000);
      expect(texts(messages.values)).toEqual(['Hello?']);
    });
  });
});

describe('several chats of an agent', () => {
  it('see each only their own, and decode each frame once', () => {
    const { advance, manager, serves } = agentDesk();
    const [one, two] = [serves(), serves()];
    const seen = [one, two].map(({ chat }) => ({
      messages: watch(chat.messages$),
      events: watch(chat.events$),
      typing: watch(chat.typing$),
    }));
    const parse = jest.spyOn(JSON, 'parse');
    manager.brings({
      Id: 'm',
      Type: 'MESSAGE',
      ContentType: 'text/plain',
      Content: 'for the one',
      AbsoluteTime: '2026-01-01T01:00:00.000Z',
      ContactId: one.contact.contactId,
    });
    expect(parse).toHaveBeenCalledTimes(1);
    parse.mockRestore();
    one.contact.customer.type();
    advance(1_000);
    expect(texts(seen[0]!.messages.values)).toEqual(['for the one']);
    expect(seen[0]!.typing.last).toHaveLength(1);
    expect(seen[1]).toMatchObject({
      messages: { values: [] },
      events: { values: [] },
      typing: { values: [[]] },
    });
  });

  it('keep the contacts of one chain apart', () => {
    const { advance, serves, takes, emulator } = agentDesk();
    const first = serves();
    first.contact.transfer({ displayName: 'Eve', agentId: 'eve' });
    const contact = emulator.contact(first.contact.contactId)!;
    const second = takes({}, contact);
    watch(second.chat.connect());
    advance(100);
    expect(second.agent.details.contactId).not.toBe(first.agent.details.contactId);
    expect(second.agent.details.initialContactId).toBe(first.agent.details.initialContactId);
    const messages = watch(second.chat.messages$);
    const ofFirst = watch(first.chat.messages$);
    contact.customer.say('Again?');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['Again?']);
    expect(texts(ofFirst.values)).toEqual([]);
  });

  it('get receipts of their own messages, though these name no contact', () => {
    const { advance, manager, serves } = agentDesk();
    const [one, two] = [serves(), serves()];
    const sent = watch(one.chat.sendMessage('Hello'));
    advance(1_000);
    const events = [one, two].map(({ chat }) => watch(chat.events$));
    manager.brings({
      Id: 'r',
      Type: 'MESSAGEMETADATA',
      MessageMetadata: {
        MessageId: sent.last!.id,
        Receipts: [{ RecipientParticipantId: 'ann', ReadTimestamp: '2026-01-01T00:00:09.000Z' }],
      },
    });
    advance(1_000);
    expect(events.map(({ values }) => values.map(({ id }) => id))).toEqual([['r'], []]);
  });

  it('go on when one of them ends', () => {
    const { advance, serves } = agentDesk();
    const [one, two] = [serves(), serves()];
    const messages = watch(two.chat.messages$);
    one.contact.end();
    advance(10_000);
    two.contact.customer.say('Still there?');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['Still there?']);
  });

  it('know that the socket is lost, the one that comes later as well', () => {
    const { advance, manager, serves } = agentDesk();
    const one = serves();
    manager.loses();
    const two = serves();
    expect(watch(two.chat.connectionState$).last?.status).toBe('connecting');
    manager.reopens();
    advance(1_000);
    for (const { chat } of [one, two]) {
      expect(watch(chat.connectionState$).last?.status).toBe('connected');
    }
  });

  it('are warned once of an item of a contact that no chat has, unless they know their own', () => {
    const { advance, serves } = agentDesk();
    const { logger, lines } = recordingLogger();
    const known = serves({ logger, logLevel: 'warn' });
    known.contact.customer.say('Hello');
    advance(1_000);
    const other = serves();
    other.chat.close();
    const wrong = serves({
      chatDetails: { ...other.agent.details, contactId: 'wrong', initialContactId: 'wrong' },
      logger,
      logLevel: 'warn',
    });
    for (const text of ['one', 'two']) other.contact.customer.say(text);
    advance(1_000);
    expect(watch(wrong.chat.connectionState$).last?.status).toBe('connected');
    expect(lines).toMatchObject([
      { level: 'warn', details: { contactId: other.contact.contactId } },
    ]);
  });
});

describe("an agent's connection token", () => {
  const asked = ({ emulator }: AgentDesk) => emulator.requests.count('CreateParticipantConnection');

  it('comes from getConnectionToken, and the contact is acknowledged once', () => {
    const desk = agentDesk();
    const { advance, emulator, manager, serves } = desk;
    const { contact } = serves();
    advance(1_000);
    expect(asked(desk)).toBe(1);
    expect(contact.participants.map(({ present }) => present)).toEqual([false, true]);
    manager.loses();
    manager.reopens();
    advance(1_000);
    expect(asked(desk)).toBe(1);
    expect(emulator.requests.entries.filter(({ status }) => status >= 400)).toEqual([]);
  });

  const answering = (answer: unknown) => () => of(answer as ConnectionTokenAnswer);

  it.each<[string, NonNullable<ChatOptions['getConnectionToken']>]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => throwError(() => new Error('no'))],
    ['hangs', () => NEVER],
    ['is empty', () => EMPTY],
    ['answers nothing', answering(undefined)],
    ['answers null', answering(null)],
    ['answers a string', answering('token')],
    ['answers another object', answering({ token: 'token' })],
    ['answers no transport', answering({ chatTokenTransport: null })],
    ['answers an empty token', answering({ chatTokenTransport: { participantToken: '' } })],
    ['answers a number', answering({ chatTokenTransport: { participantToken: 7 } })],
  ])('comes from the service where getConnectionToken %s', (_, getConnectionToken) => {
    const desk = agentDesk();
    const { chat } = desk.serves({ getConnectionToken });
    desk.advance(16_000);
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
    expect(asked(desk)).toBe(1); // which acknowledges as well
  });

  it('is nowhere to be had: tells why', () => {
    const { advance, emulator, serves } = agentDesk();
    const cause = new Error('no upstream conduit');
    emulator.faults.failOperation('CreateParticipantConnection', {
      error: 'AccessDeniedException',
    });
    const { chat } = serves({ getConnectionToken: () => throwError(() => cause) });
    advance(1_000);
    const state = watch(chat.connectionState$).last;
    expect(state).toMatchObject({
      status: 'failed',
      error: { code: 'AccessDenied', statusCode: 403 },
    });
    const failure = (state as { error: Error }).error.cause as Error;
    expect(failure.cause).toBe(cause);
  });

  it('is asked for again, where there is no participant token to do without it', () => {
    const { advance, serves, takes, manager } = agentDesk();
    const { agent, contact, chat: first } = serves();
    first.close();
    let tries = 0;
    const { chat } = takes(
      {
        api: undefined as never,
        region: 'us-east-1',
        chatDetails: { ...agent.details, participantToken: null },
        getConnectionToken: () => {
          tries++;
          throw new Error('not yet');
        },
      },
      contact,
    );
    watch(chat.connect());
    advance(10_000);
    expect(tries).toBeGreaterThan(2);
    expect(watch(chat.connectionState$).last?.status).toBe('connecting');
    expect(manager.callbacks).toBe(0);
  });

  it('is renewed a minute before it expires', () => {
    const { advance, serves } = agentDesk();
    let asks = 0;
    const { agent, chat } = serves({
      getConnectionToken: () => {
        asks++;
        return of(agent.connectionToken());
      },
    });
    advance(DAY - 61_000);
    expect(asks).toBe(1);
    advance(2_000);
    expect(asks).toBe(2);
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
  });

  it('is renewed when it is refused', () => {
    const { advance, emulator, serves } = agentDesk();
    const { chat } = serves();
    advance(60_000);
    emulator.faults.expireTokens();
    const sent = watch(chat.sendMessage('Hello'));
    advance(1_000);
    expect(sent.ending).toBe('completed');
  });

  it('is acknowledged again if that failed, without another connection', () => {
    const desk = agentDesk();
    const { advance, emulator, serves } = desk;
    emulator.faults.failOperation('CreateParticipantConnection', { times: 1 });
    serves();
    advance(5_000);
    expect(asked(desk)).toBe(2);
  });

  it('is acknowledged at the next connection if that was refused', () => {
    const desk = agentDesk();
    const { advance, emulator, manager, serves } = desk;
    emulator.faults.failOperation('CreateParticipantConnection', {
      ...{ error: 'ConflictException', times: 1 },
    });
    const { logger, lines } = recordingLogger();
    serves({ logger, logLevel: 'warn' });
    expect(lines).toMatchObject([{ level: 'warn', details: { reason: 'Conflict' } }]);
    manager.gains();
    manager.gains();
    advance(1_000);
    expect(asked(desk)).toBe(2);
  });
});
