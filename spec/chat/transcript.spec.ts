import { timestamp, VirtualAction, VirtualTimeScheduler } from 'rxjs';
import { type ChatMessage, isMessage, type Transcript } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch, type Watched } from './support/watch.js';

const MINUTE = 60_000;

const messagesIn = (transcript: Transcript | undefined): readonly ChatMessage[] =>
  (transcript?.items ?? []).filter(isMessage);

const said = ({ last }: Watched<Transcript>) => texts(messagesIn(last));

describe('transcript$ where a subscriber answers what it sees', () => {
  it('leaves no other subscriber behind', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    let hasAnswered = false;
    chat.transcript$.subscribe(({ items }) => {
      if (hasAnswered || !items.some(({ content }) => content === 'Hello')) return;
      hasAnswered = true;
      watch(chat.sendMessage('auto'));
    });
    const second = watch(chat.transcript$);
    emulator.faults.delayOperation('SendMessage', 5_000);
    agent.say('Hello');
    advance(1_000);

    expect(texts(second.last?.items).slice(-2)).toEqual(['Hello', 'auto']);
  });
});

describe('transcript$', () => {
  /** What each snapshot has. */
  const shown = ({ values }: Watched<Transcript>) =>
    values.map(({ size, hasOlder }) => ({ size, hasOlder }));

  it('has the history, and whether there are older items, in one snapshot', () => {
    const { advance, agent, chat } = virtualChat({ history: 5 });
    for (let n = 0; n < 8; n++) agent.say(`${n}`);
    const transcript = watch(chat.transcript$);
    const changes = watch(chat.transcriptChanges$);
    watch(chat.connect());
    advance(100);
    expect(shown(transcript).slice(0, 2)).toEqual([
      { size: 0, hasOlder: false },
      { size: 5, hasOlder: true },
    ]);
    expect(changes.values[1]?.transcript).toBe(transcript.values[1]);
  });

  it('has an older page, and whether there are more, in one snapshot', () => {
    const { advance, agent, chat } = virtualChat({ history: 3 });
    for (let n = 0; n < 3; n++) agent.say(`${n}`);
    watch(chat.connect());
    advance(1_000);
    const transcript = watch(chat.transcript$);
    watch(chat.loadOlder());
    advance(1_000);
    expect(shown(transcript)).toEqual([
      { size: 3, hasOlder: true },
      { size: 5, hasOlder: false },
    ]);
  });

  it('has a snapshot at once, before the chat is connected too', () => {
    const { chat } = virtualChat();
    const transcript = watch(chat.transcript$);
    expect(transcript.values).toHaveLength(1);
    expect(transcript.last).toMatchObject({ items: [], size: 0, hasOlder: false, gaps: [] });
  });

  it('has what the service keeps: messages, and events that stay', () => {
    const { advance, agent, chat, contact } = connectedChat();
    agent.say('Hello');
    contact.join({ displayName: 'Cid' });
    agent.leave();
    advance(1_000);
    const { last } = watch(chat.transcript$);
    expect(last?.items.map(({ id }) => id)).toEqual(contact.transcript.map(({ Id }) => Id));
    expect(
      last?.items.map(({ contentType }) => contentType.split('.').slice(-2).join('.')),
    ).toEqual([
      ...['participant.joined', 'participant.joined', 'text/plain'],
      ...['participant.joined', 'participant.left'],
    ]);
  });

  it('has neither typing nor receipts', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const sent = watch(chat.sendMessage('Hi'));
    advance(1_000);
    agent.type();
    agent.read(sent.last?.id ?? '');
    advance(1_000);
    emulator.faults.cutSockets(); // the service keeps receipts, as rows of its transcript
    advance(1_000);
    const { last } = watch(chat.transcript$);
    expect(last?.items.slice(2)).toMatchObject([{ content: 'Hi' }]);
  });

  it('can be read by place, from either end', () => {
    const { advance, agent, chat } = connectedChat();
    for (const text of ['1', '2', '3']) agent.say(text);
    advance(1_000);
    const { last } = watch(chat.transcript$);
    expect(last?.size).toBe(5);
    expect(last?.at(2)?.content).toBe('1');
    expect(last?.at(-1)?.content).toBe('3');
    expect([last?.at(5), last?.at(-6)]).toEqual([undefined, undefined]);
  });

  it('is sorted by time, whenever items come', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const transcript = watch(chat.transcript$);
    emulator.faults.delayFrames(10_000, { times: 1 });
    agent.say('first');
    advance(1_000);
    agent.say('second');
    advance(1_000);
    expect(said(transcript)).toEqual(['second']);
    advance(MINUTE);
    expect(said(transcript)).toEqual(['first', 'second']);
  });

  it('does not change what it has given away', () => {
    const { advance, agent, chat } = connectedChat();
    const transcript = watch(chat.transcript$);
    agent.say('one');
    advance(1_000);
    const before = transcript.last;
    agent.say('two');
    advance(1_000);
    expect(texts(messagesIn(before))).toEqual(['one']);
    expect(said(transcript)).toEqual(['one', 'two']);
    expect(transcript.last).not.toBe(before);
  });

  it('gives all its subscribers the same snapshots, late ones the present one', () => {
    const { advance, agent, chat } = connectedChat();
    const early = watch(chat.transcript$);
    agent.say('one');
    advance(1_000);
    const late = watch(chat.transcript$);
    expect(late.values).toEqual([early.last]);
    expect(late.last).toBe(early.last);
  });

  it('goes on where nobody is subscribed', () => {
    const { advance, agent, chat } = connectedChat();
    watch(chat.transcript$).unsubscribe();
    agent.say('one');
    advance(1_000);
    expect(said(watch(chat.transcript$))).toEqual(['one']);
  });

  it('completes with its last snapshot, and replays that', () => {
    const { advance, agent, chat, contact } = connectedChat();
    const transcript = watch(chat.transcript$);
    agent.say('Good bye');
    contact.end();
    advance(1_000);
    expect(transcript.ending).toBe('completed');
    expect(transcript.last?.at(-1)?.contentType).toMatch(/chat\.ended$/);
    const late = watch(chat.transcript$);
    expect(late).toMatchObject({ ending: 'completed' });
    expect(late.values).toEqual([transcript.last]);
  });

  it('replays its last snapshot after close(), also to its first subscriber', () => {
    const { advance, agent, chat } = connectedChat();
    agent.say('one');
    advance(1_000);
    chat.close();
    const late = watch(chat.transcript$);
    expect(late.ending).toBe('completed');
    expect(said(late)).toEqual(['one']);
  });

  it('says whether the service has older items', () => {
    const { advance, agent, chat } = virtualChat({ history: 5 });
    for (let i = 0; i < 3; i++) agent.say(`${i}`);
    watch(chat.connect());
    advance(1_000);
    expect(watch(chat.transcript$).last).toMatchObject({ size: 5, hasOlder: false });

    const longer = virtualChat({ history: 5 });
    for (let i = 0; i < 4; i++) longer.agent.say(`${i}`);
    watch(longer.chat.connect());
    longer.advance(1_000);
    expect(watch(longer.chat.transcript$).last).toMatchObject({ size: 5, hasOlder: true });
  });

  it('says that there are older items where history is left out', () => {
    const { advance, chat } = virtualChat({ history: 0 });
    watch(chat.connect());
    advance(1_000);
    expect(watch(chat.transcript$).last).toMatchObject({ size: 0, hasOlder: true });
  });
});

