import { EMPTY, NEVER, type Observable, of, throwError } from 'rxjs';
import { ChatError, createCaller } from '../../lib/api/index.js';
import { authorizedCall } from '../../lib/chat/authorizedCall.js';
import { VirtualClock } from '../support/virtualClock.js';

const denied = new ChatError('AccessDenied', 'cannot SendMessage: 403', { statusCode: 403 });

interface Setup {
  /** The answer to a call with a token. */
  readonly answer: (token: string) => Observable<string>;
  /** The token that replaces a refused one. @defaultValue none */
  readonly renew?: (rejected: string) => Observable<string>;
  readonly token?: string | undefined;
}

function calls({ answer, renew = () => EMPTY, token = 'old' }: Setup) {
  const clock = new VirtualClock();
  const tokens: string[] = [];
  const rejected: string[] = [];
  const unanswered = jest.fn();
  const call = authorizedCall({
    call: createCaller({ report: () => undefined, random: () => 1, scheduler: clock }),
    credentials: {
      connect: () => NEVER,
      authorize: () => NEVER,
      requestSlot$: NEVER,
      authorized$: NEVER,
      serviceNow: () => 0,
      token,
      renew: (it) => {
        rejected.push(it);
        return renew(it);
      },
    },
    unanswered,
    scheduler: clock,
  });
  const outcome: { value?: string; error?: unknown; completed?: boolean } = {};
  const run = (options: { renew?: boolean; maxRetries?: number } = {}) =>
    call(
      'SendMessage',
      (it) => {
        tokens.push(it);
        return answer(it);
      },
      { maxRetries: 0, ...options },
    ).subscribe({
      next: (value) => (outcome.value = value),
      error: (error: unknown) => (outcome.error = error),
      complete: () => (outcome.completed = true),
    });
  return { clock, outcome, rejected, run, tokens, unanswered };
}

describe('authorizedCall', () => {
  it('sends the present token, emits the answer and completes', () => {
    const { outcome, rejected, run, tokens } = calls({ answer: of });
    run();

    expect(outcome).toEqual({ value: 'old', completed: true });
    expect(tokens).toEqual(['old']);
    expect(rejected).toEqual([]);
  });

  it('renews a refused token once, and repeats the call with the new one', () => {
    const { outcome, rejected, run, tokens } = calls({
      answer: (token) => (token === 'old' ? throwError(() => denied) : of(token)),
      renew: () => of('new'),
    });
    run();

    expect(outcome).toEqual({ value: 'new', completed: true });
    expect(tokens).toEqual(['old', 'new']);
    expect(rejected).toEqual(['old']);
  });

  it('errors if the new token is refused as well', () => {
    const { outcome, rejected, run, tokens } = calls({
      answer: () => throwError(() => denied),
      renew: () => of('new'),
    });
    run();

    expect(outcome).toEqual({ error: denied });
    expect(tokens).toEqual(['old', 'new']);
    expect(rejected).toEqual(['old']);
  });

  it('errors with the refusal if there is no new token', () => {
    const { outcome, run, tokens } = calls({ answer: () => throwError(() => denied) });
    run();

    expect(outcome).toEqual({ error: denied });
    expect(tokens).toEqual(['old']);
  });

  it('errors with the renewal if that fails', () => {
    const expired = new ChatError('AccessDenied', 'cannot CreateParticipantConnection: 403');
    const { outcome, run } = calls({
      answer: () => throwError(() => denied),
      renew: () => throwError(() => expired),
    });
    run();

    expect(outcome).toEqual({ error: expired });
  });

  it('renews no token if it is told not to', () => {
    const { outcome, rejected, run } = calls({
      answer: () => throwError(() => denied),
      renew: () => of('new'),
    });
    run({ renew: false });

    expect(outcome).toEqual({ error: denied });
    expect(rejected).toEqual([]);
  });

  it.each(['Validation', 'Throttled', 'Network'] as const)('renews no token after %s', (code) => {
    const error = new ChatError(code, 'no');
    const { outcome, rejected, run } = calls({ answer: () => throwError(() => error) });
    run();

    expect(outcome).toEqual({ error });
    expect(rejected).toEqual([]);
  });

  it('calls back for each attempt without an answer, also after 15 s of silence', () => {
    const { clock, outcome, run, unanswered } = calls({ answer: () => NEVER });
    run({ maxRetries: 1 });
    clock.advance(14_999);
    expect(unanswered).not.toHaveBeenCalled();

    clock.advance(1);
    expect(unanswered).toHaveBeenCalledTimes(1);
    clock.advance(60_000);
    expect(unanswered).toHaveBeenCalledTimes(2);
    expect(outcome.error).toMatchObject({ code: 'Network' });
  });

  it('cancels the call and leaves no timer when it is unsubscribed', () => {
    const { clock, outcome, run } = calls({ answer: () => NEVER });
    run().unsubscribe();

    expect(clock.pending).toBe(0);
    expect(outcome).toEqual({});
  });
});
