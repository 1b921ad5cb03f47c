import { authentication, type AuthenticationState } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { watch } from './support/watch.js';

const MINUTE = 60_000;
const redirectUri = 'https://example.com/signed-in';

const statuses = (states: readonly AuthenticationState[]) => states.map(({ status }) => status);

describe('authentication', () => {
  it('goes from the request of the flow over the URL to success', () => {
    const { advance, chat, contact } = connectedChat();
    const states = watch(authentication(chat, { redirectUri }));
    expect(states.values).toEqual([{ status: 'none' }]);

    const sessionId = contact.initiateAuthentication();
    advance(100);
    contact.settleAuthentication(sessionId, 'succeeded');
    advance(100);

    expect(states.values).toEqual([
      { status: 'none' },
      { status: 'initiated', sessionId },
      { status: 'ready', sessionId, url: `https://virtual/authentication/${sessionId}` },
      { status: 'succeeded', sessionId },
    ]);
  });

  it.each(['failed', 'timeout', 'expired', 'cancelled'] as const)('tells that it %s', (outcome) => {
    const { advance, chat, contact } = connectedChat();
    const states = watch(authentication(chat, { redirectUri }));
    const sessionId = contact.initiateAuthentication();
    advance(100);
    contact.settleAuthentication(sessionId, outcome);
    advance(100);

    expect(states.last).toEqual({ status: outcome, sessionId });
  });

  it('follows several in one chat', () => {
    const { advance, chat, contact } = connectedChat();
    const states = watch(authentication(chat, { redirectUri }));
    for (const outcome of ['timeout', 'succeeded'] as const) {
      const sessionId = contact.initiateAuthentication();
      advance(100);
      contact.settleAuthentication(sessionId, outcome);
      advance(100);
    }

    expect(statuses(states.values)).toEqual([
      'none',
      ...['initiated', 'ready', 'timeout'],
      ...['initiated', 'ready', 'succeeded'],
    ]);
  });

  it('goes on without, by cancelAuthentication', () => {
    const { advance, chat, contact } = connectedChat();
    const states = watch(authentication(chat, { redirectUri }));
    const sessionId = contact.initiateAuthentication();
    advance(100);
    const cancelled = watch(chat.cancelAuthentication(sessionId));
    advance(100);

    expect(cancelled).toMatchObject({ values: [undefined], ending: 'completed' });
    expect(states.last).toEqual({ status: 'cancelled', sessionId });
  });

  it('is taken up again after a reload, out of the transcript', () => {
    const { advance, contact, create } = virtualChat();
    const sessionId = contact.initiateAuthentication();
    const chat = create({ chatDetails: contact.details });
    const states = watch(authentication(chat, { redirectUri }));
    chat.connect().subscribe();
    advance(1_000);

    expect(states.values).toEqual([
      { status: 'none' },
      { status: 'initiated', sessionId },
      { status: 'ready', sessionId, url: expect.stringContaining(sessionId) as string },
    ]);
  });

  it('knows an outcome out of the transcript, and fetches nothing', () => {
    const { advance, contact, create, emulator } = virtualChat();
    const sessionId = contact.initiateAuthentication();
    contact.settleAuthentication(sessionId, 'expired');
    const chat = create({ chatDetails: contact.details });
    const states = watch(authentication(chat, { redirectUri }));
    chat.connect().subscribe();
    advance(1_000);

    expect(states.values).toEqual([{ status: 'none' }, { status: 'expired', sessionId }]);
    expect(emulator.requests.count('GetAuthenticationUrl')).toBe(0);
  });

  it('gives all subscribers the one URL of a session, at whatever time they come', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const state$ = authentication(chat, { redirectUri });
    contact.initiateAuthentication();
    const both = [watch(state$), watch(state$)];
    advance(100);
    for (const { unsubscribe } of both) unsubscribe();
    const late = watch(state$);
    advance(100);

    expect(both.map(({ last }) => last)).toEqual([late.last, late.last]);
    expect(late.last).toMatchObject({ status: 'ready' });
    expect(emulator.requests.count('GetAuthenticationUrl')).toBe(1);
  });

  it('shows why there is no URL, and goes on with the next session', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const states = watch(authentication(chat, { redirectUri }));
    emulator.faults.failOperation('GetAuthenticationUrl', {
      error: 'AccessDeniedException',
      times: 2,
    });
    const sessionId = contact.initiateAuthentication();
    advance(MINUTE);
    expect(states.last).toMatchObject({
      status: 'unavailable',
      sessionId,
      error: { code: 'AccessDenied' },
    });

    emulator.faults.clear();
    contact.initiateAuthentication();
    advance(MINUTE);
    expect(states.last).toMatchObject({ status: 'ready' });
    expect(states.ending).toBeUndefined();
  });

  it('says no more of a session whose URL comes after its outcome', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const states = watch(authentication(chat, { redirectUri }));
    emulator.faults.delayOperation('GetAuthenticationUrl', 1_000);
    const sessionId = contact.initiateAuthentication();
    advance(100);
    contact.settleAuthentication(sessionId, 'timeout');
    advance(MINUTE);

    expect(statuses(states.values)).toEqual(['none', 'initiated', 'timeout']);
  });

  it('takes an outcome of another session for none of this one', () => {
    const { advance, chat, contact } = connectedChat();
    const states = watch(authentication(chat, { redirectUri }));
    const sessionId = contact.initiateAuthentication();
    advance(100);
    contact.emit('authentication.timeout', { content: '{"SessionId":"another"}' });
    contact.emit('authentication.initiated', { content: 'odd' });
    advance(100);
    expect(states.last).toMatchObject({ status: 'ready', sessionId });

    contact.emit('authentication.failed', { content: JSON.stringify({ SessionId: sessionId }) });
    advance(100);
    expect(states.last).toEqual({ status: 'failed', sessionId });
  });

  it('names the identity provider in the URL', () => {
    const { advance, chat, contact } = connectedChat();
    const states = watch(authentication(chat, { redirectUri, identityProvider: 'A & B' }));
    const sessionId = contact.initiateAuthentication();
    advance(100);

    expect(states.last).toMatchObject({
      url: `https://virtual/authentication/${sessionId}&identity_provider=A%20%26%20B`,
    });
  });

  it('completes with the chat, and still tells how it came out', () => {
    const { advance, chat, contact } = connectedChat();
    const state$ = authentication(chat, { redirectUri });
    const states = watch(state$);
    const sessionId = contact.initiateAuthentication();
    advance(100);
    contact.settleAuthentication(sessionId, 'succeeded');
    contact.end();
    advance(MINUTE);

    expect(states).toMatchObject({ last: { status: 'succeeded' }, ending: 'completed' });
    expect(watch(state$)).toMatchObject({
      values: [{ status: 'succeeded', sessionId }],
      ending: 'completed',
    });
  });
});