describe('the pace of transcript$', () => {
  it('is one emission in 16 ms, however much comes', () => {
    const { advance, agent, chat, scheduler } = connectedChat({ service: { latencyMs: () => 0 } });
    const transcript = watch(chat.transcript$.pipe(timestamp(scheduler)));
    for (let i = 0; i < 100; i++) {
      agent.say(`${i}`);
      advance(1);
    }
    advance(1_000);
    const times = transcript.values.slice(1).map(({ timestamp: time }) => time);
    const waits = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(times[0]).toBe(100); // the first change shows at once
    expect(waits).toEqual([16, 16, 16, 16, 16, 16, 16]);
    expect(transcript.last?.value.size).toBe(102);
  });

  it('is one emission for all that comes at once', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const transcript = watch(chat.transcript$);
    emulator.faults.cutSockets();
    for (let i = 0; i < 350; i++) agent.say(`${i}`);
    advance(5_000);
    expect(said(transcript)).toHaveLength(350);
    expect(transcript.values.length).toBeLessThan(10);
  });

  it('is one emission for each task of frameScheduler', () => {
    const frameScheduler = new VirtualTimeScheduler(VirtualAction, Infinity);
    const { advance, agent, chat } = connectedChat({ frameScheduler });
    frameScheduler.flush();
    const transcript = watch(chat.transcript$);
    for (const text of ['1', '2', '3']) {
      agent.say(text);
      advance(1_000);
    }
    expect(transcript.values).toHaveLength(2);
    expect(said(transcript)).toEqual(['1']);
    frameScheduler.flush();
    expect(transcript.values).toHaveLength(3);
    expect(said(transcript)).toEqual(['1', '2', '3']);
    frameScheduler.flush();
    expect(transcript.values).toHaveLength(3);
  });

  it('leaves no task behind where it is left', () => {
    const { advance, agent, chat, connection, pendingTimers } = connectedChat();
    const transcript = watch(chat.transcript$);
    agent.say('one');
    advance(5);
    transcript.unsubscribe();
    connection.unsubscribe();
    expect(pendingTimers()).toBe(0);
  });
});

