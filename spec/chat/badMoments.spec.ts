import { Subject } from 'rxjs';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { watch } from './support/watch.js';

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
});
