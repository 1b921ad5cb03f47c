import { map, mergeMap, timestamp } from 'rxjs';
import type { ChatEnded, Participant } from '../../lib/lite.js';
import { eventType } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch, type Watched } from './support/watch.js';

const MINUTE = 60_000;
/** A service that answers GetTranscript after the end. */
const TRANSCRIPT_STAYS = { service: { lifetimes: { transcriptAfterEnd: 60 * MINUTE } } };

const names = (participants: readonly Participant[] = []) =>
  participants.map(({ displayName }) => displayName);

const reasons = ({ values }: Watched<ChatEnded>) => values.map(({ reason }) => reason);

describe('typing$', () => {
  it('has nobody at first, at once', () => {
    const { chat } = virtualChat();
    expect(watch(chat.typing$).values).toEqual([[]]);
  });

  it('has who is typing, and lets it fade after 12 s', () => {
    const { advance, agent, chat, scheduler } = connectedChat();
    const typing = watch(chat.typing$.pipe(map(names), timestamp(scheduler)));
    agent.type(); // at 100, here at 105
    advance(MINUTE);
    expect(typing.values).toEqual([
      { value: [], timestamp: 100 },
      { value: ['Bea'], timestamp: 105 },
      { value: [], timestamp: 12_105 },
    ]);
  });

  it('goes on while the events go on', () => {
    const { advance, agent, chat } = connectedChat();
    const typing = watch(chat.typing$.pipe(map(names)));
    for (let i = 0; i < 6; i++) {
      agent.type();
      advance(10_000);
    }
    expect(typing.values).toEqual([[], ['Bea']]);
  });

  it('fades as told', () => {
    const { advance, agent, chat } = connectedChat({ typing: { expiryMs: 3_000 } });
    const typing = watch(chat.typing$.pipe(map(names)));
    agent.type();
    advance(3_004);
    expect(typing.last).toEqual(['Bea']);
    advance(1);
    expect(typing.last).toEqual([]);
  });

  it("ends with the typist's message, and with its leaving", () => {
    const { advance, agent, chat, contact } = connectedChat();
    const cid = contact.join({ displayName: 'Cid' });
    const typing = watch(chat.typing$.pipe(map(names)));
    agent.type();
    cid.type();
    advance(100);
    agent.say('Hello');
    advance(100);
    cid.leave();
    advance(100);
    expect(typing.values).toEqual([[], ['Bea'], ['Bea', 'Cid'], ['Cid'], []]);
  });

  it('does not begin with an event that its message has overtaken', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const typing = watch(chat.typing$);
    emulator.faults.reorderFrames(2);
    agent.type();
    agent.say('Hello');
    advance(1_000);
    expect(typing.values).toEqual([[]]);
  });

  it('never has oneself', () => {
    const { advance, chat, emulator } = connectedChat();
    const typing = watch(chat.typing$);
    const events = watch(chat.events$);
    watch(chat.sendTyping());
    advance(1_000);
    expect(emulator.requests.count('SendEvent')).toBe(1);
    expect(events.values).toMatchObject([{ contentType: eventType('typing') }]);
    expect(typing.values).toEqual([[]]);
  });

  it('shows the present to who subscribes later', () => {
    const { advance, agent, chat } = connectedChat();
    watch(chat.typing$);
    agent.type();
    advance(100);
    expect(names(watch(chat.typing$).last)).toEqual(['Bea']);
  });

  it('shows the present to who subscribes when nobody else does', () => {
    const { advance, agent, chat } = connectedChat();
    watch(chat.typing$).unsubscribe();
    agent.type();
    advance(100);
    expect(names(watch(chat.typing$).last)).toEqual(['Bea']);
  });

  it('has nobody after the end, and completes', () => {
    const { advance, agent, chat, contact, pendingTimers } = connectedChat();
    const typing = watch(chat.typing$);
    agent.type();
    advance(100);
    contact.end();
    advance(1_000);
    expect(typing).toMatchObject({ last: [], ending: 'completed' });
    expect(watch(chat.typing$)).toMatchObject({ values: [[]], ending: 'completed' });
    expect(pendingTimers()).toBe(0);
  });
});

