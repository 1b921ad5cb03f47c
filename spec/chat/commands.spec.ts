import { inspect } from 'node:util';
import { BehaviorSubject, defer, from, retry, timeout } from 'rxjs';
import type { ChatError, OutgoingMessage, ParticipantApi } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const MINUTE = 60_000;

/** A connected chat whose network can go away, and says so. */
function offlineChat() {
  const network$ = new BehaviorSubject(true);
  const connected = connectedChat({ network$ });
  return {
    ...connected,
    goOffline: () => {
      const online = connected.emulator.faults.offline();
      network$.next(false);
      connected.advance(10);
      return () => {
        online();
        network$.next(true);
      };
    },
  };
}

describe('sendMessage', () => {
  it('does nothing until it is subscribed', () => {
    const { advance, chat, emulator } = connectedChat();
    void chat.sendMessage('Hi');
    advance(MINUTE);
    expect(emulator.requests.count('SendMessage')).toBe(0);
  });

  it("emits the service's answer and completes", () => {
    const { advance, chat, contact } = connectedChat();
    const sent = watch(chat.sendMessage('Hi'));
    advance(1_000);
    const kept = contact.transcript.at(-1);
    expect(kept).toMatchObject({ Content: 'Hi', ContentType: 'text/plain' });
    expect(sent).toMatchObject({
      values: [{ id: kept?.Id, time: new Date(kept?.AbsoluteTime ?? ''), clientToken: /./ }].map(
        (expected) => ({ ...expected, clientToken: expect.stringMatching(/^[0-9a-f-]{36}$/) }),
      ),
      ending: 'completed',
    });
  });

  it('sends content of other types, and under a token of its own', () => {
    const { advance, chat, contact } = connectedChat();
    const sent = watch(
      chat.sendMessage({ content: '{}', contentType: 'application/json', clientToken: 'mine' }),
    );
    advance(1_000);
    expect(contact.transcript.at(-1)).toMatchObject({ ContentType: 'application/json' });
    expect(sent.last?.clientToken).toBe('mine');
  });

  it('sends one message, however many subscribe', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const message$ = chat.sendMessage('Hi');
    const [first, second] = [watch(message$), watch(message$)];
    advance(1_000);
    const late = watch(message$);
    advance(1_000);
    expect(first.values).toHaveLength(1);
    expect([second.values, late.values]).toEqual([first.values, first.values]);
    expect(emulator.requests.count('SendMessage')).toBe(1);
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
  });

  it('keeps its token where it is retried after an answer was lost for good', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.loseAnswer('SendMessage', { times: 7 });
    emulator.faults.dropFrames({ times: 1 }); // else it would be known from its echo
    const sent = watch(chat.sendMessage('Hi').pipe(retry(1)));
    advance(10 * MINUTE);
    expect(sent.ending).toBe('completed');
    expect(emulator.requests.count('SendMessage')).toBe(8);
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
  });

  it('succeeds where the service has given the message back, though every answer was lost', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.loseAnswer('SendMessage');
    const sent = watch(chat.sendMessage('Hi'));
    advance(10 * MINUTE);
    expect(sent).toMatchObject({
      last: { id: contact.transcript.at(-1)?.Id },
      ending: 'completed',
    });
  });

  it('is a message of its own each time it is called', () => {
    const { advance, chat, contact } = connectedChat({ random: () => 0 });
    const sent = [watch(chat.sendMessage('Hi')), watch(chat.sendMessage('Hi'))];
    advance(1_000);
    expect(new Set(sent.map(({ last }) => last?.id)).size).toBe(2);
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(2);
  });

  it('sends one at a time, in the order given', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.delayOperation('SendMessage', 5_000, { times: 1 });
    const sent = ['one', 'two', 'three'].map((text) => watch(chat.sendMessage(text)));
    advance(4_000);
    expect(emulator.requests.count('SendMessage')).toBe(0); // logged when it is through
    expect(sent.map(({ ending }) => ending)).toEqual([undefined, undefined, undefined]);
    advance(2_000);
    expect(sent.map(({ ending }) => ending)).toEqual(['completed', 'completed', 'completed']);
    expect(contact.transcript.slice(-3).map(({ Content }) => Content)).toEqual([
      ...['one', 'two', 'three'],
    ]);
  });

  it('lets the next go where one fails', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    const [first, second] = [watch(chat.sendMessage('one')), watch(chat.sendMessage('two'))];
    advance(1_000);
    expect(first.error).toMatchObject({ code: 'Validation' });
    expect(second.ending).toBe('completed');
  });

  it('is tried again where waiting may help, with the same token', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.failOperation('SendMessage', { times: 2 });
    const sent = watch(chat.sendMessage('Hi'));
    advance(10_000);
    expect(sent.ending).toBe('completed');
    expect(emulator.requests.count('SendMessage')).toBe(3);
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
  });

  it('errors with the last failure where waiting did not help', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.failOperation('SendMessage');
    const sent = watch(chat.sendMessage('Hi'));
    advance(10 * MINUTE);
    expect(sent.error).toMatchObject({ name: 'ChatError', code: 'Service', statusCode: 500 });
    expect(emulator.requests.count('SendMessage')).toBe(5);
  });

  it('waits for as long as the service asks (429)', () => {
    const { advance, chat, emulator } = connectedChat();
    const throttled = { error: 'ThrottlingException', retryAfterSeconds: 30, times: 1 };
    emulator.faults.failOperation('SendMessage', throttled);
    const sent = watch(chat.sendMessage('Hi'));
    advance(30_000);
    expect(sent.ending).toBeUndefined();
    expect(emulator.requests.count('SendMessage')).toBe(1);
    advance(1_000);
    expect(sent.ending).toBe('completed');
  });

  it('errors with NotConnected before connect()', () => {
    const { chat, emulator, pendingTimers } = virtualChat();
    const sent = watch(chat.sendMessage('Hi'));
    expect(sent.error).toMatchObject({ name: 'ChatError', code: 'NotConnected' });
    expect(watch(chat.transcript$).last?.items).toEqual([]);
    expect(emulator.requests.entries).toEqual([]);
    expect(pendingTimers()).toBe(0);
  });

  it('errors with NotConnected where the last subscriber of connect() has left', () => {
    const { chat, connection, goOffline } = offlineChat();
    goOffline();
    const waiting = watch(chat.sendMessage('waits'));
    connection.unsubscribe();
    expect(waiting.error).toMatchObject({ code: 'NotConnected' });
    expect(watch(chat.sendMessage('Hi')).error).toMatchObject({ code: 'NotConnected' });
  });

  it('can be sent again once the chat is connected', () => {
    const { advance, chat, contact } = virtualChat();
    const message$ = chat.sendMessage('Hi');
    expect(watch(message$).ending).toBe('errored');
    watch(chat.connect());
    const sent = watch(message$);
    advance(1_000);
    expect(sent.ending).toBe('completed');
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
  });

  it('waits while the chat connects', () => {
    const { advance, chat, contact } = virtualChat();
    watch(chat.connect());
    const sent = watch(chat.sendMessage('Hi'));
    advance(1_000);
    expect(sent.ending).toBe('completed');
    expect(contact.transcript.at(-1)).toMatchObject({ Content: 'Hi' });
  });

  it('waits while the network is known to be away, and goes in order when it is back', () => {
    const { advance, chat, emulator, goOffline } = offlineChat();
    const messages = watch(chat.messages$);
    const back = goOffline();
    const sent = ['one', 'two'].map((text) => watch(chat.sendMessage(text)));
    advance(10 * MINUTE);
    expect(emulator.requests.count('SendMessage')).toBe(0);
    expect(sent.map(({ ending }) => ending)).toEqual([undefined, undefined]);
    back();
    advance(MINUTE);
    expect(sent.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
    expect(texts(messages.values)).toEqual(['one', 'two']);
  });

  it('goes out at once while the connection is lost; once that has failed, when it is back', () => {
    const { advance, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    const back = emulator.faults.offline();
    advance(10);
    const sent = ['one', 'two'].map((text) => watch(chat.sendMessage(text)));
    advance(10 * MINUTE);
    expect(emulator.requests.count('SendMessage')).toBe(1);
    expect(sent.map(({ ending }) => ending)).toEqual([undefined, undefined]);
    back();
    advance(MINUTE);
    expect(sent.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
    expect(texts(messages.values)).toEqual(['one', 'two']);
  });

  it('errors with Ended after the end', () => {
    const { advance, chat, contact } = connectedChat();
    contact.end();
    advance(1_000);
    expect(watch(chat.sendMessage('Hi')).error).toMatchObject({ code: 'Ended' });
  });

  it('errors with Ended where the end comes while it waits, and shows as failed', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.delayOperation('SendMessage', 10 * MINUTE);
    const sent = ['one', 'two'].map((text) => watch(chat.sendMessage(text)));
    advance(100);
    contact.end();
    advance(10_000);
    expect(sent.map(({ error }) => error)).toMatchObject([{ code: 'Ended' }, { code: 'Ended' }]);
    const items = watch(chat.transcript$).last?.items ?? [];
    expect(items.filter(({ status }) => status === 'failed')).toHaveLength(2);
    expect(items.filter(({ status }) => status === 'sending')).toEqual([]);
  });

  it.each([
    ['ends', 'Ended'],
    ['is closed', 'NotConnected'],
  ] as const)('shows as failed what waits for the network when the chat %s', (how, code) => {
    const { advance, chat, contact, emulator } = connectedChat();
    const transcript = watch(chat.transcript$);
    const back = emulator.faults.offline();
    advance(MINUTE);
    const sent = ['one', 'two'].map((text) => watch(chat.sendMessage(text)));
    chat.outgoing.next('three');
    advance(1_000);
    if (how === 'ends') contact.end();
    else chat.close();
    back();
    advance(5 * MINUTE);
    expect(sent.map(({ error }) => error)).toMatchObject([{ code }, { code }]);
    const own = transcript.last?.items.filter(({ participant: { id } }) => {
      return id === contact.details.participantId;
    });
    expect(own?.filter(({ type }) => type === 'MESSAGE')).toMatchObject([
      { content: 'one', status: 'failed', error: { code } },
      { content: 'two', status: 'failed', error: { code } },
      { content: 'three', status: 'failed', error: { code } },
    ]);
  });

  it('takes back what has not left yet when it is unsubscribed', () => {
    const { advance, chat, contact, goOffline } = offlineChat();
    const back = goOffline();
    const taken = watch(chat.sendMessage('taken back'));
    const kept = watch(chat.sendMessage('kept'));
    taken.unsubscribe();
    back();
    advance(MINUTE);
    expect(kept.ending).toBe('completed');
    expect(taken.ending).toBeUndefined();
    expect(contact.transcript.filter(({ Type }) => Type === 'MESSAGE')).toMatchObject([
      { Content: 'kept' },
    ]);
  });

  it('stays where one of two unsubscribes', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const back = emulator.faults.offline();
    advance(10);
    const message$ = chat.sendMessage('Hi');
    const [first, second] = [watch(message$), watch(message$)];
    first.unsubscribe();
    back();
    advance(MINUTE);
    expect(second.ending).toBe('completed');
    expect(contact.transcript.at(-1)).toMatchObject({ Content: 'Hi' });
  });

  it('lets what has left go on when it is unsubscribed', () => {
    const { advance, chat } = connectedChat();
    const messages = watch(chat.messages$);
    watch(chat.sendMessage('Hi')).unsubscribe();
    advance(1_000);
    expect(texts(messages.values)).toEqual(['Hi']);
    expect(watch(chat.transcript$).last?.at(-1)).toMatchObject({ content: 'Hi', status: 'sent' });
  });
});

