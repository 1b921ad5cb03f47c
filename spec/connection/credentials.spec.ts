import { defer, type Observable, of, Subject, throwError } from 'rxjs';
import {
  createCredentials,
  type Credentials,
  type SocketTicket,
  type TicketType,
  tokenRenewalMs,
} from '../../lib/connection/credentials.js';
import { ChatError, type CreateParticipantConnectionAnswer } from '../../lib/api/index.js';
import { createServiceClock, type ServiceClock } from '../../lib/wire/index.js';
import { VirtualClock } from '../support/virtualClock.js';

const iso = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

/** An answer of the service: issued at `at`, its token good for `lifeMs`. */
const answerOf = (n: number, lifeMs = 86_400_000, at = 0): CreateParticipantConnectionAnswer => ({
  Websocket: { Url: `wss://socket/${n}`, ConnectionExpiry: iso(at + 100_000) },
  ConnectionCredentials: { ConnectionToken: `token-${n}`, Expiry: iso(at + lifeMs) },
});

interface Asked {
  readonly clock: VirtualClock;
  readonly credentials: Credentials;
  /** What each request asked for, and when. */
  readonly requests: readonly { readonly types: readonly TicketType[]; readonly at: number }[];
}

/** Credentials whose requests are answered with `answer`, at once by default. */
function credentialsFrom(
  answer: (n: number) => Observable<CreateParticipantConnectionAnswer> = (n) => of(answerOf(n)),
  serviceClock?: ServiceClock,
): Asked {
  const clock = new VirtualClock();
  const requests: { types: readonly TicketType[]; at: number }[] = [];
  const credentials = createCredentials(
    (types) =>
      defer(() => {
        requests.push({ types, at: clock.now() });
        return answer(requests.length);
      }),
    clock,
    serviceClock,
  );
  return { clock, credentials, requests };
}

function outcomeOf<T>(source: Observable<T>) {
  const values: T[] = [];
  let ending: unknown = 'none';
  const subscription = source.subscribe({
    next: (value) => values.push(value),
    error: (error: unknown) => (ending = error),
    complete: () => (ending = 'completed'),
  });
  return { values, ending: () => ending, subscription };
}