describe('participants$', () => {
  it('has nobody before the chat is connected, at once', () => {
    const { chat } = virtualChat();
    expect(watch(chat.participants$).values).toEqual([[]]);
  });

  it('has those whom the history tells of', () => {
    const { advance, agent, chat, contact } = virtualChat({ startChat: { displayName: 'Ann' } });
    contact.join({ displayName: 'Cid' }).leave();
    agent.say('Hello');
    watch(chat.connect());
    advance(1_000);
    const participants = watch(chat.participants$);
    expect(participants.values).toEqual([
      [
        { id: agent.id, role: 'AGENT', displayName: 'Bea' },
        { id: contact.participantId, role: 'CUSTOMER', displayName: 'Ann' },
      ],
    ]);
  });

  it('follows who joins, leaves and takes another name', () => {
    const { advance, agent, chat, contact } = connectedChat({ startChat: { displayName: 'Ann' } });
    const participants = watch(chat.participants$.pipe(map(names)));
    const steps = [
      () => contact.join({ displayName: 'Cid' }),
      () => {
        agent.rename('Beatrix');
      },
      () => {
        agent.leave();
      },
    ];
    for (const step of steps) {
      step();
      advance(100);
    }
    expect(participants.values).toEqual([
      ['Bea', 'Ann'],
      ['Bea', 'Ann', 'Cid'],
      ['Beatrix', 'Ann', 'Cid'],
      ['Ann', 'Cid'],
    ]);
  });

  it('knows who came and went while the connection was cut', () => {
    const { advance, agent, chat, contact, emulator } = connectedChat();
    const participants = watch(chat.participants$.pipe(map(names)));
    emulator.faults.cutSockets();
    contact.transfer({ from: agent, displayName: 'Cid' });
    advance(1_000);
    expect(participants.last).toEqual(['Customer', 'Cid']);
  });

  it('has no SYSTEM, and does not change for what people say', () => {
    const { advance, agent, chat, contact } = connectedChat();
    const participants = watch(chat.participants$);
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    bot.say('Welcome');
    agent.say('Hello');
    watch(chat.sendMessage('Hi'));
    advance(1_000);
    expect(participants.values).toHaveLength(1);
  });

  it('has nobody after the end, and completes', () => {
    const { advance, chat, contact } = connectedChat();
    const participants = watch(chat.participants$);
    contact.end();
    advance(1_000);
    expect(participants).toMatchObject({ last: [], ending: 'completed' });
    expect(watch(chat.participants$)).toMatchObject({ values: [[]], ending: 'completed' });
  });
});

describe('events$', () => {
  it('has every item that is not a message, once', () => {
    const { advance, agent, chat, contact, emulator } = connectedChat();
    const events = watch(chat.events$);
    const sent = watch(chat.sendMessage('Hi'));
    advance(100);
    emulator.faults.doubleFrames();
    agent.say('Hello');
    agent.type();
    agent.deliver(sent.last?.id ?? '');
    contact.join({ displayName: 'Cid' });
    agent.event('participant.idle');
    agent.leave();
    advance(1_000);
    emulator.faults.cutSockets();
    advance(1_000);
    expect(events.values.map(({ type, contentType }) => contentType || type)).toEqual([
      ...[eventType('typing'), eventType('message.metadata'), eventType('participant.joined')],
      ...[eventType('participant.idle'), eventType('participant.left')],
    ]);
  });

  it('passes content types on that it does not know', () => {
    const { advance, agent, chat, contact } = connectedChat();
    const events = watch(chat.events$);
    const contentType = 'application/vnd.example.mood';
    contact.emit(contentType, { from: agent, content: 'merry' });
    advance(1_000);
    expect(events.values).toMatchObject([
      { type: 'EVENT', contentType, content: 'merry', participant: { displayName: 'Bea' } },
    ]);
    expect(texts(watch(chat.transcript$).last?.items.slice(-1))).toEqual(['merry']);
  });

  it('has what was missed', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const events = watch(chat.events$);
    emulator.faults.cutSockets();
    contact.rehydrate();
    advance(1_000);
    expect(events.values).toMatchObject([{ contentType: eventType('chat.rehydrated') }]);
  });
});