describe('an own message', () => {
  const statuses = (transcript: Watched<Transcript>) =>
    transcript.values.map((snapshot) => messagesIn(snapshot).map(({ status }) => status));

  it('is there at once, sending, then sent', () => {
    const { advance, chat, contact } = connectedChat();
    const transcript = watch(chat.transcript$);
    const sent = watch(chat.sendMessage('Hi'));
    expect(messagesIn(transcript.last)).toMatchObject([
      {
        ...{ type: 'MESSAGE', content: 'Hi', contentType: 'text/plain', status: 'sending' },
        participant: { id: contact.participantId, role: 'CUSTOMER' },
      },
    ]);
    advance(1_000);
    expect(statuses(transcript)).toEqual([[], ['sending'], ['sent']]);
    expect(messagesIn(transcript.last)).toMatchObject([
      { id: sent.last?.id, clientToken: sent.last?.clientToken, time: sent.last?.time },
    ]);
  });

  it('comes last while it is on its way', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    emulator.faults.delayOperation('SendMessage', 5_000);
    const transcript = watch(chat.transcript$);
    watch(chat.sendMessage('mine'));
    advance(1_000);
    agent.say('theirs');
    advance(1_000);
    expect(said(transcript)).toEqual(['theirs', 'mine']);
    advance(5_000);
    expect(said(transcript)).toEqual(['theirs', 'mine']);
  });

  it('is one item where the answer comes before the echo', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.delayFrames(2_000);
    const transcript = watch(chat.transcript$);
    const messages = watch(chat.messages$);
    watch(chat.sendMessage('Hi'));
    advance(1_000);
    expect(messagesIn(transcript.last)).toMatchObject([{ content: 'Hi', status: 'sent' }]);
    expect(messages.values).toEqual([]);
    advance(5_000);
    expect(messagesIn(transcript.last)).toMatchObject([{ content: 'Hi', status: 'sent' }]);
    expect(texts(messages.values)).toEqual(['Hi']);
  });

  it('is one item where the echo comes before the answer', () => {
    const latencies: number[] = [];
    const { advance, chat } = connectedChat({
      service: { latencyMs: () => latencies.shift() ?? 5 },
    });
    const transcript = watch(chat.transcript$);
    latencies.push(5, 5, 2_000); // the request, the echo, the answer
    const sent = watch(chat.sendMessage('Hi'));
    advance(1_000);
    expect(messagesIn(transcript.last)).toMatchObject([{ content: 'Hi', status: 'sent' }]);
    expect(sent.ending).toBeUndefined();
    advance(5_000);
    expect(sent.ending).toBe('completed');
    expect(messagesIn(transcript.last)).toMatchObject([
      { id: sent.last?.id, clientToken: sent.last?.clientToken, status: 'sent' },
    ]);
  });

  it('is one item, sent once, where the answer got lost', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.loseAnswer('SendMessage', { times: 2 });
    const transcript = watch(chat.transcript$);
    const messages = watch(chat.messages$);
    const sent = watch(chat.sendMessage('Hi'));
    advance(100);
    expect(messagesIn(transcript.last)).toMatchObject([{ content: 'Hi', status: 'sent' }]);
    expect(sent.values).toEqual([]);
    advance(10_000);
    expect(emulator.requests.count('SendMessage')).toBe(3);
    expect(contact.transcript.filter(({ Content }) => Content === 'Hi')).toHaveLength(1);
    expect(sent.values).toEqual([expect.objectContaining({ id: messages.last?.id })]);
    expect(texts(messages.values)).toEqual(['Hi']);
    expect(said(transcript)).toEqual(['Hi']);
  });

  it('is one item where answer and connection got lost together', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.loseAnswer('SendMessage', { times: 1 });
    emulator.faults.dropFrames({ times: 1 });
    const transcript = watch(chat.transcript$);
    const messages = watch(chat.messages$);
    watch(chat.sendMessage('Hi'));
    advance(6);
    emulator.faults.cutSockets();
    advance(10_000);
    expect(said(transcript)).toEqual(['Hi']);
    expect(texts(messages.values)).toEqual(['Hi']);
  });

  it('may be the same text as another', () => {
    const { advance, chat } = connectedChat();
    const transcript = watch(chat.transcript$);
    const messages = watch(chat.messages$);
    const sent = ['OK', 'OK', 'OK'].map((text) => watch(chat.sendMessage(text)));
    expect(said(transcript)).toEqual(['OK']);
    advance(1_000);
    const ids = sent.map(({ last }) => last?.id);
    expect(messages.values.map(({ id }) => id)).toEqual(ids);
    expect(messagesIn(transcript.last).map(({ id }) => id)).toEqual(ids);
    expect(messagesIn(transcript.last).map(({ clientToken }) => clientToken)).toEqual(
      sent.map(({ last }) => last?.clientToken),
    );
  });

  it('is failed, with why, where the service refuses it', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException' });
    const transcript = watch(chat.transcript$);
    const messages = watch(chat.messages$);
    const sent = watch(chat.sendMessage('Hi'));
    advance(1_000);
    expect(messagesIn(transcript.last)).toMatchObject([{ content: 'Hi', status: 'failed' }]);
    expect(messagesIn(transcript.last)[0]?.error).toBe(sent.error);
    expect(sent.error).toMatchObject({ code: 'Validation', statusCode: 400 });
    expect(messages.values).toEqual([]);
  });

  it('stays at the place where it failed', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException' });
    const transcript = watch(chat.transcript$);
    agent.say('before');
    advance(1_000);
    watch(chat.sendMessage('failed'));
    advance(1_000);
    agent.say('after');
    advance(1_000);
    expect(said(transcript)).toEqual(['before', 'failed', 'after']);
  });

  it('is one item again where it is sent again after it failed', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    const transcript = watch(chat.transcript$);
    const message$ = chat.sendMessage('Hi');
    watch(message$);
    advance(1_000);
    const again = watch(message$);
    expect(messagesIn(transcript.last)).toMatchObject([{ content: 'Hi', status: 'sending' }]);
    advance(1_000);
    expect(again.ending).toBe('completed');
    expect(messagesIn(transcript.last)).toMatchObject([
      { id: again.last?.id, content: 'Hi', status: 'sent' },
    ]);
    expect(messagesIn(transcript.last)[0]).not.toHaveProperty('error');
  });

  it('vanishes where it is taken back before it left', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.delayOperation('SendMessage', 1_000);
    const transcript = watch(chat.transcript$);
    watch(chat.sendMessage('stays'));
    const second = watch(chat.sendMessage('taken back'));
    advance(100);
    expect(said(transcript)).toEqual(['stays', 'taken back']);
    second.unsubscribe();
    advance(100);
    expect(said(transcript)).toEqual(['stays']);
    advance(MINUTE);
    expect(said(transcript)).toEqual(['stays']);
    expect(emulator.requests.count('SendMessage')).toBe(1);
  });

  it('is sent, and nothing else, where it is from this participant before this chat', () => {
    const { advance, chat, contact } = virtualChat();
    contact.customer.say('from another tab');
    watch(chat.connect());
    advance(1_000);
    expect(messagesIn(watch(chat.transcript$).last)).toMatchObject([
      { content: 'from another tab', status: 'sent' },
    ]);
  });

  it('shows how its processing ends', () => {
    const { advance, chat, contact } = connectedChat();
    contact.holdMessages(true);
    const transcript = watch(chat.transcript$);
    const sent = watch(chat.sendMessage('My number is 4111'));
    advance(1_000);
    contact.settleMessage(sent.last?.id ?? '', { content: 'My number is [PII]' });
    advance(1_000);
    expect(messagesIn(transcript.last)).toMatchObject([
      { id: sent.last?.id, content: 'My number is [PII]', status: 'sent' },
    ]);
  });
});