describe('sendMessage that is given up waiting for', () => {
  it('stays one item under way, which whoever subscribes again shares', () => {
    const { advance, chat, contact, emulator, scheduler } = connectedChat();
    emulator.faults.delayOperation('SendMessage', 2_500, { times: 1 });
    const transcript = watch(chat.transcript$);
    const impatient$ = chat.sendMessage('Hi').pipe(timeout({ first: 1_000, scheduler }), retry(5));
    const sent = watch(impatient$);
    advance(2_200);
    const own = () => transcript.last?.items.filter(({ content }) => content === 'Hi');
    expect(own()).toMatchObject([{ status: 'sending' }]);
    advance(MINUTE);
    expect(sent.ending).toBe('completed');
    expect(own()).toMatchObject([{ status: 'sent', id: sent.last?.id }]);
    expect(emulator.requests.count('SendMessage')).toBe(1);
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
  });

  it('is sent again where it failed with nobody waiting', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    const message$ = chat.sendMessage('Hi');
    watch(message$).unsubscribe();
    advance(1_000);
    expect(watch(chat.transcript$).last?.at(-1)).toMatchObject({ status: 'failed' });
    const sent = watch(message$);
    advance(1_000);
    expect(sent.ending).toBe('completed');
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
  });
});

describe('sendMessage with what cannot be sent', () => {
  const SECRET = 'my secret text';
  const cases: readonly (readonly [string, unknown])[] = [
    ['an empty text', ''],
    ['a text that is too long', SECRET + 'x'.repeat(16_384)],
    ['a text of too many bytes', SECRET + 'あ'.repeat(6_000)],
    [
      'an interactive message',
      { content: SECRET, contentType: 'application/vnd.amazonaws.connect.message.interactive' },
    ],
    ['another content type', { content: SECRET, contentType: 'text/html' }],
    [
      'an event',
      { content: SECRET, contentType: `application/vnd.amazonaws.connect.event.typing` },
    ],
    ['JSON that is none', { content: `{"${SECRET}`, contentType: 'application/json' }],
    ['content that is no string', { content: [SECRET] }],
    ['an object without content', { text: SECRET }],
    ['a number', 42],
    ['nothing', undefined],
    ['null', null],
    ['an array', [SECRET]],
  ];

  it.each(cases)('errors with InvalidArgument for %s, and does not quote it', (_, message) => {
    const { advance, chat, emulator } = connectedChat();
    const sent = watch(chat.sendMessage(message as OutgoingMessage));
    advance(1_000);
    expect(sent.error).toMatchObject({ name: 'ChatError', code: 'InvalidArgument' });
    expect(inspect(sent.error, { depth: 10 })).not.toContain(SECRET);
    expect((sent.error as ChatError).message).toMatch(/^cannot send a message: /);
    expect(emulator.requests.count('SendMessage')).toBe(0);
    expect(watch(chat.transcript$).last?.size).toBe(2);
  });

  it('takes 16,384 bytes', () => {
    const { advance, chat } = connectedChat();
    const sent = watch(chat.sendMessage('x'.repeat(16_384)));
    advance(1_000);
    expect(sent.ending).toBe('completed');
  });

  it('takes as many bytes as maxMessageBytes says', () => {
    const { advance, chat, emulator } = connectedChat({ maxMessageBytes: 1_024 });
    const sent = watch(chat.sendMessage('é'.repeat(512)));
    const tooLong = watch(chat.sendMessage('é'.repeat(513)));
    chat.outgoing.next('é'.repeat(513));
    advance(1_000);
    expect(sent.ending).toBe('completed');
    expect(tooLong.error).toMatchObject({
      code: 'InvalidArgument',
      message: expect.stringMatching(/1 to 1024 bytes of UTF-8, got 1026 bytes$/) as string,
    });
    expect(emulator.requests.count('SendMessage')).toBe(1);
  });
});

