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
    const said = contact.transcript.flatMap(({ Type, Content = '' }) =>
      Type === 'MESSAGE' ? [Content] : [],
    );
    expect(said.filter((text) => text.endsWith('!'))).toEqual(['one!', 'two!', 'three!']);
    expect(emulator.requests.count('SendEvent')).toBeGreaterThan(0); // it tells that it has read them
    contact.end();
    advance(10_000);
    expect(talking.ending).toBe('completed');
  });
});