describe('connect', () => {
  it('requests a socket and a token, and emits the URL and when to renew', () => {
    const { credentials, requests } = credentialsFrom();
    expect(credentials.token).toBeUndefined();
    expect(requests).toEqual([]);

    const { values, ending } = outcomeOf(credentials.connect());
    expect(values).toEqual<SocketTicket[]>([{ url: 'wss://socket/1', renewInMs: 3_540_000 }]);
    expect(ending()).toBe('completed');
    expect(requests.map(({ types }) => types)).toEqual([['WEBSOCKET', 'CONNECTION_CREDENTIALS']]);
    expect(credentials.token).toBe('token-1');
  });

  it('uses the service’s clock, not the device’s', () => {
    const clock = createServiceClock();
    const { ConnectionCredentials } = answerOf(1, 600_000);
    const { credentials } = credentialsFrom(() => of({ ConnectionCredentials }), clock);
    clock.saw(Date.parse(iso(60_000)), 0, true);
    expect(credentials.serviceNow()).toBe(Date.parse(iso(60_000)));
    expect(outcomeOf(credentials.authorize()).values).toMatchObject([{ renewInMs: 480_000 }]);
  });

  it('sends one request for all subscribers while it is in flight', () => {
    const answer = new Subject<CreateParticipantConnectionAnswer>();
    const { credentials, requests } = credentialsFrom(() => answer);
    const askers = [1, 2, 3].map(() => outcomeOf(credentials.connect()));
    answer.next(answerOf(1));
    answer.complete();

    expect(requests).toHaveLength(1);
    for (const { values } of askers) expect(values).toHaveLength(1);
  });

  it('sends another request for a later subscriber', () => {
    const { credentials, requests } = credentialsFrom();
    outcomeOf(credentials.connect());
    outcomeOf(credentials.connect());

    expect(requests).toHaveLength(2);
    expect(credentials.token).toBe('token-2');
  });

  it('cancels the request when the last subscriber has unsubscribed', () => {
    const answer = new Subject<CreateParticipantConnectionAnswer>();
    const { credentials } = credentialsFrom(() => answer);
    const first = outcomeOf(credentials.connect());
    const second = outcomeOf(credentials.connect());
    first.subscription.unsubscribe();
    expect(answer.observed).toBe(true);

    second.subscription.unsubscribe();
    expect(answer.observed).toBe(false);
  });

  it('errors with the request for all subscribers, and can be subscribed to again', () => {
    const refused = new ChatError('AccessDenied', 'cannot connect');
    const { credentials } = credentialsFrom((n) =>
      n === 1 ? throwError(() => refused) : of(answerOf(n)),
    );

    expect(outcomeOf(credentials.connect()).ending()).toBe(refused);
    expect(outcomeOf(credentials.connect()).values).toMatchObject([{ url: 'wss://socket/2' }]);
  });

  it.each<[string, CreateParticipantConnectionAnswer]>([
    ['URL', { ...answerOf(1), Websocket: {} }],
    ['URL', { ConnectionCredentials: { ConnectionToken: 'token-1' } }],
    ['token', { ...answerOf(1), ConnectionCredentials: { ConnectionToken: '' } }],
    ['token', {}],
  ])('errors with Service if the answer has no %s', (what, answer) => {
    const { credentials } = credentialsFrom(() => of(answer));
    const error = outcomeOf(credentials.connect()).ending() as ChatError;

    expect(error).toBeInstanceOf(ChatError);
    expect(error.code).toBe('Service');
    expect(error.message).toContain(what);
    expect(error.message).not.toContain('token-1');
  });

  it.each([
    'ws://example.com/?t=secret',
    'WS://example.com/?t=secret',
    ' ws://example.com/?t=secret',
    'ws://127.0.0.1.example.com/?t=secret',
    'http://example.com/?t=secret',
    'ws:',
  ])('refuses the URL %p, which anybody on the way could read, and keeps it to itself', (Url) => {
    const { credentials } = credentialsFrom(() => of({ ...answerOf(1), Websocket: { Url } }));
    const error = outcomeOf(credentials.connect()).ending() as ChatError;

    expect(error).toBeInstanceOf(ChatError);
    expect(error.message).not.toContain('secret');
  });

  it.each(['wss://example.com/', 'ws://localhost:1/', 'ws://127.0.0.1:1/', 'ws://[::1]:1/'])(
    'accepts the URL %s',
    (Url) => {
      const { credentials } = credentialsFrom(() => of({ ...answerOf(1), Websocket: { Url } }));

      expect(outcomeOf(credentials.connect()).values).toMatchObject([{ url: Url }]);
    },
  );

  it('sends at most six requests in 5 s and twelve in 60 s, and delays further ones', () => {
    const { clock, credentials, requests } = credentialsFrom(() =>
      throwError(() => new ChatError('Network', 'lost')),
    );
    const again = () => {
      credentials.connect().subscribe({ error: again });
    };
    again();
    clock.advance(120_000);

    const times = requests.map(({ at }) => at);
    expect(times.slice(0, 13)).toEqual([
      ...[0, 0, 0, 0, 0, 0],
      ...[5_000, 5_000, 5_000, 5_000, 5_000, 5_000],
      60_000,
    ]);
    expect(times.filter((at) => at < 120_000).length).toBeLessThanOrEqual(24);
  });

  it('counts requests that waited together one by one', () => {
    const { clock, credentials, requests } = credentialsFrom(() =>
      throwError(() => new ChatError('Network', 'lost')),
    );
    for (const calls of [1, 6, 5]) {
      for (let i = 0; i < calls; i++) outcomeOf(credentials.connect());
      clock.advance(10_000);
    }
    outcomeOf(credentials.connect());
    outcomeOf(credentials.authorize());
    clock.advance(90_000);
    expect(requests.slice(12).map(({ at }) => at)).toEqual([60_000, 70_000]);
  });

  it('stops waiting when it is unsubscribed', () => {
    const { clock, credentials, requests } = credentialsFrom();
    for (let i = 0; i < 6; i++) outcomeOf(credentials.connect());
    const { subscription } = outcomeOf(credentials.connect());
    expect(clock.pending).toBe(1);

    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
    expect(requests).toHaveLength(6);
  });

  it('shares nothing with another chat', () => {
    const first = credentialsFrom();
    const second = credentialsFrom();
    outcomeOf(first.credentials.connect());

    expect(second.credentials.token).toBeUndefined();
    expect(second.requests).toEqual([]);
  });
});