describe('a call with a token that is refused', () => {
  it('renews the token once and is repeated, without anyone seeing it', () => {
    const { advance, chat, connection, emulator } = connectedChat();
    const state = watch(chat.connectionState$);
    advance(MINUTE);
    emulator.faults.expireTokens();
    const sent = ['one', 'two'].map((text) => watch(chat.sendMessage(text)));
    advance(1_000);
    expect(sent.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(2);
    expect(emulator.requests.count('SendMessage')).toBe(3);
    expect(state.values).toHaveLength(1);
    expect(connection.values).toHaveLength(1);
    expect(emulator.sockets().open).toBe(1);
  });

  it('is renewed once for all calls that need it', () => {
    const { advance, chat, emulator } = connectedChat();
    advance(MINUTE);
    emulator.faults.expireTokens();
    const calls = [watch(chat.sendMessage('one')), watch(chat.sendTyping())];
    advance(1_000);
    expect(calls.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(2);
  });

  it('errors with AccessDenied where the new one is refused as well', () => {
    const { advance, chat, emulator } = connectedChat();
    advance(MINUTE);
    emulator.faults.failOperation('SendMessage', { error: 'AccessDeniedException' });
    const sent = watch(chat.sendMessage('Hi'));
    advance(MINUTE);
    expect(sent.error).toMatchObject({ code: 'AccessDenied', statusCode: 403 });
    expect(emulator.requests.count('SendMessage')).toBe(2);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(2);
  });

  it('renews a token of the first seconds too, and then none for 30 s', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.expireTokens();
    const sent = watch(chat.sendMessage('Hi'));
    advance(1_000);
    expect(sent.ending).toBe('completed');
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(2);

    emulator.faults.expireTokens();
    const refused = watch(chat.sendMessage('again'));
    advance(1_000);
    expect(refused.error).toMatchObject({ code: 'AccessDenied' });
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(2);

    advance(29_000);
    const later = watch(chat.sendMessage('later'));
    advance(1_000);
    expect(later.ending).toBe('completed');
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(3);
  });

  it('ends the chat where no new one is given', () => {
    const { advance, chat, emulator, pendingTimers } = connectedChat();
    const ended = watch(chat.ended$);
    advance(MINUTE);
    emulator.faults.expireTokens();
    const denied = { error: 'AccessDeniedException' };
    emulator.faults.failOperation('CreateParticipantConnection', denied);
    const sent = watch(chat.sendMessage('Hi'));
    advance(MINUTE);
    expect(sent.ending).toBe('errored');
    expect(ended.values).toMatchObject([{ reason: 'expired' }]);
    expect(pendingTimers()).toBe(0);
  });
});

describe('sendTyping', () => {
  it('does nothing until it is subscribed', () => {
    const { advance, chat, emulator } = connectedChat();
    void chat.sendTyping();
    advance(1_000);
    expect(emulator.requests.count('SendEvent')).toBe(0);
  });

  it('sends one event in 10 s, and answers each call', () => {
    const { advance, chat, emulator } = connectedChat();
    for (let i = 0; i < 100; i++) {
      const typed = watch(chat.sendTyping());
      advance(250);
      expect(typed).toMatchObject({ values: [undefined], ending: 'completed' });
    }
    expect(emulator.requests.count('SendEvent')).toBe(3);
  });

  it('keeps to the pace it is told', () => {
    const { advance, chat, emulator } = connectedChat({ typing: { throttleMs: 0 } });
    for (let i = 0; i < 4; i++) {
      watch(chat.sendTyping());
      advance(100);
    }
    expect(emulator.requests.count('SendEvent')).toBe(4);
  });

  it('errors where the event fails, and lets the next one go at once', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.failOperation('SendEvent', { times: 1 });
    const first = watch(chat.sendTyping());
    advance(100);
    const second = watch(chat.sendTyping());
    advance(100);
    expect(first.error).toMatchObject({ code: 'Service' });
    expect(second.ending).toBe('completed');
    expect(emulator.requests.count('SendEvent')).toBe(2);
  });

  it('errors with NotConnected before connect(), and with Ended after the end', () => {
    const { advance, chat, contact } = virtualChat();
    expect(watch(chat.sendTyping()).error).toMatchObject({ code: 'NotConnected' });
    watch(chat.connect());
    advance(100);
    contact.end();
    advance(1_000);
    expect(watch(chat.sendTyping()).error).toMatchObject({ code: 'Ended' });
  });

  it('sends nothing stale while the connection is lost', () => {
    const { advance, chat, emulator } = connectedChat();
    const back = emulator.faults.offline();
    advance(10);
    const typed = watch(chat.sendTyping());
    advance(1_000);
    back();
    advance(MINUTE);
    expect(typed.ending).toBe('completed');
    expect(emulator.requests.count('SendEvent')).toBe(0);
  });
});

