import { BehaviorSubject } from 'rxjs';
import { connectedChat, virtualChat, type VirtualChatOptions } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const MINUTE = 60_000;

/** A connected chat in which `Hi` has failed. */
function failedChat(options: VirtualChatOptions = {}) {
  const virtual = connectedChat(options);
  const { advance, chat, emulator } = virtual;
  const transcript = watch(chat.transcript$);
  emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
  watch(chat.sendMessage('Hi'));
  advance(1_000);
  const own = () => transcript.last?.items.filter(({ content }) => content === 'Hi') ?? [];
  return { ...virtual, own, failedId: own()[0]?.id ?? '' };
}

describe('resend', () => {
  it('sends a failed message again under its own token, as the same item', () => {
    const { advance, chat, contact, failedId, own } = failedChat();
    expect(own()).toMatchObject([{ status: 'failed', id: failedId }]);
    const sent = watch(chat.resend(failedId));
    advance(1);
    expect(own()).toMatchObject([{ status: 'sending', id: failedId }]);
    advance(1_000);
    expect(sent).toMatchObject({ last: { clientToken: failedId }, ending: 'completed' });
    expect(own()).toMatchObject([{ status: 'sent', id: sent.last?.id, clientToken: failedId }]);
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
  });

  it('cannot send a message twice whose answers alone were lost', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const transcript = watch(chat.transcript$);
    emulator.faults.loseAnswer('SendMessage', { times: 5 });
    const unheard = emulator.faults.dropFrames();
    const sent = watch(chat.sendMessage('Hi'));
    advance(2 * MINUTE);
    expect(sent.error).toMatchObject({ code: 'Network' });
    unheard();
    const again = watch(chat.resend(transcript.last?.at(-1)?.id ?? ''));
    advance(MINUTE);
    expect(again.ending).toBe('completed');
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
    expect(texts(transcript.last?.items).filter((text) => text === 'Hi')).toHaveLength(1);
  });

  it('joins one that is being sent again already', () => {
    const { advance, chat, emulator, failedId } = failedChat();
    const before = emulator.requests.count('SendMessage');
    const sent = [watch(chat.resend(failedId)), watch(chat.resend(failedId))];
    advance(1_000);
    expect(sent.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
    expect(emulator.requests.count('SendMessage')).toBe(before + 1);
  });

  it('can fail again, and be sent once more', () => {
    const { advance, chat, emulator, failedId, own } = failedChat();
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    const again = chat.resend(failedId);
    expect(watch(again).ending).toBeUndefined();
    advance(1_000);
    expect(own()).toMatchObject([{ status: 'failed', id: failedId }]);
    const sent = watch(again);
    advance(1_000);
    expect(sent.ending).toBe('completed');
    expect(own()).toMatchObject([{ status: 'sent' }]);
  });

  it('has failed as before where it is taken back', () => {
    const network$ = new BehaviorSubject(true);
    const { advance, chat, emulator, failedId, own } = failedChat({ network$ });
    const before = own()[0];
    const online = emulator.faults.offline();
    network$.next(false);
    advance(MINUTE);
    const again = watch(chat.resend(failedId));
    expect(own()).toMatchObject([{ status: 'sending' }]);
    again.unsubscribe();
    advance(20);
    expect(own()).toEqual([before]);
    online();
    network$.next(true);
    advance(MINUTE);
    expect(own()).toEqual([before]);
  });

  it('errors with NotFound for what is no failed message', () => {
    const { advance, chat, failedId } = failedChat();
    expect(watch(chat.resend('unknown')).error).toMatchObject({ code: 'NotFound' });
    watch(chat.resend(failedId));
    advance(1_000);
    expect(watch(chat.resend(failedId)).error).toMatchObject({ code: 'NotFound' });
  });

  it('errors with InvalidArgument for what is no id, and with NotConnected before connect()', () => {
    const { chat } = virtualChat();
    expect(watch(chat.resend('')).error).toMatchObject({ code: 'InvalidArgument' });
    expect(watch(chat.resend(7 as never)).error).toMatchObject({ code: 'InvalidArgument' });
    expect(watch(chat.resend('t')).error).toMatchObject({ code: 'NotConnected' });
  });
});
