import { defer, type Observable, Subject } from 'rxjs';
import { asReceived, type Entry, Ledger } from '../../lib/inbox/index.js';
import { createOutbox } from '../../lib/outbox/outbox.js';
import { ChatError, type SendMessageAnswer } from '../../lib/api/index.js';
import type { ChatItem, ChatMessage } from '../../lib/wire/index.js';
import { EPOCH_MS, messageItem } from '../support/items.js';
import { VirtualClock } from '../support/virtualClock.js';

const SELF = { id: 'me', role: 'CUSTOMER', displayName: 'Me' };

/** A request to the service, to be answered by hand. */
interface Posted {
  readonly content: string;
  readonly clientToken: string;
  /** The request sets out. */
  readonly leaves: () => void;
  readonly answer: Subject<SendMessageAnswer>;
}

function outbox() {
  const clock = new VirtualClock();
  const entries = new Map<string, Entry>();
  const ledger = new Ledger({
    self: SELF.id,
    publish: ({ changes }) => {
      for (const { kind, entry } of changes) {
        const place = `${entry.time}/${entry.arrival}`;
        if (kind === 'remove') entries.delete(place);
        else entries.set(place, entry);
      }
    },
    sentSince: () => [],
  });
  const posted: Posted[] = [];
  const resent$ = new Subject<ReadonlySet<string>>();
  const { submit, work$ } = createOutbox({
    ledger,
    self: () => SELF,
    queued: () => undefined,
    resent$,
    scheduler: clock,
    post: ({ content }, clientToken, leaves) => {
      const answer = new Subject<SendMessageAnswer>();
      return defer(() => {
        posted.push({ content, clientToken, leaves, answer });
        return answer;
      });
    },
  });
  const work = work$.subscribe();
  return {
    clock,
    ledger,
    posted,
    resent$,
    work,
    submit: (content: string, token = `token-${content}`) =>
      submit({ content, contentType: 'text/plain' }, token),
    items: (): readonly ChatItem[] =>
      [...entries.values()]
        .sort((a, b) => (a.time === b.time ? a.arrival - b.arrival : a.time - b.time))
        .map(({ item }) => item),
    statuses: () =>
      [...entries.values()].map(({ item }) => `${item.content} ${item.status ?? ''}`).sort(),
  };
}

const answerAt = (posted: Posted | undefined, id: string, at = 0): void => {
  posted?.leaves();
  posted?.answer.next({ Id: id, AbsoluteTime: new Date(EPOCH_MS + at).toISOString() });
  posted?.answer.complete();
};

function watch<T>(source: Observable<T>) {
  const values: T[] = [];
  let ending: unknown = 'none';
  const subscription = source.subscribe({
    next: (value) => values.push(value),
    error: (error: unknown) => (ending = error),
    complete: () => (ending = 'completed'),
  });
  return { values, ending: () => ending, subscription };
}

const refused = new ChatError('Validation', 'cannot send');