describe('disconnect', () => {
  it('does nothing until it is subscribed', () => {
    const { advance, chat, contact } = connectedChat();
    void chat.disconnect();
    advance(1_000);
    expect(contact.ended).toBe(false);
  });

  it('leaves, and with a customer the chat ends', () => {
    const { advance, chat, connection, contact, pendingTimers } = connectedChat();
    const ended = watch(chat.ended$);
    const left = watch(chat.disconnect());
    advance(1_000);
    expect(left).toMatchObject({ values: [undefined], ending: 'completed' });
    expect(contact.ended).toBe(true);
    expect(ended.values).toMatchObject([{ reason: 'ended' }]);
    expect(connection.ending).toBe('completed');
    advance(10_000);
    expect(pendingTimers()).toBe(0);
  });

  it('is one leaving, however often the answer is lost', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.loseAnswer('DisconnectParticipant', { times: 1 });
    const ended = watch(chat.ended$);
    const left = watch(chat.disconnect());
    advance(MINUTE);
    expect(ended.values).toMatchObject([{ reason: 'ended' }]);
    expect(left).toMatchObject({ values: [undefined], ending: 'completed' });
  });

  it('has one ClientToken, however often it is subscribed, and errs after the end each time', () => {
    const { advance, api, contact, create } = virtualChat();
    const tokens = new Set<string | undefined>();
    const chat = create({
      chatDetails: contact.details,
      api: {
        ...api,
        disconnectParticipant: (request) => {
          tokens.add(request.ClientToken);
          return api.disconnectParticipant(request);
        },
      },
    });
    watch(chat.connect());
    advance(100);
    const left$ = chat.disconnect();
    for (let i = 0; i < 2; i++) watch(left$);
    advance(10_000);
    expect(tokens.size).toBe(1);
    expect(watch(left$).error).toMatchObject({ code: 'Ended' });
  });

  it('has left where the end comes before the answer, and not where the chat is closed', () => {
    for (const how of ['end', 'close'] as const) {
      const { advance, chat, contact, emulator } = connectedChat();
      emulator.faults.delayOperation('DisconnectParticipant', 10_000);
      const left = watch(chat.disconnect());
      advance(100);
      if (how === 'end') contact.end();
      else chat.close();
      advance(5_000);
      expect(left.ending).toBe(how === 'end' ? 'completed' : 'errored');
    }
  });

  it('waits while the connection is lost', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const back = emulator.faults.offline();
    advance(10);
    const left = watch(chat.disconnect());
    advance(MINUTE);
    expect(left.ending).toBeUndefined();
    back();
    advance(MINUTE);
    expect(left.ending).toBe('completed');
    expect(contact.ended).toBe(true);
  });

  it('errors with NotConnected before connect(), and with Ended after the end', () => {
    const { advance, chat, contact } = virtualChat();
    expect(watch(chat.disconnect()).error).toMatchObject({ code: 'NotConnected' });
    watch(chat.connect());
    advance(100);
    contact.end();
    advance(1_000);
    expect(watch(chat.disconnect()).error).toMatchObject({ code: 'Ended' });
  });
});

