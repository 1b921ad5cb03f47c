import { applyTranscriptDelta, type ChatItem, isMessage, type Transcript } from '../../lib/lite.js';
import { connectedChat, type VirtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const said = (transcript: Transcript | undefined) =>
  texts((transcript?.items ?? []).filter(isMessage));

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_each, i) => `${from + i}`);

function say({ advance, agent }: VirtualChat, from: number, to: number) {
  for (const text of numbers(from, to)) agent.say(text);
  advance(1_000);
}

describe('maxItems', () => {
  it('keeps the newest items, and says that there are older ones', () => {
    const run = connectedChat({ maxItems: 5 });
    const transcript = watch(run.chat.transcript$);
    const messages = watch(run.chat.messages$);
    say(run, 1, 3);
    expect(transcript.last).toMatchObject({ size: 5, hasOlder: false });
    say(run, 4, 20);
    expect(said(transcript.last)).toEqual(numbers(16, 20));
    expect(transcript.last?.hasOlder).toBe(true);
    expect(texts(messages.values)).toEqual(numbers(1, 20));
  });

  it('holds for the history as well', () => {
    const run = connectedChat({ maxItems: 1 });
    expect(watch(run.chat.transcript$).last).toMatchObject({ size: 1, hasOlder: true });
  });

  it('lets what was dropped come back with loadOlder(), beside what is kept', () => {
    const run = connectedChat({ maxItems: 5, history: 10 });
    say(run, 1, 20);
    const transcript = watch(run.chat.transcript$);
    watch(run.chat.loadOlder());
    run.advance(1_000);
    expect(said(transcript.last)).toEqual(numbers(6, 20));
    say(run, 21, 22);
    expect(said(transcript.last)).toEqual(numbers(8, 22));
    for (let i = 0; i < 3; i++) {
      watch(run.chat.loadOlder());
      run.advance(1_000);
    }
    expect(said(transcript.last)).toEqual(numbers(1, 22));
    expect(transcript.last).toMatchObject({ size: 24, hasOlder: false });
  });

  it('leaves no hole where items are dropped while a page is under way', () => {
    const run = connectedChat({ maxItems: 5, history: 5 });
    say(run, 1, 40);
    const transcript = watch(run.chat.transcript$);
    run.emulator.faults.delayOperation('GetTranscript', 500, { times: 1 });
    const page = watch(run.chat.loadOlder());
    run.advance(100);
    for (const text of numbers(41, 43)) run.agent.say(text);
    run.advance(2_000);
    expect(page.ending).toBe('completed');
    expect(said(transcript.last)).toEqual(numbers(34, 43));
  });

  it('brings back what the page at the beginning had too much', () => {
    const run = connectedChat({ maxItems: 5, history: 10 });
    say(run, 1, 40);
    const { chat } = { chat: run.create({ chatDetails: run.contact.details, maxItems: 3 }) };
    watch(chat.connect());
    run.advance(1_000);
    expect(said(watch(chat.transcript$).last)).toEqual(numbers(38, 40));
    watch(chat.loadOlder());
    run.advance(1_000);
    expect(said(watch(chat.transcript$).last)).toEqual(numbers(23, 40));
  });

  it('takes nothing that was dropped for new, whatever brings it again', () => {
    const run = connectedChat({ maxItems: 5 });
    const messages = watch(run.chat.messages$);
    watch(run.chat.transcript$); // what nobody looks at is dropped later
    run.emulator.faults.doubleFrames();
    say(run, 1, 30);
    run.emulator.faults.cutSockets();
    run.advance(10_000);
    say(run, 31, 32);
    expect(texts(messages.values)).toEqual(numbers(1, 32));
    expect(said(watch(run.chat.transcript$).last)).toEqual(numbers(28, 32));
  });

  it('does not keep a message that comes late from messages$', () => {
    const run = connectedChat({ maxItems: 5 });
    const messages = watch(run.chat.messages$);
    run.emulator.faults.delayFrames(10_000, { times: 1 });
    run.agent.say('late');
    run.advance(1_000);
    say(run, 1, 20);
    expect(texts(messages.values)).toEqual(numbers(1, 20));
    run.advance(20_000);
    expect(texts(messages.values)).toEqual([...numbers(1, 20), 'late']);
    expect(said(watch(run.chat.transcript$).last)).toEqual(numbers(16, 20));
  });

  it('drops no own message that is on its way or has failed', () => {
    const run = connectedChat({ maxItems: 2 });
    run.emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    watch(run.chat.sendMessage('fails'));
    run.advance(1_000);
    run.emulator.faults.delayOperation('SendMessage', 10_000, { times: 1 });
    watch(run.chat.sendMessage('waits'));
    say(run, 1, 10);
    const { last } = watch(run.chat.transcript$);
    expect(last?.items).toMatchObject([{ status: 'failed' }, { status: 'sending' }]);
    run.advance(20_000);
    const kept = watch(run.chat.transcript$).last;
    expect(said(kept)).toEqual(['fails', 'waits']);
  });

  it('forgets nobody who is here', () => {
    const run = connectedChat({ maxItems: 2 });
    say(run, 1, 10);
    expect(said(watch(run.chat.transcript$).last)).toEqual(['9', '10']);
    const here = watch(run.chat.participants$).last?.map(({ displayName }) => displayName);
    expect(here).toEqual(['Bea', 'Customer']);
  });

  it('is checked', () => {
    expect(() => connectedChat({ maxItems: 0 })).toThrow(
      'cannot create a chat: maxItems must be a number from 1 to Infinity',
    );
  });
});

describe('transcriptChanges$', () => {
  it('is, applied to an array, what transcript$ has', () => {
    const run = connectedChat({ maxItems: 10 });
    let items: readonly ChatItem[] = [];
    const changes = watch(run.chat.transcriptChanges$);
    const transcript = watch(run.chat.transcript$);
    let applied = 0;
    const check = () => {
      for (const delta of changes.values.slice(applied)) items = applyTranscriptDelta(items, delta);
      applied = changes.values.length;
      expect(items).toEqual(transcript.last?.items);
      expect(changes.last?.transcript).toBe(transcript.last);
    };
    check();
    say(run, 1, 5);
    check();
    watch(run.chat.sendMessage('mine'));
    check();
    run.advance(1_000);
    check();
    say(run, 6, 20);
    watch(run.chat.loadOlder());
    run.advance(1_000);
    check();
    run.contact.end();
    run.advance(5_000);
    check();
    expect(changes.ending).toBe('completed');
  });

  it('emits at most once a frame, with all that came', () => {
    const run = connectedChat({ service: { latencyMs: () => 0 } });
    const changes = watch(run.chat.transcriptChanges$);
    for (const text of numbers(1, 100)) {
      run.agent.say(text);
      run.advance(1);
    }
    run.advance(1_000);
    expect(changes.values).toHaveLength(9); // all there was, the first at once, then every 16 ms
    const inserted = changes.values
      .flatMap(({ edits }) => edits)
      .flatMap((edit) => (edit.type === 'inserted' ? edit.items : []));
    expect(texts(inserted)).toEqual(numbers(1, 100));
  });

  it('begins anew for each subscriber, also after the end', () => {
    const run = connectedChat();
    say(run, 1, 2);
    watch(run.chat.transcriptChanges$).unsubscribe();
    const reset = { edits: [{ type: 'reset' }] };
    expect(watch(run.chat.transcriptChanges$).values).toMatchObject([reset]);
    run.chat.close();
    const late = watch(run.chat.transcriptChanges$);
    expect(late.values).toMatchObject([reset]);
    expect(late.ending).toBe('completed');
  });
});
