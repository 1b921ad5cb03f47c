import { defer, filter, retry, Subject, switchMap, take, takeUntil, throwError } from 'rxjs';
import type { ParticipantApi } from '../../lib/lite.js';
import { agentDesk } from './support/agentChats.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const MINUTE = 60_000;

describe('a bad moment', () => {
  it('to leave is when the end has begun: the chat ends all the same', () => {
    const { advance, chat, contact, pendingTimers } = virtualChat();
    const ended = watch(chat.ended$);
    const connection = chat.connect().subscribe();
    advance(1_000);
    contact.end();
    advance(6); // chat.ended has come, its last fetch is under way
    connection.unsubscribe();
    advance(MINUTE);
    expect(ended).toMatchObject({ last: { reason: 'ended' }, ending: 'completed' });
    expect(pendingTimers()).toBe(0);
  });

  it('to send is when the network has just gone: the message waits', () => {
    const network$ = new Subject<boolean>();
    const { advance, chat, contact, emulator } = connectedChat({ network$ });
    // The socket says nothing of it, and requests get no answer.
    const back = [
      emulator.faults.silence({ participantId: contact.participantId }),
      emulator.faults.loseAnswer('*', { participantId: contact.participantId }),
    ];
    network$.next(false);
    const sent = watch(chat.sendMessage('Hi'));
    advance(MINUTE);
    expect(sent.ending).toBeUndefined();
    for (const undo of back) undo();
    network$.next(true);
    advance(MINUTE);
    expect(sent.ending).toBe('completed');
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
  });

  it('is no receipt that is nested without end', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    const nested = '['.repeat(40_000) + ']'.repeat(40_000);
    emulator.faults.sendRaw(
      JSON.stringify({
        topic: 'aws/chat',
        content: `{"Type":"MESSAGEMETADATA","MessageMetadata":{"Receipts":${nested}}}`,
      }),
    );
    advance(100);
    agent.say('good');
    advance(1_000);
    expect(messages.last?.content).toBe('good');
  });

  it('to connect again is when connect() has just failed: what comes then is not lost', () => {
    const { advance, agent, chat, emulator } = virtualChat();
    emulator.faults.failOperation('CreateParticipantConnection', {
      error: 'AccessDeniedException',
      times: 1,
    });
    const messages = watch(chat.messages$);
    const connection = watch(chat.connect().pipe(retry(1)));
    advance(1_000);
    agent.say('Hello');
    advance(1_000);
    expect(connection.values).toHaveLength(1);
    expect(texts(messages.values)).toEqual(['Hello']);
  });

  it('to connect again is when the chat says that it is idle: what comes then is not lost', () => {
    const { advance, agent, chat } = virtualChat();
    const messages = watch(chat.messages$);
    const first = watch(chat.connect());
    advance(1_000);
    const again = watch(
      chat.connectionState$.pipe(
        filter(({ status }) => status === 'idle'),
        take(1),
        switchMap(() => chat.connect()),
      ),
    );
    first.unsubscribe();
    advance(1_000);
    agent.say('Hello');
    advance(1_000);
    expect(again.values).toHaveLength(1);
    expect(texts(messages.values)).toEqual(['Hello']);
  });

  it('to look is when the chat says that it is idle: its socket is closed', () => {
    const { advance, chat, pendingTimers } = virtualChat();
    const timers: (readonly [string, number])[] = [];
    const connection = chat.connect().subscribe();
    advance(1_000);
    chat.connectionState$.subscribe(({ status }) => {
      timers.push([status, pendingTimers()]);
    });
    connection.unsubscribe();
    expect(timers).toEqual([
      ['connected', expect.any(Number)],
      ['idle', 0],
    ]);
    expect(timers[0]?.[1]).toBeGreaterThan(0);
  });

  it('to leave is when the chat says that it connects: it is idle', () => {
    const left$ = new Subject<void>();
    const { chat } = virtualChat({
      api: { createParticipantConnection: () => throwError(() => new Error('refused')) } as never,
    });
    const states = watch(chat.connectionState$);
    chat.connectionState$.subscribe(({ status }) => {
      if (status === 'connecting') left$.next();
    });
    watch(chat.connect().pipe(takeUntil(left$)));
    expect(states.values.map(({ status }) => status)).toEqual(['idle', 'connecting', 'idle']);
  });

  it('to leave is when an agent is connected: the contact is not acknowledged', () => {
    const { advance, api, takes } = agentDesk();
    const acknowledged = jest.fn();
    const counting: ParticipantApi = {
      ...api,
      createParticipantConnection: (request) =>
        defer(() => {
          acknowledged();
          return api.createParticipantConnection(request);
        }),
    };
    watch(takes({ api: counting }).chat.connect().pipe(take(1)));
    advance(1_000);
    expect(acknowledged).not.toHaveBeenCalled();

    watch(takes({ api: counting }).chat.connect());
    advance(1_000);
    expect(acknowledged).toHaveBeenCalledTimes(1);
  });
});