describe('an outbox', () => {
  it('does nothing before a message is subscribed', () => {
    const { submit, posted, items } = outbox();
    void submit('hello');

    expect(posted).toEqual([]);
    expect(items()).toEqual([]);
  });

  it('has a message in the transcript at once, as one’s own', () => {
    const { submit, items, clock } = outbox();
    clock.advance(5_000);
    watch(submit('hello'));

    expect(items()).toEqual([
      {
        id: 'token-hello',
        type: 'MESSAGE',
        contentType: 'text/plain',
        content: 'hello',
        time: new Date(5_000),
        participant: SELF,
        attachments: [],
        status: 'sending',
        clientToken: 'token-hello',
        raw: {},
      },
    ]);
  });

  it('emits what the service answers, and completes', () => {
    const { submit, posted, items } = outbox();
    const { values, ending } = watch(submit('hello'));
    answerAt(posted[0], 'm1', 10);

    expect(values).toEqual([
      { id: 'm1', time: new Date(EPOCH_MS + 10), clientToken: 'token-hello' },
    ]);
    expect(ending()).toBe('completed');
    expect(items()).toMatchObject([{ id: 'm1', status: 'sent' }]);
  });

  it('sends one at a time, in the order given', () => {
    const { submit, posted, statuses } = outbox();
    for (const content of ['1', '2', '3']) watch(submit(content));
    expect(posted.map(({ content }) => content)).toEqual(['1']);
    expect(statuses()).toEqual(['1 sending', '2 sending', '3 sending']);

    answerAt(posted[0], 'm1');
    expect(posted.map(({ content }) => content)).toEqual(['1', '2']);
    answerAt(posted[1], 'm2');
    answerAt(posted[2], 'm3');
    expect(statuses()).toEqual(['1 sent', '2 sent', '3 sent']);
  });

  it('errors with what the sending errors, keeps the message as failed, and goes on with the next', () => {
    const { submit, posted, statuses, items } = outbox();
    const { ending } = watch(submit('1'));
    watch(submit('2'));
    posted[0]?.leaves();
    posted[0]?.answer.error(refused);

    expect(ending()).toBe(refused);
    expect(statuses()).toEqual(['1 failed', '2 sending']);
    expect((items()[0] as ChatMessage).error).toBe(refused);
    answerAt(posted[1], 'm2');
    expect(statuses()).toEqual(['1 failed', '2 sent']);
  });

  it('tries again under the same token when it is subscribed again after a failure', () => {
    const { submit, posted, statuses } = outbox();
    const sent$ = submit('hello');
    watch(sent$);
    posted[0]?.answer.error(refused);
    const { values } = watch(sent$);

    expect(posted.map(({ clientToken }) => clientToken)).toEqual(['token-hello', 'token-hello']);
    expect(statuses()).toEqual(['hello sending']);
    answerAt(posted[1], 'm1');
    expect(values).toMatchObject([{ id: 'm1' }]);
    expect(statuses()).toEqual(['hello sent']);
  });

  it('sends once, however many subscribe, and gives all the answer, later ones too', () => {
    const { submit, posted, items } = outbox();
    const sent$ = submit('hello');
    const first = watch(sent$);
    const second = watch(sent$);
    answerAt(posted[0], 'm1');
    const third = watch(sent$);

    expect(posted).toHaveLength(1);
    expect(items()).toHaveLength(1);
    for (const { values, ending } of [first, second, third]) {
      expect(values).toMatchObject([{ id: 'm1' }]);
      expect(ending()).toBe('completed');
    }
  });

  it('takes two messages under one token for one, while that is on its way', () => {
    const { submit, posted, items } = outbox();
    const first = watch(submit('hello', 't1'));
    const second = watch(submit('hello', 't1'));
    answerAt(posted[0], 'm1');

    expect(posted).toHaveLength(1);
    expect(items()).toMatchObject([{ id: 'm1' }]);
    expect(first.values).toEqual(second.values);
  });

  it.each<[string, SendMessageAnswer]>([
    ['id', { AbsoluteTime: '2026-01-01T00:00:00.000Z' }],
    ['time', { Id: 'm1' }],
    ['time that is one', { Id: 'm1', AbsoluteTime: 'soon' }],
  ])('errors with Service where the answer has no %s', (_what, answer) => {
    const { submit, posted, statuses } = outbox();
    const { ending } = watch(submit('hello'));
    posted[0]?.leaves();
    posted[0]?.answer.next(answer);

    expect(ending()).toMatchObject({ name: 'ChatError', code: 'Service' });
    expect(statuses()).toEqual(['hello failed']);
  });

  it('takes back a message that has not set out when it is unsubscribed', () => {
    const { submit, posted, statuses } = outbox();
    const first = watch(submit('1'));
    watch(submit('2'));
    first.subscription.unsubscribe();

    expect(statuses()).toEqual(['2 sending']);
    expect(posted[0]?.answer.observed).toBe(false);
    expect(posted.map(({ content }) => content)).toEqual(['1', '2']);
  });

  it('takes back a message that waits behind another', () => {
    const { submit, posted, statuses } = outbox();
    watch(submit('1'));
    const second = watch(submit('2'));
    watch(submit('3'));
    second.subscription.unsubscribe();
    answerAt(posted[0], 'm1');

    expect(posted.map(({ content }) => content)).toEqual(['1', '3']);
    expect(statuses()).toEqual(['1 sent', '3 sending']);
  });

  it('does not take back a message that has set out', () => {
    const { submit, posted, statuses } = outbox();
    const { subscription } = watch(submit('hello'));
    posted[0]?.leaves();
    subscription.unsubscribe();
    expect(statuses()).toEqual(['hello sending']);
    expect(posted[0]?.answer.observed).toBe(true);

    answerAt(posted[0], 'm1');
    expect(statuses()).toEqual(['hello sent']);
  });

  it('does not take back a message that somebody still waits for', () => {
    const { submit, posted } = outbox();
    const sent$ = submit('hello');
    const first = watch(sent$);
    watch(sent$);
    first.subscription.unsubscribe();

    expect(posted[0]?.answer.observed).toBe(true);
  });

  it('sends a message that was taken back when it is subscribed again', () => {
    const { submit, posted, statuses } = outbox();
    const sent$ = submit('hello');
    watch(sent$).subscription.unsubscribe();
    expect(statuses()).toEqual([]);

    const { values } = watch(sent$);
    answerAt(posted.at(-1), 'm1');
    expect(values).toMatchObject([{ id: 'm1' }]);
    expect(statuses()).toEqual(['hello sent']);
  });

  it('takes a message for sent that the service has given back, whatever became of the answer', () => {
    const { submit, posted, ledger, statuses } = outbox();
    const { values, ending } = watch(submit('hello'));
    posted[0]?.leaves();
    ledger.receive(
      [asReceived(messageItem('m1', { from: SELF.id, role: SELF.role, content: 'hello', at: 7 }))],
      'live',
    );
    posted[0]?.answer.error(new ChatError('Network', 'cannot send: no answer'));

    expect(values).toEqual([
      { id: 'm1', time: new Date(EPOCH_MS + 7), clientToken: 'token-hello' },
    ]);
    expect(ending()).toBe('completed');
    expect(statuses()).toEqual(['hello sent']);
  });

  it('takes another message that is sent from inside next', () => {
    const { submit, posted, statuses } = outbox();
    submit('1').subscribe(() => {
      watch(submit('2'));
    });
    answerAt(posted[0], 'm1');
    answerAt(posted[1], 'm2');

    expect(statuses()).toEqual(['1 sent', '2 sent']);
  });

  it('puts what was given before the messages that come back behind them', () => {
    const { submit, posted, resent$, items } = outbox();
    const first = watch(submit('3'));
    watch(submit('4'));
    for (const content of ['1', '2']) watch(submit(content));
    resent$.next(new Set(['token-1', 'token-2']));
    expect(items().map(({ content }) => content)).toEqual(['1', '2', '3', '4']);

    expect(posted.at(-1)?.content).toBe('1');
    answerAt(posted.at(-1), 'm1');
    answerAt(posted.at(-1), 'm2', 1);
    answerAt(posted.at(-1), 'm3', 2);
    expect(posted.at(-1)?.content).toBe('4');
    expect(first.values).toMatchObject([{ id: 'm3', clientToken: 'token-3' }]);
    expect(first.ending()).toBe('completed');
  });

  it('leaves a message where it is that has set out, or is one of those that come back', () => {
    const { submit, posted, resent$, items } = outbox();
    watch(submit('left'));
    watch(submit('1'));
    watch(submit('new'));
    watch(submit('2'));
    posted[0]?.leaves();
    resent$.next(new Set(['token-1', 'token-2']));

    expect(items().map(({ content }) => content)).toEqual(['left', '1', '2', 'new']);
    expect(posted).toHaveLength(1);
  });

  it('sends nothing more once its work is left', () => {
    const { submit, posted, work } = outbox();
    watch(submit('1'));
    watch(submit('2'));
    work.unsubscribe();

    expect(posted[0]?.answer.observed).toBe(false);
    expect(posted).toHaveLength(1);
  });
});
