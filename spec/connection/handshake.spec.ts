import { type Observable, Subject } from 'rxjs';
import { subscribeToChat } from '../../lib/connection/handshake.js';
import { ChatError } from '../../lib/api/index.js';
import { type Frame, SUBSCRIBE_FRAME } from '../../lib/wire/index.js';
import { type Context, marbles } from '../support/marbles.js';
import { VirtualClock } from '../support/virtualClock.js';

/** `s`: the service agrees; `r`: it refuses; `h`: something else. */
const frames: Record<string, Frame> = {
  s: { kind: 'subscription', status: 'success' },
  r: { kind: 'subscription', status: 'failure' },
  h: { kind: 'heartbeat' },
};
/** What comes out when the service agrees. */
const agreed = { u: undefined };
const unanswered = new ChatError(
  'Network',
  'cannot subscribe to the chat: the service does not answer',
);
const refused = new ChatError('Network', 'cannot subscribe to the chat: the service refuses');

/** A handshake on the clock of a marble spec, and when it has asked. */
function shakingHands(m: Context, frames$: Observable<Frame>) {
  const askedAt: number[] = [];
  const send = (frame: string) => {
    expect(frame).toBe(SUBSCRIBE_FRAME);
    askedAt.push(m.scheduler.now());
  };
  return { subscribed$: subscribeToChat(send, frames$, m.scheduler), askedAt };
}

describe('subscribeToChat', () => {
  // prettier-ignore
  it('sends the request at once, emits when the service agrees, and completes', marbles((m) => {
    const source = m.hot('--s-s-', frames);
    const subs =         '^-!';
    const expected =     '--(u|)';
    const { subscribed$, askedAt } = shakingHands(m, source);

    m.expect(subscribed$).toBeObservable(expected, agreed);
    m.expect(source).toHaveSubscriptions(subs);
    m.flush();
    expect(askedAt).toEqual([0]);
  }));

  // prettier-ignore
  it('repeats the request after 1 s without an answer, three times, then errors', marbles((m) => {
    const source = m.hot('-h-h-', frames);
    const expected =     '4s #';
    const { subscribed$, askedAt } = shakingHands(m, source);

    m.expect(subscribed$).toBeObservable(expected, undefined, unanswered);
    m.flush();
    expect(askedAt).toEqual([0, 1_000, 2_000, 3_000]);
  }));

  // prettier-ignore
  it('accepts an answer to the last request', marbles((m) => {
    const source = m.hot('3999ms s', frames);
    const expected =     '3999ms (u|)';
    const { subscribed$ } = shakingHands(m, source);

    m.expect(subscribed$).toBeObservable(expected, agreed);
  }));

  // prettier-ignore
  it('repeats the request 500 ms after a refusal, five times, then errors', marbles((m) => {
    const source = m.hot('-r 500ms r 500ms r 500ms r 500ms r 500ms r', frames);
    const expected =     '- 2505ms #';
    const { subscribed$, askedAt } = shakingHands(m, source);

    m.expect(subscribed$).toBeObservable(expected, undefined, refused);
    m.flush();
    expect(askedAt).toEqual([0, 501, 1_002, 1_503, 2_004, 2_505]);
  }));

  // prettier-ignore
  it('succeeds after refusals', marbles((m) => {
    const source = m.hot('-r 500ms r 500ms s', frames);
    const expected =     '- 1002ms (u|)';
    const { subscribed$, askedAt } = shakingHands(m, source);

    m.expect(subscribed$).toBeObservable(expected, agreed);
    m.flush();
    expect(askedAt).toEqual([0, 501, 1_002]);
  }));

  // prettier-ignore
  it('counts refusals and timeouts separately', marbles((m) => {
    const source = m.hot('3500ms r 500ms r 500ms r 500ms r 500ms r 500ms s', frames);
    const expected =     '6005ms                                         (u|)';
    const { subscribed$, askedAt } = shakingHands(m, source);

    m.expect(subscribed$).toBeObservable(expected, agreed);
    m.flush();
    expect(askedAt).toEqual([0, 1_000, 2_000, 3_000, 4_000, 4_501, 5_002, 5_503, 6_004]);
  }));

  // prettier-ignore
  it('sends nothing more when it is unsubscribed', marbles((m) => {
    const source = m.hot('------', frames);
    const subs =         '^--!';
    const unsub =        '---!';
    const { subscribed$, askedAt } = shakingHands(m, source);

    m.expect(subscribed$, unsub).toBeObservable('----');
    m.expect(source).toHaveSubscriptions(subs);
    m.flush();
    expect(askedAt).toEqual([0]);
  }));

  it('accepts an answer that comes synchronously', () => {
    const source = new Subject<Frame>();
    const told: string[] = [];
    const clock = new VirtualClock();
    subscribeToChat(
      () => {
        source.next(frames.s!);
      },
      source,
      clock,
    ).subscribe({ next: () => told.push('subscribed'), complete: () => told.push('complete') });

    expect(told).toEqual(['subscribed', 'complete']);
    expect(clock.pending).toBe(0);
  });

  it('uses the given scheduler, and leaves nothing on it', () => {
    const clock = new VirtualClock();
    const source = new Subject<Frame>();
    const askedAt: number[] = [];
    const shakeHands = () =>
      subscribeToChat(() => askedAt.push(clock.now()), source, clock).subscribe();

    const first = shakeHands();
    clock.advance(1_500);
    source.next(frames.r!);
    clock.advance(500);
    expect(askedAt).toEqual([0, 1_000, 2_000]);

    source.next(frames.s!);
    expect(first.closed).toBe(true);
    expect(clock.pending).toBe(0);

    const second = shakeHands();
    clock.advance(2_000);
    second.unsubscribe();
    expect(clock.pending).toBe(0);
    expect(source.observed).toBe(false);
  });
});