describe('unknown$', () => {
  it('has frames of topics that the library does not know', () => {
    const { advance, chat, emulator } = connectedChat();
    const unknown = watch(chat.unknown$);
    const metrics = watch(chat.metrics$);
    emulator.faults.sendRaw(JSON.stringify({ topic: 'aws/weather', content: { sun: true } }));
    advance(1_000);
    expect(unknown.values).toEqual([{ topic: 'aws/weather', content: { sun: true } }]);
    expect(metrics.values).toEqual([]);
  });
});

describe('heartbeat$', () => {
  it('has each answer, with its time', () => {
    const { advance, chat } = connectedChat();
    const heartbeats = watch(chat.heartbeat$);
    advance(20_000);
    expect(heartbeats.values).toEqual([
      { kind: 'shallow', ok: true, ms: 10 },
      { kind: 'deep', ok: true, ms: 10 },
      { kind: 'shallow', ok: true, ms: 10 },
      { kind: 'deep', ok: true, ms: 10 },
    ]);
  });

  it('has deep heartbeats that fail, or stay without an answer', () => {
    const { advance, chat, emulator } = connectedChat();
    const heartbeats = watch(chat.heartbeat$);
    emulator.faults.failPings(500, { times: 1 });
    advance(10_000);
    emulator.faults.withholdPings({ times: 1 });
    advance(20_000);
    expect(heartbeats.values.filter(({ kind }) => kind === 'deep')).toEqual([
      { kind: 'deep', ok: false, ms: 10 },
      { kind: 'deep', ok: false, ms: 10_000 },
      { kind: 'deep', ok: true, ms: 10 },
    ]);
  });

  it('completes with the chat', () => {
    const { chat } = connectedChat();
    const heartbeats = watch(chat.heartbeat$);
    chat.close();
    expect(heartbeats.ending).toBe('completed');
  });
});

