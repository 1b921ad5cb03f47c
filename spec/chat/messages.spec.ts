import { timestamp } from 'rxjs';
import { isMessage } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const MINUTE = 60_000;

describe('close() by who is given a message', () => {
  it('lets out what was held behind it first', () => {
    const { advance, agent, chat, emulator } = connectedChat({ orderingWindowMs: 0 });
    const transcript = watch(chat.transcript$);
    chat.messages$.subscribe(() => {
      chat.close();
    });
    emulator.faults.delayOperation('GetTranscript', 1_000);
    emulator.faults.failOperation('GetTranscript', { error: 'ValidationException' });
    emulator.faults.cutSockets();
    advance(500);
    for (const text of ['1', '2', '3']) agent.say(text);
    advance(20_000);

    expect(texts(transcript.last?.items).slice(-3)).toEqual(['1', '2', '3']);
  });
});

describe('messages$', () => {
  it("has everyone's messages, one's own included, each once and in order", () => {
    const { advance, agent, chat, contact } = connectedChat();
    const messages = watch(chat.messages$);
    agent.say('Hello');
    advance(1_000);
    watch(chat.sendMessage('Hi'));
    advance(1_000);
    agent.say('How can I help?');
    advance(1_000);
    expect(messages.values).toMatchObject([
      { content: 'Hello', participant: { id: agent.id, role: 'AGENT', displayName: 'Bea' } },
      { content: 'Hi', participant: { id: contact.participantId, role: 'CUSTOMER' } },
      { content: 'How can I help?' },
    ]);
    expect(messages.values.map(({ id }) => id)).toEqual(
      contact.transcript.filter(({ Type }) => Type === 'MESSAGE').map(({ Id }) => Id),
    );
  });

  it('gives what the service says one spelling', () => {
    const { advance, agent, chat } = connectedChat();
    const messages = watch(chat.messages$);
    const contentType = 'application/vnd.amazonaws.connect.message.interactive';
    const item = agent.say({ content: '{"templateType":"ListPicker"}', contentType });
    advance(1_000);
    expect(messages.values).toEqual([
      {
        id: item.Id,
        type: 'MESSAGE',
        contentType,
        content: '{"templateType":"ListPicker"}',
        time: new Date(item.AbsoluteTime ?? ''),
        participant: { id: agent.id, role: 'AGENT', displayName: 'Bea' },
        attachments: [],
        raw: item,
      },
    ]);
  });

  it('has attachments', () => {
    const { advance, agent, chat } = connectedChat();
    const messages = watch(chat.messages$);
    agent.attach({ name: 'invoice.txt', contentType: 'text/plain', content: '42' });
    advance(1_000);
    expect(messages.values).toMatchObject([
      {
        type: 'ATTACHMENT',
        content: '',
        attachments: [{ name: 'invoice.txt', contentType: 'text/plain', status: 'APPROVED' }],
      },
    ]);
  });

  it('has no events', () => {
    const { advance, agent, chat, contact } = connectedChat();
    const messages = watch(chat.messages$);
    agent.type();
    contact.join({ displayName: 'Cid' });
    agent.leave();
    advance(1_000);
    expect(messages.values).toEqual([]);
  });

  it('lets a message through once however often it comes', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    emulator.faults.doubleFrames();
    agent.say('one');
    watch(chat.sendMessage('two'));
    agent.say('three');
    advance(1_000);
    emulator.faults.cutSockets(); // and again with the transcript
    advance(MINUTE);
    expect(texts(messages.values)).toEqual(['one', 'three', 'two']);
  });

  it('says nothing to who subscribes later', () => {
    const { advance, agent, chat } = connectedChat();
    agent.say('before');
    advance(1_000);
    const messages = watch(chat.messages$);
    advance(1_000);
    expect(messages.values).toEqual([]);
  });

  it('completes at the end of the chat, after what was waiting', () => {
    const { advance, agent, chat, contact } = connectedChat({ orderingWindowMs: 5_000 });
    const messages = watch(chat.messages$);
    agent.say('Good bye');
    contact.end();
    advance(1_000);
    expect(texts(messages.values)).toEqual(['Good bye']);
    expect(messages.ending).toBe('completed');
    expect(watch(chat.messages$)).toMatchObject({ values: [], ending: 'completed' });
  });

  it('completes with close(), after what was waiting', () => {
    const { advance, agent, chat } = connectedChat({ orderingWindowMs: 5_000 });
    const messages = watch(chat.messages$);
    agent.say('one');
    advance(10);
    expect(messages.values).toEqual([]);
    chat.close();
    expect(texts(messages.values)).toEqual(['one']);
    expect(messages.ending).toBe('completed');
  });
});

