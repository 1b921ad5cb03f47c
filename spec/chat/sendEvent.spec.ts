import { from, tap } from 'rxjs';
import { eventType, type OutgoingEvent, type SendEventRequest } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { watch } from './support/watch.js';

const READ = eventType('message.read');

function listeningChat() {
  const requests: SendEventRequest[] = [];
  const { api, ...virtual } = connectedChat();
  virtual.chat.close();
  const chat = virtual.create({
    chatDetails: virtual.contact.details,
    api: {
      ...api,
      sendEvent: (request) => from(api.sendEvent(request)).pipe(tap(() => requests.push(request))),
    },
  });
  watch(chat.connect());
  virtual.advance(1_000);
  return { ...virtual, chat, requests };
}

describe('sendEvent', () => {
  it('sends the event as it is given, and emits what the service answers', () => {
    const { advance, agent, chat, requests } = listeningChat();
    const { Id = '' } = agent.say('Hello');
    advance(100);
    const content = { messageId: Id };
    const sent = watch(chat.sendEvent({ contentType: READ, content, clientToken: 'mine' }));
    expect(requests).toEqual([]);
    advance(1_000);
    expect(requests).toEqual([
      {
        ConnectionToken: expect.any(String),
        ContentType: READ,
        Content: JSON.stringify(content),
        ClientToken: 'mine',
      },
    ]);
    expect(sent).toMatchObject({ last: { clientToken: 'mine' }, ending: 'completed' });
  });

  it('sends a text as it is, and nothing where there is none', () => {
    const { advance, chat, requests } = listeningChat();
    watch(chat.sendEvent({ contentType: READ, content: '{"messageId":"m"}' }));
    watch(chat.sendEvent({ contentType: eventType('typing') }));
    advance(60_000);
    const typing = requests.find(({ ContentType }) => ContentType !== READ);
    expect(typing).toBeDefined();
    expect(typing).not.toHaveProperty('Content');
  });

  it('has one ClientToken, however many subscribe, and another for another event', () => {
    const { advance, chat, requests } = listeningChat();
    const typing$ = chat.sendEvent({ contentType: eventType('typing') });
    watch(typing$);
    watch(typing$);
    watch(chat.sendEvent({ contentType: eventType('typing') }));
    advance(1_000);
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ ClientToken }) => ClientToken)).size).toBe(2);
  });

  it('is tried again where waiting may help', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.failOperation('SendEvent', { times: 2 });
    const sent = watch(chat.sendEvent({ contentType: eventType('typing') }));
    advance(10_000);
    expect(sent.ending).toBe('completed');
    expect(emulator.requests.count('SendEvent')).toBe(3);
  });

  const circular: { self?: object } = {};
  circular.self = circular;

  it.each<[string, unknown, string]>([
    ['no event', undefined, 'event must be an object, got undefined'],
    ['a message', { contentType: 'text/plain' }, 'contentType must be one of application/'],
    [
      'an event of the service',
      { contentType: eventType('chat.ended') },
      'event.typing, application/vnd.amazonaws.connect.event.message.delivered, ',
    ],
    ['no contentType', {}, 'contentType must be one of application/'],
    ['an empty text', { contentType: READ, content: '' }, '1 to 16384 bytes of UTF-8, got 0 bytes'],
    [
      'a long text',
      { contentType: READ, content: 'あ'.repeat(6_000) },
      '1 to 16384 bytes of UTF-8, got 18000 bytes',
    ],
    [
      'a number',
      { contentType: READ, content: 7 },
      'content must be a string of 1 to 16384 bytes of UTF-8, got 7',
    ],
    [
      'what is no JSON',
      { contentType: READ, content: circular },
      'content must be what can be written as JSON, got object',
    ],
    ['an empty token', { contentType: READ, clientToken: '' }, 'clientToken must be a string'],
  ])('errors with InvalidArgument for %s', (_, event, because) => {
    const { chat, emulator } = connectedChat();
    const { error } = watch(chat.sendEvent(event as OutgoingEvent));
    expect(error).toMatchObject({ code: 'InvalidArgument' });
    expect((error as Error).message).toContain(because);
    expect(emulator.requests.count('SendEvent')).toBe(0);
  });

  it('errors with NotConnected before connect(), and with Ended after the end', () => {
    const { chat } = virtualChat();
    const event = { contentType: READ };
    expect(watch(chat.sendEvent(event)).error).toMatchObject({ code: 'NotConnected' });
    const ended = connectedChat();
    ended.contact.end();
    ended.advance(10_000);
    expect(watch(ended.chat.sendEvent(event)).error).toMatchObject({ code: 'Ended' });
  });
});
