import { ChatError, type GetTranscriptRequest } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const hello = { ContentType: 'text/plain', Content: 'hello' };

describe('call', () => {
  it("gives the service's own answer", () => {
    const { advance, chat, contact, agent } = connectedChat();
    agent.say('Hi');
    const answer = watch(chat.call('getTranscript', { MaxResults: 1 }));
    advance(100);
    expect(answer.values).toMatchObject([
      { InitialContactId: contact.contactId, Transcript: [{ Content: 'Hi' }] },
    ]);
    expect(answer.ending).toBe('completed');
  });

  it('does nothing before it is subscribed, and what it asks for once for each subscriber', () => {
    const { advance, chat, contact } = connectedChat();
    const messages = () => contact.transcript.filter(({ Type }) => Type === 'MESSAGE');
    const call$ = chat.call('sendMessage', hello);
    advance(100);
    expect(messages()).toEqual([]);
    watch(call$);
    watch(call$);
    advance(100);
    expect(messages()).toHaveLength(2);
  });

  it('waits for the connection, and has its effect seen like any other', () => {
    const { advance, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    const back = emulator.faults.offline();
    advance(30_000);
    const sent = watch(chat.call('sendMessage', hello));
    advance(30_000);
    expect(sent.ending).toBeUndefined();
    back();
    advance(60_000);
    expect(sent.ending).toBe('completed');
    expect(texts(messages.values)).toEqual(['hello']);
  });

  it('has its effect once, though the answer is lost', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.loseAnswer('SendMessage', { times: 2 });
    const sent = watch(chat.call('sendMessage', hello));
    advance(60_000);
    expect(sent.ending).toBe('completed');
    expect(emulator.requests.count('SendMessage')).toBe(3);
    expect(contact.transcript.filter(({ Type }) => Type === 'MESSAGE')).toHaveLength(1);
  });

  it('serves an api whose operations are methods of an object', () => {
    const { advance, api, contact, create } = virtualChat();
    const ownApi = {
      ...api,
      transcript: api.getTranscript,
      getTranscript(request: GetTranscriptRequest) {
        return this.transcript(request);
      },
    };
    const chat = create({ chatDetails: contact.details, api: ownApi });
    watch(chat.connect());
    const answer = watch(chat.call('getTranscript', {}));
    advance(1_000);
    expect(answer.ending).toBe('completed');
  });

  it('errs for what is no operation of the api', () => {
    const { chat } = connectedChat();
    const name: string = 'sendNothing';
    expect(watch(chat.call(name as 'getTranscript', {})).error).toMatchObject({
      code: 'InvalidArgument',
      message: expect.stringContaining('operation'),
    });
  });

  it('errs with what the service refuses, before connect() and after the end', () => {
    const unconnected = virtualChat();
    const early = watch(unconnected.chat.call('getTranscript', {}));
    expect(early.error).toMatchObject({ code: 'NotConnected' });

    const { advance, chat, contact } = connectedChat();
    const refused = watch(chat.call('getAttachment', { AttachmentId: 'none' }));
    advance(100);
    expect(refused.error).toBeInstanceOf(ChatError);
    expect(refused.error).toMatchObject({ code: 'Validation' });
    contact.end();
    advance(10_000);
    const late = watch(chat.call('getTranscript', {}));
    expect(late.error).toMatchObject({ code: 'Ended' });
  });
});