it('a command that is refused while the last items are fetched errs with Ended', () => {
  const { advance, chat, contact, emulator } = connectedChat();
  emulator.faults.delayOperation('GetTranscript', 3_000);
  contact.end();
  advance(10);
  const late = watch(chat.sendMessage('late'));
  advance(20_000);
  expect(late.error).toMatchObject({ code: 'Ended' });
});

describe('after disconnect()', () => {
  /** A customer who has left, of a chat whose flow goes on. */
  function leftChat() {
    const virtual = connectedChat({ startChat: { endWhenCustomerLeaves: false } });
    const ended = watch(virtual.chat.ended$);
    const left = watch(virtual.chat.disconnect());
    virtual.advance(20);
    expect(left).toMatchObject({ values: [undefined], ending: 'completed' });
    return { ...virtual, ended };
  }
  const denied = { error: 'AccessDeniedException' };

  it('the chat stays connected, and fills its gaps, however long the flow takes', () => {
    const { advance, agent, chat, emulator, ended } = leftChat();
    const messages = watch(chat.messages$);
    advance(10 * MINUTE);
    emulator.faults.cutSockets();
    agent.say('How was it?');
    advance(MINUTE);
    expect(texts(messages.values)).toEqual(['How was it?']);
    expect(watch(chat.connectionState$).last?.status).toBe('connected');
    expect(ended.values).toEqual([]);
  });

  it('every command goes out', () => {
    const { advance, agent, chat, contact } = leftChat();
    const { Id } = agent.say('How was it?');
    advance(MINUTE);
    const commands = [
      ...[watch<unknown>(chat.sendMessage('Great')), watch<unknown>(chat.sendTyping())],
      ...[watch<unknown>(chat.markRead(Id)), watch<unknown>(chat.getTranscript())],
      ...[watch<unknown>(chat.loadOlder()), watch<unknown>(chat.disconnect())],
    ];
    advance(10_000);
    expect(commands.map(({ ending }) => ending)).toEqual(commands.map(() => 'completed'));
    expect(contact.transcript.map(({ Content }) => Content)).toContain('Great');
  });

  it('chat.ended ends the chat as `ended`', () => {
    const { advance, contact, ended } = leftChat();
    advance(MINUTE);
    contact.end();
    advance(1_000);
    expect(ended).toMatchObject({ values: [{ reason: 'ended' }], ending: 'completed' });
  });

  it('a refused renewal ends the chat as `left`', () => {
    const { advance, emulator, ended, pendingTimers } = leftChat();
    emulator.faults.failOperation('*', denied);
    emulator.faults.cutSockets();
    advance(10_000);
    expect(ended).toMatchObject({ values: [{ reason: 'left' }], ending: 'completed' });
    expect(pendingTimers()).toBe(0);
  });

  it('a command that is refused, with a new token too, ends the chat as `left`', () => {
    const { advance, chat, emulator, ended } = leftChat();
    emulator.faults.failOperation('*', denied);
    const sent = watch(chat.sendMessage('too late'));
    advance(10_000);
    expect(sent.error).toMatchObject({ code: 'Ended' });
    expect(ended).toMatchObject({ values: [{ reason: 'left' }], ending: 'completed' });
  });

  it('nothing ends the chat while connect() has no subscriber', () => {
    const { advance, chat, connection, emulator, ended, pendingTimers } = leftChat();
    connection.unsubscribe();
    advance(MINUTE);
    expect(ended.ending).toBeUndefined();
    expect(pendingTimers()).toBe(0);

    emulator.faults.failOperation('*', denied);
    watch(chat.connect());
    advance(MINUTE);
    expect(ended).toMatchObject({ values: [{ reason: 'left' }], ending: 'completed' });
  });

  it('the reason is `left` in another tab and after a reload, too', () => {
    const { advance, contact, create, emulator } = leftChat();
    const other = create({ chatDetails: contact.details });
    const ended = watch(other.ended$);
    watch(other.connect());
    advance(MINUTE);
    emulator.faults.failOperation('*', denied);
    emulator.faults.cutSockets();
    advance(10_000);
    expect(ended.values).toMatchObject([{ reason: 'left' }]);
  });
});

