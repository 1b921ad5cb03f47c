import { Subject } from 'rxjs';
import { bot } from '../../examples/node-bot/bot.js';
import { virtualChat } from '../chat/support/virtualChat.js';
import { watch } from '../chat/support/watch.js';

describe('the bot in Node', () => {
  it('answers what the customer says, once and in order, over a bad network', () => {
    const { advance, chat, contact, emulator } = virtualChat({ type: 'AGENT' });
    const talking = watch(bot(chat, ({ content }) => (content === '' ? undefined : `${content}!`)));
    advance(1_000);
    contact.customer.say('one');
    advance(1_000);
    emulator.faults.cutSockets();
    emulator.faults.loseAnswer('SendMessage', { times: 1 });
    contact.customer.say('two');
    advance(1);
    contact.customer.say('three');
    advance(30_000);
    const said = contact.transcript.flatMap(({ Type, Content }) =>
      Type === 'MESSAGE' ? [Content ?? ''] : [],
    );
    expect(said.filter((text) => text.endsWith('!'))).toEqual(['one!', 'two!', 'three!']);
    expect(emulator.requests.count('SendEvent')).toBeGreaterThan(0); // it tells that it has read them
    contact.end();
    advance(10_000);
    expect(talking.ending).toBe('completed');
  });

  /** A bot that is stopped while four of its five answers wait. */
  const stopped = () => {
    const stop$ = new Subject<void>();
    const virtual = virtualChat({ type: 'AGENT' });
    const { advance, chat, contact, emulator } = virtual;
    const answer = ({ content }: { content: string }) => `${content}!`;
    const talking = watch(bot(chat, answer, { stop$ }));
    advance(1_000);
    emulator.faults.delayOperation('SendMessage', 1_000);
    for (const text of ['1', '2', '3', '4', '5']) {
      contact.customer.say(text);
      advance(10);
    }
    advance(1_100);
    stop$.next();
    const answers = () =>
      contact.transcript.flatMap(({ Content }) => (Content?.endsWith('!') ? [Content] : []));
    return { ...virtual, answers, talking };
  };

  it('sends what it has said, and answers nothing more, once it is stopped', () => {
    const { advance, answers, contact, pendingTimers, talking } = stopped();
    expect(answers()).toEqual(['1!']);
    contact.customer.say('6');
    advance(9_000);
    expect(answers()).toEqual(['1!', '2!', '3!', '4!', '5!']);
    expect(talking.ending).toBe('completed');
    expect(pendingTimers()).toBe(0);
  });

  it('says how many of its answers remain after 10 s', () => {
    const { advance, emulator, talking } = stopped();
    emulator.faults.offline();
    advance(10_000);
    expect(talking.error).toMatchObject({ code: 'Network', remaining: 4 });
  });
});
