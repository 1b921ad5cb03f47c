import { isMessage } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

describe('getTranscript()', () => {
  it('reads a page, and the next one, as the service gives them', () => {
    const { advance, agent, chat, contact } = connectedChat();
    for (const text of ['1', '2', '3']) agent.say(text);
    advance(1_000);
    const first = watch(chat.getTranscript({ maxResults: 2 }));
    advance(1_000);
    expect(first.ending).toBe('completed');
    expect(texts(first.last?.items)).toEqual(['3', '2']);
    expect(first.last?.initialContactId).toBe(contact.contactId);
    const second = watch(
      chat.getTranscript({ maxResults: 2, nextToken: first.last?.nextToken ?? '' }),
    );
    advance(1_000);
    expect(texts(second.last?.items.filter(isMessage))).toEqual(['1']);
    const whole = watch(chat.getTranscript({ maxResults: 100, sortOrder: 'ASCENDING' }));
    advance(1_000);
    expect(whole.last?.nextToken).toBeUndefined();
    expect(whole.last?.items).toHaveLength(5);
  });

  it('changes nothing of the chat', () => {
    const { advance, agent, chat } = virtualChat({ history: 0 });
    agent.say('1');
    watch(chat.connect());
    advance(1_000);
    const transcript = watch(chat.transcript$);
    watch(chat.getTranscript());
    advance(1_000);
    expect(transcript.values).toHaveLength(1);
  });

  it('asks for nothing where an argument is wrong', () => {
    const { advance, chat, emulator } = connectedChat();
    const before = emulator.requests.entries.length;
    const page = watch(chat.getTranscript({ maxResults: 1_000 }));
    advance(1_000);
    expect(page.error).toMatchObject({ code: 'InvalidArgument', retryable: false });
    expect(emulator.requests.entries).toHaveLength(before);
  });

  it('errs with Validation for an unknown position, and before connect() with NotConnected', () => {
    const { advance, chat } = connectedChat();
    const page = watch(chat.getTranscript({ startPosition: { id: 'nobody' } }));
    advance(1_000);
    expect(page.error).toMatchObject({ code: 'Validation' });
    expect(watch(virtualChat().chat.getTranscript()).error).toMatchObject({ code: 'NotConnected' });
  });
});