describe('disconnect() without an answer', () => {
  it('has left if the chat is refused from then on', () => {
    const startChat = { endWhenCustomerLeaves: false };
    const { advance, chat, emulator } = connectedChat({ startChat });
    const ended = watch(chat.ended$);
    emulator.faults.dropFrames();
    emulator.faults.loseAnswer('DisconnectParticipant');
    const left = watch(chat.disconnect());
    advance(MINUTE);
    expect(left.error).toMatchObject({ code: 'Network' });
    emulator.faults.failOperation('*', { error: 'AccessDeniedException' });
    emulator.faults.cutSockets();
    advance(MINUTE);
    expect(ended.values).toMatchObject([{ reason: 'left' }]);
  });

  it('has not left if the service says that it cannot', () => {
    const { advance, chat, emulator } = connectedChat();
    const ended = watch(chat.ended$);
    emulator.faults.failOperation('DisconnectParticipant', { error: 'ValidationException' });
    const left = watch(chat.disconnect());
    advance(MINUTE);
    expect(left.error).toMatchObject({ code: 'Validation' });
    emulator.faults.failOperation('*', { error: 'AccessDeniedException' });
    emulator.faults.cutSockets();
    advance(MINUTE);
    expect(ended.values).toMatchObject([{ reason: 'expired' }]);
  });
});