describe('renew', () => {
  it('emits the present token without a request if another one was refused', () => {
    const { credentials, requests } = credentialsFrom();
    outcomeOf(credentials.connect());
    const { values, ending } = outcomeOf(credentials.renew('token-0'));

    expect(values).toEqual(['token-1']);
    expect(ending()).toBe('completed');
    expect(requests).toHaveLength(1);
  });

  it('completes empty less than 30 s after the last renewal, however many tokens came since', () => {
    const { clock, credentials, requests } = credentialsFrom();
    outcomeOf(credentials.connect());
    outcomeOf(credentials.renew('token-1'));
    clock.advance(20_000);
    outcomeOf(credentials.connect());
    clock.advance(9_999);
    const { values, ending } = outcomeOf(credentials.renew('token-3'));

    expect(values).toEqual([]);
    expect(ending()).toBe('completed');
    expect(requests).toHaveLength(3);

    clock.advance(1);
    expect(outcomeOf(credentials.renew('token-3')).values).toEqual(['token-4']);
  });

  it('sends another request after a renewal that failed', () => {
    const { credentials } = credentialsFrom((n) =>
      n === 2 ? throwError(() => new ChatError('Network', 'lost')) : of(answerOf(n)),
    );
    outcomeOf(credentials.connect());
    outcomeOf(credentials.renew('token-1'));

    expect(outcomeOf(credentials.renew('token-1')).values).toEqual(['token-3']);
  });

  it('requests a token alone, however young the refused one is, and keeps the socket', () => {
    const { credentials, requests } = credentialsFrom();
    outcomeOf(credentials.connect());
    const { values } = outcomeOf(credentials.renew('token-1'));

    expect(values).toEqual(['token-2']);
    expect(credentials.token).toBe('token-2');
    expect(requests[1]?.types).toEqual(['CONNECTION_CREDENTIALS']);
  });

  it('requests a token if there was none yet', () => {
    const { credentials } = credentialsFrom();

    expect(outcomeOf(credentials.renew('')).values).toEqual(['token-1']);
  });

  it('sends one request for all calls whose token was refused together', () => {
    const answer = new Subject<CreateParticipantConnectionAnswer>();
    const { clock, credentials, requests } = credentialsFrom((n) =>
      n === 1 ? of(answerOf(1)) : answer,
    );
    outcomeOf(credentials.connect());
    clock.advance(60_000);
    const askers = [1, 2, 3].map(() => outcomeOf(credentials.renew('token-1')));
    answer.next(answerOf(2));
    answer.complete();

    expect(requests).toHaveLength(2);
    expect(askers.map(({ values }) => values)).toEqual([['token-2'], ['token-2'], ['token-2']]);
  });

  it('accepts an answer without a URL, since it requests none', () => {
    const { credentials } = credentialsFrom(() =>
      of({ ConnectionCredentials: { ConnectionToken: 'token-1' } }),
    );

    expect(outcomeOf(credentials.renew('old')).values).toEqual(['token-1']);
  });

  it('errors if the service refuses', () => {
    const refused = new ChatError('AccessDenied', 'cannot connect');
    const { credentials } = credentialsFrom(() => throwError(() => refused));

    expect(outcomeOf(credentials.renew('old')).ending()).toBe(refused);
  });
});

