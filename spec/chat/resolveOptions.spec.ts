import { asyncScheduler, NEVER, of } from 'rxjs';
import type { ChatOptions } from '../../lib/chat/chatOptions.js';
import { resolveOptions, type Settings } from '../../lib/chat/resolveOptions.js';
import { browserNetwork$, browserResume$ } from '../../lib/connection/index.js';
import { ChatError, type ParticipantApi } from '../../lib/api/index.js';
import { VirtualClock } from '../support/virtualClock.js';

const DETAILS = { contactId: 'c1', participantId: 'p1', participantToken: 'secret-token' };
const api = {} as ParticipantApi;

/** The settings, and the endpoint for which an API was made. */
function resolved(options: unknown): Settings & { readonly endpoint: string | undefined } {
  let endpoint: string | undefined;
  const settings = resolveOptions(options as ChatOptions, (given) => {
    endpoint = given;
    return api;
  });
  return { ...settings, endpoint };
}

function refusal(options: unknown): ChatError {
  try {
    resolved(options);
  } catch (error) {
    if (error instanceof ChatError) return error;
    throw error;
  }
  throw new Error('they were accepted');
}

describe('resolveOptions', () => {
  it('decides what nobody has', () => {
    expect(resolved({ chatDetails: DETAILS, region: 'eu-central-1' })).toMatchObject({
      details: { ...DETAILS, initialContactId: 'c1' },
      type: 'CUSTOMER',
      api,
      endpoint: 'https://participant.connect.eu-central-1.amazonaws.com',
      network$: browserNetwork$,
      resume$: browserResume$,
      scheduler: asyncScheduler,
      frameScheduler: undefined,
      random: Math.random,
      limiter: undefined,
      orderingWindowMs: 100,
      history: 15,
      maxMessageBytes: 16_384,
      reconnect: { firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts: Infinity },
      polling: { fastMs: 3_000, slowMs: 15_000 },
      receipts: { enabled: true, throttleMs: 5_000, autoDelivered: false },
      typing: { throttleMs: 10_000, expiryMs: 12_000 },
    });
  });

  it('takes what is decided', () => {
    const scheduler = new VirtualClock();
    const frameScheduler = new VirtualClock();
    const network$ = of(true);
    const resume$ = NEVER;
    const limiter = { acquire: () => of(0) };
    const given = {
      type: 'AGENT',
      ...{ scheduler, frameScheduler, network$, resume$, limiter },
      orderingWindowMs: 0,
      history: 0,
      maxMessageBytes: 1_024,
      reconnect: { firstDelayMs: 1, maxDelayMs: 1, maxAttempts: 1 },
      polling: { fastMs: 1, slowMs: 1 },
      receipts: { enabled: false, throttleMs: 0, autoDelivered: true },
      typing: { throttleMs: 0, expiryMs: 0 },
    };

    expect(resolved({ chatDetails: DETAILS, region: 'us-east-1', ...given })).toMatchObject(given);
  });

  it('takes chance from where it is given', () => {
    expect(resolved({ chatDetails: DETAILS, api, random: () => 0.25 }).random()).toBe(0.25);
  });

  it('decides each part of an option by itself', () => {
    const options = { chatDetails: DETAILS, api };
    const { reconnect, typing } = resolved({
      ...options,
      reconnect: { maxAttempts: 3 },
      typing: { expiryMs: 1 },
    });

    expect(reconnect).toEqual({ firstDelayMs: 1_000, maxDelayMs: 30_000, maxAttempts: 3 });
    expect(typing).toEqual({ throttleMs: 10_000, expiryMs: 1 });
  });

  it('makes no API where one is given, and asks for no region', () => {
    const own = {} as ParticipantApi;
    const settings = resolved({ chatDetails: DETAILS, api: own });

    expect(settings.api).toBe(own);
    expect(settings.endpoint).toBeUndefined();
  });

  it('takes the endpoint instead of the region’s', () => {
    const options = { chatDetails: DETAILS, region: 'us-east-1', endpoint: 'http://localhost:1/' };

    expect(resolved(options).endpoint).toBe('http://localhost:1');
  });

  it('takes the region’s endpoint for IPv4 and IPv6', () => {
    const options = { chatDetails: DETAILS, region: 'us-east-1', useDualStack: true };

    expect(resolved(options).endpoint).toBe('https://participant.connect.us-east-1.api.aws');
  });

  it('takes the web socket that is given', () => {
    const webSocket = class {} as unknown as NonNullable<ChatOptions['webSocket']>;

    expect(resolved({ chatDetails: DETAILS, api, webSocket }).webSocket()).toBe(webSocket);
  });

  it('logs what its level lets through', () => {
    const warn = jest.fn();
    const info = jest.fn();
    const logger = { debug: info, info, warn, error: warn };
    const { log } = resolved({ chatDetails: DETAILS, api, logger, logLevel: 'warn' });
    log.info('no');
    log.warn('yes');

    expect(info).not.toHaveBeenCalled();
    expect(warn).toHaveBeenCalledWith('yes', undefined);
  });
});

