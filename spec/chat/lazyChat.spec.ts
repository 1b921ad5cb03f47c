import { inspect } from 'node:util';
import { NEVER } from 'rxjs';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

describe('a chat as an object', () => {
  it('shows its contact, its participant and its state, and no token', () => {
    const { advance, chat } = virtualChat();
    const { contactId, participantId, participantToken } = chat.details;
    const shown = (status: string) => ({ contactId, participantId, status });

    expect(JSON.parse(JSON.stringify(chat))).toEqual(shown('idle'));
    watch(chat.connect());
    advance(100);
    expect(JSON.parse(JSON.stringify(chat))).toEqual(shown('connected'));
    expect(inspect(chat)).toMatch(/^Chat \{/);
    expect(inspect({ chat }, { depth: 10 })).toContain(contactId);
    expect(inspect({ chat }, { depth: 10 })).not.toContain(participantToken);
    chat.close();
    expect(JSON.parse(JSON.stringify(chat))).toEqual(shown('closed'));
  });

  it('gives methods and streams that need no this', () => {
    const { advance, agent, chat } = connectedChat();
    const { close, markRead, messages$, sendMessage } = chat;
    expect(chat.sendMessage).toBe(sendMessage);

    const seen = watch(messages$);
    const sent = watch(sendMessage('Hello'));
    advance(1_000);
    const { Id = '' } = agent.say('Hi');
    advance(1_000);
    const read = watch(markRead(Id));
    advance(10_000);
    expect(texts(seen.values)).toEqual(['Hello', 'Hi']);
    expect([sent.ending, read.ending]).toEqual(['completed', 'completed']);
    close();
    expect(seen.ending).toBe('completed');
  });

  it('takes a member of a test in the place of its own', () => {
    const { chat } = virtualChat();
    const sent: unknown[] = [];
    chat.sendMessage = (message) => {
      sent.push(message);
      return NEVER;
    };
    const { sendMessage } = chat;
    watch(sendMessage('Hello'));
    const spy = jest.spyOn(chat, 'markRead').mockReturnValue(NEVER);
    watch(chat.markRead('id'));
    expect(sent).toEqual(['Hello']);
    expect(spy).toHaveBeenCalledWith('id');
  });

  it('works in a Proxy, as in the reactive state of a framework', () => {
    const { advance, agent, chat } = connectedChat();
    const proxy = new Proxy(chat, {});
    const seen = watch(proxy.messages$);
    agent.say('Hi');
    advance(1_000);
    expect(texts(seen.values)).toEqual(['Hi']);
    expect(JSON.stringify(proxy)).toBe(JSON.stringify(chat));
    proxy.close();
    expect(seen.ending).toBe('completed');
  });

  it('has nothing left to do if it is closed before it is used', () => {
    const { chat, emulator } = virtualChat();
    chat.close();
    chat.close();

    const connected = watch(chat.connect());
    expect(connected.ending).toBe('completed');
    expect(watch(chat.connectionState$)).toMatchObject({
      last: { status: 'closed' },
      ending: 'completed',
    });
    expect(watch(chat.messages$).ending).toBe('completed');
    expect(watch(chat.sendMessage('Hello')).error).toMatchObject({ code: 'NotConnected' });
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(0);
  });
});