describe('metrics$', () => {
  it('has calls of the service, sockets, losses and filled gaps', () => {
    const { advance, agent, chat, emulator } = virtualChat();
    const metrics = watch(chat.metrics$);
    watch(chat.connect());
    advance(100);
    const call = { type: 'api', outcome: 'ok', attempts: 1, ms: 10 };
    expect(metrics.values).toHaveLength(5);
    expect(metrics.values).toEqual(
      expect.arrayContaining([
        { ...call, operation: 'CreateParticipantConnection' },
        { ...call, operation: 'GetTranscript' },
        { type: 'socket-opened', ms: 10 },
        { type: 'gap-filled', items: expect.any(Number), ms: 10 },
      ]),
    );

    emulator.faults.cutSockets();
    agent.say('missed');
    advance(1_000);
    expect(metrics.values.slice(5).map(({ type }) => type)).toEqual([
      ...['socket-closed', 'connection-lost', 'api', 'socket-opened', 'api', 'gap-filled'],
    ]);
    expect(metrics.values[5]).toEqual({
      type: 'socket-closed',
      code: 1006,
      ms: expect.any(Number),
    });
  });

  it('counts the attempts of a call, and says how it ended', () => {
    const { advance, chat, emulator } = connectedChat();
    const metrics = watch(chat.metrics$);
    emulator.faults.failOperation('SendMessage', { times: 2 });
    watch(chat.sendMessage('one'));
    advance(10_000);
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException' });
    watch(chat.sendMessage('two'));
    advance(10_000);
    expect(metrics.values.filter(({ type }) => type === 'api')).toEqual([
      // Waits of half of 500 and 1000 ms between three calls of 10 ms each.
      { type: 'api', operation: 'SendMessage', outcome: 'ok', attempts: 3, ms: 780 },
      { type: 'api', operation: 'SendMessage', outcome: 'Validation', attempts: 1, ms: 10 },
    ]);
  });

  it('has the number of own messages on their way', () => {
    const { advance, chat, emulator } = connectedChat();
    const lengths = watch(
      chat.metrics$.pipe(mergeMap((metric) => (metric.type === 'queue' ? [metric.length] : []))),
    );
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    const [, second] = ['one', 'two', 'three'].map((text) => watch(chat.sendMessage(text)));
    expect(lengths.values).toEqual([1, 2, 3]);
    second?.unsubscribe();
    expect(lengths.values).toEqual([1, 2, 3, 2]);
    advance(1_000);
    expect(lengths.values).toEqual([1, 2, 3, 2, 1, 0]);
  });

  it('has errors of the gateway', () => {
    const { advance, chat, emulator } = connectedChat();
    const metrics = watch(chat.metrics$);
    emulator.faults.gatewayError('Internal server error');
    advance(1_000);
    expect(metrics.values).toEqual([
      {
        ...{ type: 'gateway-error', message: 'Internal server error' },
        requestId: expect.stringMatching(/./),
      },
    ]);
  });

  it('has items of the transcript that cannot be read', () => {
    const service = connectedChat();
    const { advance, agent, api, chat, contact, create } = service;
    chat.close();
    agent.say('readable');
    const broken = create({
      chatDetails: contact.details,
      api: {
        ...api,
        getTranscript: () => [
          { Transcript: [{ Id: 'a', Type: 'MESSAGE' }, contact.transcript.at(-1) ?? {}] },
        ],
      },
    });
    const metrics = watch(broken.metrics$);
    watch(broken.connect());
    advance(1_000);
    expect(metrics.values).toContainEqual({ type: 'bad-item', reason: 'the item says nothing' });
    expect(texts(watch(broken.transcript$).last?.items)).toEqual(['readable']);
  });
});