describe('getAuthenticationUrl and cancelAuthentication', () => {
  it.each([
    [undefined, 'args must be an object, got undefined'],
    [
      { sessionId: '', redirectUri },
      'sessionId must be a string of 1 to 36 characters, got a string of 0 characters',
    ],
    [
      { sessionId: 'S'.repeat(37), redirectUri },
      'sessionId must be a string of 1 to 36 characters, got a string of 37 characters',
    ],
    [{ sessionId: 's' }, 'redirectUri must be a string of 1 to 1024 characters, got undefined'],
    [
      { sessionId: 's', redirectUri: 'S'.repeat(1_025) },
      'redirectUri must be a string of 1 to 1024 characters, got a string of 1025 characters',
    ],
  ])('refuses the arguments %#', (args, because) => {
    const { advance, chat, emulator } = connectedChat();
    const url = watch(chat.getAuthenticationUrl(args as never));
    advance(1_000);

    expect(url.error).toMatchObject({
      code: 'InvalidArgument',
      message: `cannot get an authentication URL: ${because}`,
    });
    expect(emulator.requests.count('GetAuthenticationUrl')).toBe(0);
  });

  it('refuses to cancel a session without an id', () => {
    const { chat } = connectedChat();

    expect(watch(chat.cancelAuthentication(undefined as never)).error).toMatchObject({
      code: 'InvalidArgument',
      message:
        'cannot cancel an authentication: sessionId must be a string of 1 to 36 characters, got undefined',
    });
  });

  it('errs with Service for an answer without a URL', () => {
    const { advance, api, contact, create } = virtualChat();
    const chat = create({
      chatDetails: contact.details,
      api: { ...api, getAuthenticationUrl: () => [{}] },
    });
    chat.connect().subscribe();
    advance(100);

    expect(watch(chat.getAuthenticationUrl({ sessionId: 's', redirectUri })).error).toMatchObject({
      code: 'Service',
    });
  });

  it('are refused before connect and after the end', () => {
    const { advance, chat, contact } = virtualChat();
    const errors = () =>
      [
        chat.getAuthenticationUrl({ sessionId: 's', redirectUri }),
        chat.cancelAuthentication('s'),
      ].map((act$) => (watch<unknown>(act$).error as { code: string }).code);
    expect(errors()).toEqual(['NotConnected', 'NotConnected']);

    chat.connect().subscribe();
    advance(100);
    contact.end();
    advance(MINUTE);
    expect(errors()).toEqual(['Ended', 'Ended']);
  });
});