describe('authorize', () => {
  it('requests a token alone, once for all subscribers meanwhile', () => {
    const answer$ = new Subject<CreateParticipantConnectionAnswer>();
    const { credentials, requests } = credentialsFrom(() => answer$);
    const outcomes = [1, 2].map(() => outcomeOf(credentials.authorize()));
    answer$.next({ ConnectionCredentials: { ConnectionToken: 'token' } });
    answer$.complete();
    expect(requests.map(({ types }) => types)).toEqual([['CONNECTION_CREDENTIALS']]);
    expect(outcomes.map(({ values }) => values)).toEqual([
      [{ renewInMs: 86_340_000 }],
      [{ renewInMs: 86_340_000 }],
    ]);
    expect(credentials.token).toBe('token');
  });

  it('errors if the answer has no token', () => {
    const { credentials } = credentialsFrom(() => of({}));
    expect(outcomeOf(credentials.authorize()).ending()).toMatchObject({ code: 'Service' });
  });
});

describe('tokenRenewalMs', () => {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const now = Date.UTC(2026, 0, 1);

  it.each([
    ['an hour', iso(HOUR), HOUR - MINUTE],
    ['a day', iso(DAY), DAY - MINUTE],
    ['longer than a token lives', iso(100 * DAY), DAY - MINUTE],
    ['a minute', iso(MINUTE), MINUTE / 2],
    ['a time that is over, as by a clock ahead', iso(-MINUTE), DAY - MINUTE],
    ['no time', 'soon', DAY - MINUTE],
    ['nothing', undefined, DAY - MINUTE],
  ])('of a token alone that is good for %s', (_, Expiry, expected) => {
    expect(tokenRenewalMs({ ConnectionCredentials: { Expiry } }, now)).toBe(expected);
  });

  /** A token of a life, which came with a URL of another. */
  const answer = (tokenMs: number, urlMs: number): CreateParticipantConnectionAnswer => ({
    Websocket: { ConnectionExpiry: iso(urlMs) },
    ConnectionCredentials: { Expiry: iso(tokenMs) },
  });

  it.each([0, 3 * HOUR, -3 * HOUR, 100 * DAY, -100 * DAY])(
    'of a token that outlives its URL, by that alone: the clock is %d ms ahead',
    (aheadMs) => {
      expect(tokenRenewalMs(answer(10 * MINUTE, 100_000), now + aheadMs)).toBe(440_000);
      expect(tokenRenewalMs(answer(DAY, 66 * MINUTE), now + aheadMs)).toBe(DAY - 67 * MINUTE);
    },
  );

  it.each([
    ['right', 0, 9 * MINUTE],
    ['3 h ahead: it is taken for a day', 3 * HOUR, DAY - MINUTE],
    ['days behind: it is taken for a day', -3 * DAY, DAY - MINUTE],
  ])('of a token that its URL outlives, by a clock that is %s', (_, aheadMs, expected) => {
    expect(tokenRenewalMs(answer(10 * MINUTE, 66 * MINUTE), now + aheadMs)).toBe(expected);
  });

  it.each([1, 30_000, 60_000, 89_999])('is at least 30 s, for a lifetime of %d ms', (lifeMs) => {
    expect(tokenRenewalMs(answer(lifeMs, 100_000), now)).toBe(30_000);
  });

  it('is long after the socket’s, for the one pair of expiries that is public', () => {
    const live: CreateParticipantConnectionAnswer = {
      Websocket: { ConnectionExpiry: '2025-09-19T08:46:52.967Z' },
      ConnectionCredentials: { Expiry: '2025-09-20T07:40:38.991Z' },
    };
    expect(tokenRenewalMs(live, now)).toBe(22 * HOUR + 52 * MINUTE + 46_024);
  });
});