describe('resolveOptions of chatDetails', () => {
  const detailsOf = (chatDetails: unknown, more: object = { region: 'us-east-1' }) =>
    resolved({ chatDetails, ...more }).details;

  it('takes the answer of StartChatContact as it is', () => {
    expect(
      detailsOf({
        ContactId: 'c2',
        ParticipantId: 'p1',
        ParticipantToken: 'token',
        ContinuedFromContactId: 'c0',
        $metadata: { httpStatusCode: 200 },
      }),
    ).toEqual({
      contactId: 'c2',
      participantId: 'p1',
      participantToken: 'token',
      initialContactId: 'c2',
      continuedFromContactId: 'c0',
    });
  });

  it.each(['initialContactId', 'InitialContactId'])('takes %s', (field) => {
    expect(detailsOf({ ...DETAILS, [field]: 'c0' }).initialContactId).toBe('c0');
  });

  describe("of an agent's manager", () => {
    const manager = { onMessage: () => undefined, subscribeTopics: () => undefined };
    const { contactId, participantId } = DETAILS;
    const getConnectionToken = () => NEVER;
    const region = 'eu-central-1';

    it('takes one, or a stream of them', () => {
      const managers$ = of(manager);
      expect(resolved({ chatDetails: DETAILS, api }).webSocketManager$).toBeUndefined();
      expect(
        resolved({ chatDetails: DETAILS, api, webSocketManager: managers$ }).webSocketManager$,
      ).toBe(managers$);
      const given: unknown[] = [];
      resolved({
        chatDetails: DETAILS,
        api,
        webSocketManager: manager,
      }).webSocketManager$?.subscribe((each) => given.push(each));
      expect(given).toEqual([manager]);
    });

    it.each([null, undefined])(
      'needs no participant token beside getConnectionToken: %p',
      (none) => {
        const chatDetails = { contactId, participantId, participantToken: none };
        const options = { chatDetails, region, webSocketManager: manager, getConnectionToken };
        expect(resolved(options)).toMatchObject({ canBeLetIn: false, getConnectionToken });
        expect(resolved({ ...options, api }).canBeLetIn).toBe(true);
        expect(refusal({ ...options, webSocketManager: undefined }).message).toMatch(
          /participantToken/,
        );
        expect(refusal({ ...options, getConnectionToken: undefined }).message).toMatch(
          /participantToken/,
        );
      },
    );

    it.each([{}, { onMessage: () => undefined }, 'manager', 7, []])(
      'refuses %p',
      (webSocketManager) => {
        const error = refusal({ chatDetails: DETAILS, region, webSocketManager });
        expect(error).toMatchObject({ code: 'InvalidArgument' });
        expect(error.message).toMatch(/webSocketManager/);
      },
    );

    it('refuses what is no function to ask for a token', () => {
      const error = refusal({ chatDetails: DETAILS, region, getConnectionToken: 'token' });
      expect(error.message).toMatch(/getConnectionToken/);
    });
  });

  it('needs no token where the API keeps it', () => {
    const { contactId, participantId } = DETAILS;

    expect(detailsOf({ contactId, participantId }, { api }).participantToken).toBe('');
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /chatDetails must be an object/],
    ['null', null, /chatDetails must be an object/],
    ['a list', [DETAILS], /chatDetails must be an object/],
    ['JSON that has not been parsed', JSON.stringify(DETAILS), /parse it first/],
    ['no contact', { ...DETAILS, contactId: undefined }, /chatDetails\.contactId/],
    ['an empty contact', { ...DETAILS, contactId: '' }, /chatDetails\.contactId/],
    ['no participant', { ...DETAILS, participantId: undefined }, /chatDetails\.participantId/],
    ['a participant that is a number', { ...DETAILS, participantId: 7 }, /participantId/],
    ['no token', { ...DETAILS, participantToken: undefined }, /chatDetails\.participantToken/],
    ['an empty token', { ...DETAILS, participantToken: '' }, /chatDetails\.participantToken/],
    ['an initial contact that is empty', { ...DETAILS, initialContactId: '' }, /initialContactId/],
  ])('refuses %s, and says what is wrong', (_what, chatDetails, because) => {
    const error = refusal({ chatDetails, region: 'us-east-1' });

    expect(error.code).toBe('InvalidArgument');
    expect(error.message).toMatch(because);
    expect(error.message).toMatch(/^cannot create a chat: /);
    expect(error.message).not.toContain('secret-token');
  });
});