describe('the order of messages$', () => {
  it('is that of time, where frames come out of turn', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    emulator.faults.reorderFrames(3);
    for (const text of ['1', '2', '3', '4', '5']) agent.say(text);
    advance(1_000);
    expect(texts(messages.values)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('is that of arrival with a window of 0, without a wait', () => {
    const { advance, agent, chat, emulator } = connectedChat({ orderingWindowMs: 0 });
    const messages = watch(chat.messages$);
    emulator.faults.reorderFrames(3);
    for (const text of ['1', '2', '3']) agent.say(text);
    advance(5);
    expect(texts(messages.values)).toEqual(['3', '2', '1']);
  });

  it('is waited for no longer than the window', () => {
    const { advance, agent, chat, scheduler } = connectedChat();
    const messages = watch(chat.messages$.pipe(timestamp(scheduler)));
    agent.say('one'); // at 100, here at 105
    advance(1_000);
    expect(messages.values.map(({ timestamp: time }) => time)).toEqual([205]);
  });

  it('gives way to a message that comes later than the window: late is better than lost', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    emulator.faults.delayFrames(1_000, { times: 1 });
    agent.say('delayed');
    agent.say('in time');
    advance(500);
    expect(texts(messages.values)).toEqual(['in time']);
    advance(1_000);
    expect(texts(messages.values)).toEqual(['in time', 'delayed']);
  });
});

describe('history', () => {
  it('is in the transcript, and not in messages$', () => {
    const { advance, agent, chat } = virtualChat();
    for (const text of ['one', 'two']) agent.say(text);
    const messages = watch(chat.messages$);
    const events = watch(chat.events$);
    watch(chat.connect());
    advance(1_000);
    expect(texts(watch(chat.transcript$).last?.items.slice(1, 3))).toEqual(['one', 'two']);
    expect(messages.values).toEqual([]);
    expect(events.values).toEqual([]);
  });

  it('is as long as it is told', () => {
    const { advance, agent, chat } = virtualChat({ history: 3 });
    for (let i = 0; i < 20; i++) agent.say(`${i}`);
    watch(chat.connect());
    advance(1_000);
    // The third is that the customer has joined.
    expect(texts(watch(chat.transcript$).last?.items)).toEqual(['18', '19', '']);
  });

  it('can be left out: what was there before stays there', () => {
    const { advance, agent, chat, contact } = virtualChat({ history: 0 });
    contact.customer.say('first of all'); // has joined by that
    agent.say('before');
    const messages = watch(chat.messages$);
    const events = watch(chat.events$);
    watch(chat.connect());
    advance(1_000);
    expect(texts(messages.values)).toEqual([]);
    expect(events.values).toEqual([]);
    expect(watch(chat.transcript$).last?.items).toEqual([]);

    agent.say('after');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['after']);
  });

  it('can be left out of a chat that nobody has said anything in', () => {
    const { advance, agent, chat } = virtualChat({ history: 0 });
    const messages = watch(chat.messages$);
    watch(chat.connect());
    advance(1_000);
    agent.say('after');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['after']);
    expect(texts(watch(chat.transcript$).last?.items)).toEqual(['after']);
  });

  it('waits for a service that fails for a while, and so do live messages, but not for long', () => {
    const { advance, agent, chat, emulator } = virtualChat();
    emulator.faults.failOperation('GetTranscript', { times: 6 });
    agent.say('before');
    const messages = watch(chat.messages$);
    watch(chat.connect());
    advance(1_000);
    agent.say('live');
    advance(5_200);
    expect(texts(messages.values)).toEqual(['live']);
    advance(MINUTE);
    expect(texts(messages.values)).toEqual(['live']);
    expect(texts(watch(chat.transcript$).last?.items)).toEqual(['', 'before', '', 'live']);
  });
});