describe('a streamed answer in transcript$', () => {
  it('grows, partial, until it is complete', () => {
    const { advance, chat, contact } = connectedChat();
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    const transcript = watch(chat.transcript$);
    const stream = bot.stream();
    for (const piece of ['Let ', 'me ', 'see']) {
      stream.send(piece);
      advance(100);
    }
    stream.complete('Let me see.');
    advance(100);
    const grown = transcript.values.flatMap(messagesIn);
    expect(texts(grown)).toEqual(['Let ', 'Let me ', 'Let me see', 'Let me see.']);
    expect(grown.map(({ partial }) => partial)).toEqual([true, true, true, undefined]);
    expect(new Set(grown.map(({ id }) => id)).size).toBe(1);
  });

  it('keeps its place among what comes meanwhile', () => {
    const { advance, agent, chat, contact } = connectedChat();
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    const transcript = watch(chat.transcript$);
    const stream = bot.stream(['Hm']);
    advance(1_000);
    agent.say('in between');
    advance(1_000);
    stream.complete('Hmm.');
    advance(1_000);
    expect(said(transcript)).toEqual(['Hmm.', 'in between']);
  });

  it('leaves out a piece that comes out of turn', () => {
    const { advance, chat, contact } = connectedChat();
    const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
    const transcript = watch(chat.transcript$);
    const stream = bot.stream(['a']);
    stream.sendAs(3, 'c');
    advance(100);
    expect(said(transcript)).toEqual(['a']);
    stream.sendAs(2, 'b');
    advance(100);
    expect(said(transcript)).toEqual(['ab']);
    stream.complete();
    advance(100);
    expect(said(transcript)).toEqual(['abc']);
  });
});