describe('close()', () => {
  it('completes everything, and leaves no timer and no socket', () => {
    const { advance, agent, chat, connection, contact, emulator, pendingTimers } = connectedChat();
    const views = [
      ...[chat.connectionState$, chat.messages$, chat.events$, chat.transcript$, chat.typing$],
      ...[chat.participants$, chat.heartbeat$, chat.metrics$, chat.unknown$, chat.ended$],
    ].map((view$) => watch<unknown>(view$));
    agent.type();
    agent.say('Hello');
    advance(10);
    const state = watch(chat.connectionState$);
    chat.close();
    expect(views.map(({ ending }) => ending)).toEqual(views.map(() => 'completed'));
    expect(connection.ending).toBe('completed');
    expect(state.last).toEqual({ status: 'closed' });
    expect(pendingTimers()).toBe(0);
    advance(10);
    expect(emulator.sockets().open).toBe(0);
    expect(contact.ended).toBe(false);
  });

  it('lets state streams replay their last value', () => {
    const { advance, agent, chat } = connectedChat();
    agent.say('Hello');
    advance(1_000);
    chat.close();
    expect(watch(chat.connectionState$)).toMatchObject({
      values: [{ status: 'closed' }],
      ending: 'completed',
    });
    expect(watch(chat.transcript$).last?.at(-1)).toMatchObject({ content: 'Hello' });
    expect(watch(chat.participants$).last).toHaveLength(2);
    expect(watch(chat.typing$)).toMatchObject({ values: [[]], ending: 'completed' });
  });

  it('refuses commands, those under way included', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.delayOperation('*', MINUTE);
    const underWay = [
      ...[watch<unknown>(chat.sendMessage('one')), watch<unknown>(chat.sendMessage('two'))],
      ...[watch<unknown>(chat.sendTyping()), watch<unknown>(chat.disconnect())],
    ];
    advance(100);
    chat.close();
    const after = watch(chat.sendMessage('three'));
    for (const { error } of [...underWay, after]) {
      expect(error).toMatchObject({ name: 'ChatError', code: 'NotConnected' });
    }
  });

  it('sends nothing any more that had not left', () => {
    const asked: string[] = [];
    const { advance, api, chat, contact, create } = virtualChat();
    chat.close();
    // A port may answer with promises, which can't be cancelled.
    const promising: ParticipantApi = {
      ...api,
      sendMessage: (request) => {
        asked.push(request.Content);
        return defer(() => from(api.sendMessage(request)));
      },
    };
    const busy = create({ chatDetails: contact.details, api: promising });
    watch(busy.connect());
    advance(100);
    const sent = ['one', 'two', 'three'].map((text) => watch(busy.sendMessage(text)));
    busy.close();
    advance(MINUTE);
    expect(sent.map(({ ending }) => ending)).toEqual(['errored', 'errored', 'errored']);
    expect(asked).toEqual(['one']);
  });

  it('can be done twice, before connect() and after the end', () => {
    const { advance, chat, contact } = connectedChat();
    contact.end();
    advance(1_000);
    chat.close();
    expect(watch(chat.connectionState$).last).toEqual({ status: 'ended', reason: 'ended' });

    const other = virtualChat();
    other.chat.close();
    other.chat.close();
    expect(watch(other.chat.connect())).toMatchObject({ values: [], ending: 'completed' });
    other.advance(MINUTE);
    expect(other.emulator.requests.entries).toEqual([]);
  });

  it('stops a chat that connects', () => {
    const { advance, chat, emulator, pendingTimers } = virtualChat();
    emulator.faults.offline();
    const connection = watch(chat.connect());
    advance(500);
    chat.close();
    expect(connection.ending).toBe('completed');
    expect(pendingTimers()).toBe(0);
  });

  it('can be left to `using`', () => {
    const { chat, connection } = connectedChat();
    chat[Symbol.dispose]();
    expect(connection.ending).toBe('completed');
    expect(watch(chat.connectionState$).last).toEqual({ status: 'closed' });
  });
});