describe('ended$', () => {
  it('says nothing while the chat goes on', () => {
    const { advance, chat, connection } = connectedChat();
    const ended = watch(chat.ended$);
    connection.unsubscribe();
    advance(MINUTE);
    expect(ended).toMatchObject({ values: [], ending: undefined });
  });

  it('says that the chat ended for all, completes, and replays', () => {
    const { advance, chat, contact, pendingTimers } = connectedChat();
    const ended = watch(chat.ended$);
    contact.end();
    advance(1_000);
    expect(ended).toMatchObject({
      values: [{ reason: 'ended', time: expect.any(Date) }],
      ending: 'completed',
    });
    expect(watch(chat.ended$)).toMatchObject({ values: ended.values, ending: 'completed' });
    expect(watch(chat.connectionState$)).toMatchObject({
      values: [{ status: 'ended', reason: 'ended' }],
      ending: 'completed',
    });
    expect(pendingTimers()).toBe(0);
  });

  it("says that an agent's chat was transferred", () => {
    const { advance, agent, chat, contact } = connectedChat({ type: 'AGENT' });
    const ended = watch(chat.ended$);
    contact.transfer({ from: agent, displayName: 'Cid' });
    advance(MINUTE);
    expect(reasons(ended)).toEqual(['transferred']);
  });

  it('says that an agent left, by its own doing or not', () => {
    const { advance, agent, chat } = connectedChat({ type: 'AGENT' });
    const ended = watch(chat.ended$);
    agent.leave();
    advance(MINUTE);
    expect(reasons(ended)).toEqual(['left']);

    const own = connectedChat({ type: 'AGENT' });
    const ownEnded = watch(own.chat.ended$);
    watch(own.chat.disconnect());
    own.advance(MINUTE);
    expect(reasons(ownEnded)).toEqual(['left']);
  });

  it("says for an agent's chat too that it ended", () => {
    const { advance, chat, contact } = connectedChat({ type: 'AGENT' });
    const ended = watch(chat.ended$);
    contact.customer.leave();
    advance(MINUTE);
    expect(reasons(ended)).toEqual(['ended']);
  });

  it("is not moved by a customer's chat being transferred, or an agent leaving", () => {
    const { advance, agent, chat, contact } = connectedChat();
    const ended = watch(chat.ended$);
    contact.transfer({ from: agent, displayName: 'Cid' }).say('Hello');
    advance(MINUTE);
    expect(ended.values).toEqual([]);
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
  });

  it('says that the service lets this participant in no more', () => {
    const { advance, agent, chat, connection, emulator, pendingTimers } = connectedChat();
    const ended = watch(chat.ended$);
    const messages = watch(chat.messages$);
    const denied = { error: 'AccessDeniedException' };
    emulator.faults.failOperation('CreateParticipantConnection', denied);
    emulator.faults.cutSockets();
    agent.say('one last word');
    advance(MINUTE);
    expect(reasons(ended)).toEqual(['expired']);
    expect(texts(messages.values)).toEqual(['one last word']);
    expect(connection.ending).toBe('completed');
    expect(pendingTimers()).toBe(0);
  });

  it('says that the chat is over that ended while this one was offline, and that items may be missing', () => {
    const { advance, agent, chat, contact, emulator, pendingTimers } = connectedChat();
    const ended = watch(chat.ended$);
    const messages = watch(chat.messages$);
    const transcript = watch(chat.transcript$);
    agent.say('Hello');
    advance(1_000);
    emulator.faults.cutSockets();
    agent.say('Are you there?');
    contact.end();
    advance(MINUTE);
    expect(reasons(ended)).toEqual(['expired']);
    expect(texts(messages.values)).toEqual(['Hello']);
    expect(transcript.last?.gaps).toEqual([{ after: transcript.last?.at(-1)?.id }]);
    expect(transcript.ending).toBe('completed');
    expect(pendingTimers()).toBe(0);
  });

  it('comes with its reason, and after what was held, though the transcript is refused by then', () => {
    const { advance, agent, chat, contact, emulator, pendingTimers } = connectedChat({
      orderingWindowMs: 60_000,
    });
    const ended = watch(chat.ended$);
    const messages = watch(chat.messages$);
    const transcript = watch(chat.transcript$);
    agent.say('held for its order');
    advance(1_000);
    emulator.faults.delayOperation('GetTranscript', 2_000);
    emulator.faults.cutSockets();
    advance(1_000); // connected again; the gap is still being fetched
    agent.say('held for the gap');
    contact.end();
    advance(MINUTE);
    expect(emulator.requests.entries.at(-1)).toMatchObject({ status: 403 });
    expect(texts(messages.values)).toEqual(['held for its order', 'held for the gap']);
    expect(reasons(ended)).toEqual(['ended']);
    expect(transcript.last?.at(-1)?.contentType).toBe(eventType('chat.ended'));
    expect(pendingTimers()).toBe(0);
  });

  it.each<[string, (virtual: ReturnType<typeof connectedChat>) => unknown]>([
    ['a command', ({ chat }) => watch(chat.sendMessage('too late'))],
    ['a renewal', ({ advance }) => advance(1)],
  ])('says `ended` though %s was refused before chat.ended came', (_, refused) => {
    const virtual = connectedChat();
    const { advance, chat, contact, emulator, pendingTimers } = virtual;
    const ended = watch(chat.ended$);
    const transcript = watch(chat.transcript$);
    advance(59 * MINUTE - 80); // a renewal is due as soon as the chat has ended
    emulator.faults.delayFrames(400);
    contact.end();
    refused(virtual);
    advance(1_000);
    expect(reasons(ended)).toEqual(['ended']);
    expect(transcript.last?.at(-1)?.contentType).toBe(eventType('chat.ended'));
    expect(emulator.requests.entries.at(-1)).toMatchObject({ status: 403 });
    expect(pendingTimers()).toBe(0);
  });

  it('says `expired` 5 s after a refusal, if the socket stays and says nothing', () => {
    const { advance, chat, emulator, pendingTimers } = connectedChat();
    const ended = watch(chat.ended$);
    emulator.faults.failOperation('*', { error: 'AccessDeniedException' });
    watch(chat.sendMessage('refused'));
    advance(4_900);
    expect(reasons(ended)).toEqual([]);
    advance(500);
    expect(reasons(ended)).toEqual(['expired']);
    expect(pendingTimers()).toBe(0);
  });

  it('has no gap if the socket was there until the end', () => {
    const { advance, chat, contact } = connectedChat();
    const transcript = watch(chat.transcript$);
    contact.end();
    advance(MINUTE);
    expect(transcript).toMatchObject({ last: { gaps: [] }, ending: 'completed' });
  });

  it('comes after what was missed, if the transcript can still be had', () => {
    const { advance, agent, chat, connection, contact, emulator, pendingTimers } =
      connectedChat(TRANSCRIPT_STAYS);
    const ended = watch(chat.ended$);
    const messages = watch(chat.messages$);
    const transcript = watch(chat.transcript$);
    const back = emulator.faults.offline({ participantId: contact.participantId });
    advance(MINUTE);
    agent.say('Are you there?');
    advance(MINUTE);
    contact.end();
    advance(MINUTE);
    back();
    advance(MINUTE);
    expect(reasons(ended)).toEqual(['ended']);
    expect(texts(messages.values)).toEqual(['Are you there?']);
    expect(messages.ending).toBe('completed');
    expect(connection.ending).toBe('completed');
    expect(transcript.last?.at(-1)?.contentType).toBe(eventType('chat.ended'));
    expect(pendingTimers()).toBe(0);
  });

  it('says so where nobody was connected when the chat ended', () => {
    const { advance, chat, connection, contact } = connectedChat();
    const ended = watch(chat.ended$);
    connection.unsubscribe();
    contact.end();
    advance(MINUTE);
    expect(ended.values).toEqual([]);
    const again = watch(chat.connect());
    advance(MINUTE);
    expect(reasons(ended)).toEqual(['expired']);
    expect(again).toMatchObject({ values: [], ending: 'completed' });
  });

  it('comes after messages that got lost, if the transcript can still be had', () => {
    const { advance, agent, chat, contact, emulator } = connectedChat(TRANSCRIPT_STAYS);
    const messages = watch(chat.messages$);
    const ended = watch(chat.ended$);
    emulator.faults.dropFrames({ times: 1 });
    agent.say('lost on the way');
    contact.end();
    advance(MINUTE);
    expect(texts(messages.values)).toEqual(['lost on the way']);
    expect(reasons(ended)).toEqual(['ended']);
  });

  it('comes after what the socket brought late, where nothing can be fetched', () => {
    const { advance, agent, chat, contact, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    const ended = watch(chat.ended$);
    emulator.faults.failOperation('GetTranscript', { error: 'ValidationException' });
    emulator.faults.reorderFrames(2);
    agent.say('overtaken by the end');
    contact.end();
    advance(MINUTE);
    expect(texts(messages.values)).toEqual(['overtaken by the end']);
    expect(reasons(ended)).toEqual(['ended']);
  });

  it('comes in 5 s where the last messages cannot be fetched', () => {
    const { advance, chat, contact, emulator, pendingTimers } = connectedChat();
    const ended = watch(chat.ended$);
    emulator.faults.delayOperation('GetTranscript', 10 * MINUTE);
    contact.end();
    advance(5_100);
    expect(reasons(ended)).toEqual(['ended']);
    expect(pendingTimers()).toBe(0);
  });

  it('completes without a word with close()', () => {
    const { chat } = connectedChat();
    const ended = watch(chat.ended$);
    chat.close();
    expect(ended).toMatchObject({ values: [], ending: 'completed' });
  });
});