describe('resolveOptions of nonsense', () => {
  it.each<[string, unknown, RegExp]>([
    ['no options', undefined, /options must be an object/],
    ['a text', 'options', /options must be an object/],
    ['a role', { type: 'SUPERVISOR' }, /type must be CUSTOMER or AGENT/],
    ['no region', { region: undefined }, /region is required/],
    ['a region that is none', { region: 'Frankfurt' }, /region/],
    ['http to the world', { endpoint: 'http://example.com' }, /endpoint must be https/],
    ['a negative window', { orderingWindowMs: -1 }, /orderingWindowMs/],
    ['a window that is a text', { orderingWindowMs: '100' }, /orderingWindowMs/],
    ['a window that is no number', { orderingWindowMs: NaN }, /orderingWindowMs/],
    ['no bytes for a message', { maxMessageBytes: 0 }, /maxMessageBytes .* 1 to 131072, got 0/],
    ['half a byte', { maxMessageBytes: 1_024.5 }, /maxMessageBytes must be an integer/],
    ['messages without a limit', { maxMessageBytes: Infinity }, /maxMessageBytes/],
    ['bytes as a text', { maxMessageBytes: '1024' }, /maxMessageBytes/],
    ['a negative history', { history: -1 }, /history/],
    ['more history than a page holds', { history: 101 }, /history .* 0 to 100/],
    ['a window longer than timers are', { orderingWindowMs: 2 ** 31 }, /orderingWindowMs/],
    ['a ceiling without end', { reconnect: { maxDelayMs: Infinity } }, /reconnect\.maxDelayMs/],
    ['an unknown level', { logLevel: 'loud' }, /logLevel/],
    ['chance that is a number', { random: 0.5 }, /random must be a function/],
    ['a module for a socket', { webSocket: { default: class {} } }, /webSocket must be a function/],
    ['a network that is a number', { network$: 5 }, /network\$ must be one with subscribe, got 5/],
    ['resuming that is a text', { resume$: 'no' }, /resume\$ must be one with subscribe/],
    ['hiding that is a list', { pageHide$: [] }, /pageHide\$ must be one with subscribe/],
    ['no limiter', { limiter: {} }, /limiter must be one with acquire, got object/],
    ['no scheduler', { scheduler: {} }, /scheduler must be one with schedule/],
    ['no frames', { frameScheduler: {} }, /frameScheduler must be one with schedule/],
    ['a wait of nothing', { reconnect: { firstDelayMs: 0 } }, /reconnect\.firstDelayMs/],
    ['polls without a pause', { polling: { fastMs: 0 } }, /polling\.fastMs/],
    ['slow polls that are faster', { polling: { slowMs: 2_999 } }, /polling\.slowMs/],
    ['no attempts', { reconnect: { maxAttempts: 0 } }, /reconnect\.maxAttempts/],
    ['a ceiling below the first wait', { reconnect: { maxDelayMs: 999 } }, /reconnect\.maxDelayMs/],
    ['typing for no time', { typing: { expiryMs: -1 } }, /typing\.expiryMs/],
    ['typing that is null', { typing: { throttleMs: null } }, /typing\.throttleMs/],
  ])('refuses %s, naming the option', (_what, given, because) => {
    const options =
      typeof given === 'object' && given !== null
        ? { chatDetails: DETAILS, region: 'us-east-1', ...given }
        : given;
    const error = refusal(options);

    expect(error.code).toBe('InvalidArgument');
    expect(error.message).toMatch(because);
  });
});