describe('what no socket brought', () => {
  it('comes from the time between joining and being subscribed', () => {
    const { advance, agent, chat, emulator } = virtualChat();
    emulator.faults.withholdSubscriptionAnswers({ times: 1 });
    const messages = watch(chat.messages$);
    watch(chat.connect());
    advance(500); // the service is asked again after a second
    agent.say('meanwhile');
    advance(5_000);
    expect(texts(messages.values)).toEqual(['meanwhile']);
  });

  it.each([0, 15])(
    'is no history where that had not come before the cut (history %d)',
    (history) => {
      const { advance, agent, chat, contact, emulator } = virtualChat({ history });
      agent.say('before');
      advance(MINUTE);
      emulator.faults.delayOperation('GetTranscript', 2_000);
      const messages = watch(chat.messages$);
      const transcript = watch(chat.transcript$);
      watch(chat.connect());
      advance(1_000);
      agent.say('live');
      advance(500);
      const online = emulator.faults.offline(contact.details);
      for (let i = 0; i < 120; i++) agent.say(`missed ${i}`);
      advance(100);
      online();
      advance(MINUTE);
      const missed = Array.from({ length: 120 }, (_, i) => `missed ${i}`);
      expect(texts(messages.values)).toEqual(['live', ...missed]);
      expect(transcript.last).toMatchObject({ hasOlder: history === 0 });
      watch(chat.loadOlder());
      advance(MINUTE);
      const all = (transcript.last?.items ?? []).filter(isMessage);
      expect(texts(all)).toEqual(['before', 'live', ...missed]);
    },
  );

  it('comes where the chat was left before its history had come', () => {
    const { advance, agent, chat, emulator } = virtualChat();
    agent.say('before');
    advance(MINUTE);
    emulator.faults.delayOperation('GetTranscript', 2_000, { times: 1 });
    const messages = watch(chat.messages$);
    const first = watch(chat.connect());
    advance(500);
    expect(first.values).toHaveLength(1);
    first.unsubscribe();
    agent.say('meanwhile');
    advance(MINUTE);
    watch(chat.connect());
    advance(MINUTE);
    expect(texts(messages.values)).toEqual(['meanwhile']);
  });

  it('comes before what the new socket brings', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    emulator.faults.delayOperation('GetTranscript', 2_000);
    emulator.faults.cutSockets();
    for (const text of ['1', '2', '3']) agent.say(text);
    advance(500);
    expect(emulator.sockets().subscribed).toBe(1);
    for (const text of ['4', '5']) agent.say(text);
    advance(500);
    expect(messages.values).toEqual([]);
    advance(5_000);
    expect(texts(messages.values)).toEqual(['1', '2', '3', '4', '5']);
  });

  it('keeps live messages waiting for 5 s at most, and still comes', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    emulator.faults.delayOperation('GetTranscript', 10_000, { times: 1 });
    emulator.faults.cutSockets();
    agent.say('missed');
    advance(500);
    agent.say('live');
    advance(5_500);
    expect(texts(messages.values)).toEqual(['live']);
    advance(10_000);
    expect(texts(messages.values)).toEqual(['live', 'missed']);
  });

  it('comes however much it is', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    const sent = Array.from({ length: 350 }, (_, i) => `message ${i}`);
    emulator.faults.cutSockets();
    for (const text of sent) agent.say(text);
    advance(5_000);
    expect(texts(messages.values)).toEqual(sent);
  });

  it('comes in the end where each fetch of it is cut', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    const online = emulator.faults.offline();
    for (let i = 0; i < 600; i++) agent.say(`message ${i}`);
    advance(5 * MINUTE);
    online();
    emulator.faults.delayOperation('GetTranscript', 3_000);
    for (let cut = 0; cut < 20; cut++) {
      advance(12_000);
      emulator.faults.cutSockets();
    }
    expect(messages.values).toHaveLength(600);
  });

  it('comes once, however often the connection is cut meanwhile', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    const sent = Array.from({ length: 40 }, (_, i) => `message ${i}`);
    sent.forEach((text, i) => {
      agent.say(text);
      if (i % 3 === 0) emulator.faults.cutSockets();
      advance(37);
    });
    advance(MINUTE);
    expect(texts(messages.values)).toEqual(sent);
  });

  it('is found at the next reconnect where a frame got lost on an open socket', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    emulator.faults.dropFrames({ times: 1 });
    agent.say('lost');
    agent.say('here');
    advance(1_000);
    expect(texts(messages.values)).toEqual(['here']);
    emulator.faults.cutSockets();
    advance(1_000);
    expect(texts(messages.values)).toEqual(['here', 'lost']);
  });

  it('is found as well where it was an own message, of which only the answer came', () => {
    const { advance, chat, emulator } = connectedChat();
    const messages = watch(chat.messages$);
    emulator.faults.dropFrames({ times: 1 });
    const sent = watch(chat.sendMessage('mine'));
    advance(1_000);
    expect(sent.ending).toBe('completed');
    expect(messages.values).toEqual([]);
    emulator.faults.cutSockets();
    advance(1_000);
    expect(messages.values).toMatchObject([{ id: sent.last?.id, content: 'mine' }]);
  });
});

