import { NEVER, startWith, Subject, VirtualTimeScheduler } from 'rxjs';
import { stalledPartials } from '../../lib/inbox/stalledPartials.js';
import { stitch } from '../../lib/inbox/stitchPartials.js';
import type { ChatMessage } from '../../lib/wire/index.js';
import { lastPiece, messageItem, piece } from '../support/items.js';
import { marbles } from '../support/marbles.js';

const begun = (id: string): ChatMessage => stitch(undefined, piece(id, 1, 'Hel'))!;

/** `p` begins a streamed message, `q` lets it grow, `e` ends it; `o` begins another one. */
const messages: Record<string, ChatMessage> = {
  m: messageItem('m'),
  o: begun('o'),
  p: begun('p'),
  q: stitch(begun('p'), piece('p', 2, 'lo'))!,
  e: lastPiece('p', 3, 'Hello.'),
};

describe('stalledPartials', () => {
  // prettier-ignore
  it('emits a message that is still partial after 30 s', marbles((m) => {
    const source = m.hot('-p       1m    |', messages);
    const subs =         '^-       1m    !';
    const expected =     '-  30s p 30s   |';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected, messages);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('reckons from when it last grew', marbles((m) => {
    const source = m.hot('-p 29s q 1m    |', messages);
    const expected =     '-- 29s 30s q 30s |';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected, messages);
  }));

  // prettier-ignore
  it('says nothing of one that is completed in time, nor of a whole one', marbles((m) => {
    const source = m.hot('-p-q 29s e-m 1m |', messages);
    const expected =     '---- 29s --- 1m |';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected, messages);
  }));

  // prettier-ignore
  it('reckons for each message by itself', marbles((m) => {
    const source = m.hot('-p 10s o-e    1m       |', messages);
    const expected =     '-- 10s    30s o 30s  --|';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected, messages);
  }));

  // prettier-ignore
  it('says so again when it stalls again', marbles((m) => {
    const source = m.hot('-p 40s    q 1m        |', messages);
    const expected =     '- 30s p 10s 30s q 30s |';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected, messages);
  }));

  // prettier-ignore
  it('does not wait for what is still partial when the source completes', marbles((m) => {
    const source = m.hot('-p-m-|', messages);
    const subs =         '^----!';
    const expected =     '-----|';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected, messages);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('completes with an empty source', marbles((m) => {
    const source = m.cold('|');
    const subs =          '(^!)';
    const expected =      '|';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('waits with a source that never says anything', marbles((m) => {
    const source = m.cold('-');
    const subs =          '^';
    const expected =      '-';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with a source that only errors', marbles((m) => {
    const source = m.cold('#');
    const subs =          '(^!)';
    const expected =      '#';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('errors with the source, whatever is partial', marbles((m) => {
    const source = m.hot('-p-#', messages);
    const subs =         '^--!';
    const expected =     '---#';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('leaves the source when it is unsubscribed early', marbles((m) => {
    const source = m.hot('-p-o 1m |', messages);
    const unsub =        '----!';
    const subs =         '^---!';
    const expected =     '-----';

    m.expect(source.pipe(stalledPartials()), unsub).toBeObservable(expected);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('takes a synchronous source', marbles((m) => {
    const source = m.cold('(pomq|)', messages);
    const subs =          '(^!)';
    const expected =      '|';

    m.expect(source.pipe(stalledPartials())).toBeObservable(expected, messages);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  // prettier-ignore
  it('knows no message when it is subscribed again, and keeps two subscribers apart', marbles((m) => {
    const source = m.hot('-p-o------|', messages);
    const first =        '^-!';
    const expected1 =    '---';
    const second =       '--^';
    const expected2 =    '----------|';
    const third =        '^';
    const expected3 =    '----------|';
    const subs =        ['^-!',
                         '^---------!',
                         '--^-------!'];
    const result = source.pipe(stalledPartials());

    m.expect(result, first).toBeObservable(expected1, messages);
    m.expect(result, second).toBeObservable(expected2, messages);
    m.expect(result, third).toBeObservable(expected3, messages);
    m.expect(source).toHaveSubscriptions(subs);
  }));

  it('waits by the scheduler it is given, and leaves nothing on it', () => {
    const clock = new VirtualTimeScheduler();
    const seen: [string, number][] = [];
    const subscription = NEVER.pipe(
      startWith(messages.p!, messages.o!),
      stalledPartials(clock),
    ).subscribe(({ id }) => seen.push([id, clock.now()]));

    clock.flush();
    expect(seen).toEqual([
      ['p', 30_000],
      ['o', 30_000],
    ]);

    subscription.unsubscribe();
    expect(clock.actions).toEqual([]);
  });

  it.each(['complete', 'error', 'unsubscribe', 'the end of the message'])(
    'leaves no timer after %s',
    (ending) => {
      const clock = new VirtualTimeScheduler();
      const source = new Subject<ChatMessage>();
      const subscription = source
        .pipe(stalledPartials(clock))
        .subscribe({ error: () => undefined });
      source.next(messages.p!);
      expect(clock.actions).toHaveLength(1);

      if (ending === 'complete') source.complete();
      else if (ending === 'error') source.error(new Error('lost'));
      else if (ending === 'unsubscribe') subscription.unsubscribe();
      else source.next(messages.e!);

      expect(clock.actions).toEqual([]);
    },
  );

  it('takes the end of a message that is fed to the source from inside next', () => {
    const clock = new VirtualTimeScheduler();
    const source = new Subject<ChatMessage>();
    const seen: string[] = [];
    source.pipe(stalledPartials(clock)).subscribe(({ content }) => {
      seen.push(content);
      source.next(messages.e!);
    });
    source.next(messages.p!);
    clock.flush();
    source.complete();

    expect(seen).toEqual(['Hel']);
  });
});