describe('a gap', () => {
  for (const error of ['AccessDeniedException', 'ValidationException']) {
    it(`shows where it lies, where the service answers ${error}`, () => {
      const { advance, agent, chat, contact, emulator } = connectedChat();
      const transcript = watch(chat.transcript$);
      const messages = watch(chat.messages$);
      const metrics = watch(chat.metrics$);
      advance(MINUTE);
      const end = emulator.faults.failOperation('GetTranscript', { error });
      const lastKnown = contact.transcript.at(-1)?.Id;
      emulator.faults.cutSockets();
      agent.say('missed');
      advance(1_000);
      agent.say('live');
      advance(10_000);
      expect(transcript.last?.gaps).toEqual([{ after: lastKnown }]);
      expect(texts(messages.values)).toEqual(['live']);
      expect(metrics.values).toContainEqual({ type: 'gap-unfilled', reason: expect.any(String) });
      expect(watch(chat.connectionState$).last?.status).toBe('connected');

      end();
      emulator.faults.cutSockets();
      advance(10_000);
      expect(transcript.last?.gaps).toEqual([]);
      expect(said(transcript)).toEqual(['missed', 'live']);
      expect(texts(messages.values)).toEqual(['live', 'missed']);
    });
  }

  it('does not show where the service only takes its time', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const transcript = watch(chat.transcript$);
    emulator.faults.failOperation('GetTranscript', { error: 'ThrottlingException', times: 4 });
    emulator.faults.cutSockets();
    agent.say('missed');
    advance(MINUTE);
    expect(transcript.values.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(said(transcript)).toEqual(['missed']);
  });

  it('is filled by another way where the service no longer knows the last item', () => {
    const { advance, agent, chat, emulator } = connectedChat();
    const transcript = watch(chat.transcript$);
    emulator.faults.failOperation('GetTranscript', { error: 'ValidationException', times: 1 });
    emulator.faults.cutSockets();
    agent.say('missed');
    advance(10_000);
    expect(transcript.last?.gaps).toEqual([]);
    expect(said(transcript)).toEqual(['missed']);
  });

  it('lies before all where history cannot be had', () => {
    const { advance, agent, chat, emulator } = virtualChat();
    emulator.faults.failOperation('GetTranscript', { error: 'ValidationException', times: 1 });
    agent.say('before');
    const messages = watch(chat.messages$);
    watch(chat.connect());
    advance(1_000);
    agent.say('live');
    advance(10_000);
    expect(texts(messages.values)).toEqual(['live']);
    expect(watch(chat.transcript$).last).toMatchObject({ gaps: [{ after: undefined }] });
  });
});