describe('a streamed answer', () => {
  it('is in messages$ when it is complete, at the time of its first piece', () => {
    const { advance, chat, contact } = connectedChat();
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    const messages = watch(chat.messages$);
    const stream = bot.stream();
    const first = stream.send('Let ');
    advance(1_000);
    stream.send('me ');
    advance(1_000);
    expect(messages.values).toEqual([]);
    stream.complete('Let me see.');
    advance(1_000);
    expect(messages.values).toMatchObject([
      { id: stream.messageId, content: 'Let me see.', time: new Date(first.AbsoluteTime ?? '') },
    ]);
    expect(messages.last).not.toHaveProperty('partial');
  });

  it('is in partials$ as far as it is, as often as it grows', () => {
    const { advance, chat, contact } = connectedChat();
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    const partials = watch(chat.partials$);
    const stream = bot.stream(['Let ', 'me ']);
    stream.sendAs(4, 'out of turn');
    stream.complete('Let me see.');
    advance(1_000);
    expect(texts(partials.values)).toEqual(['Let ', 'Let me ']);
    expect(partials.last).toMatchObject({ id: stream.messageId, partial: true });
    chat.close();
    expect(partials.ending).toBe('completed');
  });

  it('is emitted once, also where what came in between was emitted before', () => {
    const { advance, agent, chat, contact, emulator } = connectedChat();
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    const messages = watch(chat.messages$);
    emulator.faults.doubleFrames();
    const stream = bot.stream(['Hm']);
    advance(1_000);
    agent.say('in between');
    advance(1_000);
    stream.complete('Hmm.');
    advance(1_000);
    emulator.faults.cutSockets();
    advance(1_000);
    expect(texts(messages.values)).toEqual(['in between', 'Hmm.']);
  });

  it('comes whole where the connection is cut in the middle of it', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    const messages = watch(chat.messages$);
    const stream = bot.stream(['Let ', 'me ']);
    advance(10);
    emulator.faults.cutSockets();
    stream.send('see.');
    stream.complete();
    advance(1_000);
    expect(texts(messages.values)).toEqual(['Let me see.']);
  });

  it('comes whole where its pieces come out of turn', () => {
    const { advance, chat, contact } = connectedChat();
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    const messages = watch(chat.messages$);
    const stream = bot.stream();
    stream.sendAs(2, 'b');
    stream.sendAs(1, 'a');
    stream.complete();
    advance(1_000);
    expect(texts(messages.values)).toEqual(['ab']);
  });
});
