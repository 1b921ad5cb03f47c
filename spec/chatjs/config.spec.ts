import { createLogManager, LogLevel } from '../../lib/chatjs/logManager.js';
import { virtualPage, type VirtualPage } from './support/virtualSession.js';

const create = ({ ChatSession, emulator }: VirtualPage, options?: { readonly region?: string }) =>
  ChatSession.create({ chatDetails: emulator.startChat().details, type: 'CUSTOMER', options });

describe('where the service is', () => {
  const endpointOf = (region: string) => `https://participant.connect.${region}.amazonaws.com`;

  it('is in the region of the override, else of the session, else of the page, else us-west-2', () => {
    const page = virtualPage();
    create(page);
    page.ChatSession.setGlobalConfig({ region: 'eu-west-2' });
    create(page);
    create(page, { region: 'us-east-1' });
    page.ChatSession.setRegionOverride('ap-southeast-2');
    create(page, { region: 'us-east-1' });
    page.ChatSession.setRegionOverride(null);
    create(page, { region: '' });
    expect(page.endpoints.map(({ endpoint }) => endpoint)).toEqual(
      ['us-west-2', 'eu-west-2', 'us-east-1', 'ap-southeast-2', 'eu-west-2'].map(endpointOf),
    );
  });

  it('is for IPv4 and IPv6 where that is said by true or false, but where an endpoint is given', () => {
    const page = virtualPage();
    const warn = jest.fn();
    page.ChatSession.setGlobalConfig({
      region: 'eu-west-2',
      loggerConfig: { logger: { debug: jest.fn(), info: jest.fn(), warn, error: jest.fn() } },
    });
    page.ChatSession.setGlobalConfig({ useDualStack: 'yes' as unknown as boolean });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('useDualStack'));
    create(page);
    page.ChatSession.setGlobalConfig({ useDualStack: true });
    create(page);
    page.ChatSession.setGlobalConfig({
      endpoint: 'https://chat.example',
      customUserAgentSuffix: 'x/1',
    });
    create(page);
    expect(page.endpoints.map(({ endpoint }) => endpoint)).toEqual([
      endpointOf('eu-west-2'),
      'https://participant.connect.eu-west-2.api.aws',
      'https://chat.example',
    ]);
    expect(page.endpoints.map(({ userAgentSuffix }) => userAgentSuffix)).toEqual(['', '', 'x/1']);
  });
});

it('create names what is wrong, where nothing is given, and where details are no JSON', () => {
  const { ChatSession } = virtualPage();
  const created = (args?: object) => () => ChatSession.create(args as never);
  const wrong = expect.objectContaining({ name: 'IllegalArgument' }) as Error;
  expect(created()).toThrow(wrong);
  expect(created({ options: null })).toThrow(wrong);
  const details = { contactId: 'c', participantId: 'p', participantToken: 'secret' };
  expect(created({ chatDetails: `${JSON.stringify(details)} and more` })).toThrow(wrong);
  expect(created({ chatDetails: { ...details, participantToken: '' } })).toThrow(
    /participantToken/,
  );
  expect(created({ chatDetails: details, type: 'SOMEBODY' })).toThrow(wrong);
});

it.each([undefined, null, true, 'eu-west-2', 1, () => undefined])(
  'setGlobalConfig takes %p for nothing',
  (config) => {
    const page = virtualPage();
    page.ChatSession.setGlobalConfig(config as object);
    page.ChatSession.setGlobalConfig({
      features: config,
      loggerConfig: config,
      csmConfig: config,
      webSocketManagerConfig: config,
    } as object);
    create(page);
    expect(page.endpoints[0]?.endpoint).toMatch('us-west-2');
  },
);

describe('isNetworkOnline', () => {
  it.each([
    ['an answer', (isOnline: () => boolean) => isOnline],
    ['a Promise of one', (isOnline: () => boolean) => () => Promise.resolve(isOnline())],
  ])('is asked every second, and may give %s', async (_, ask) => {
    const page = virtualPage();
    let isOnline = true;
    page.ChatSession.setGlobalConfig({
      webSocketManagerConfig: { isNetworkOnline: ask(() => isOnline) },
    });
    const session = create(page);
    void session.connect();
    await page.pass(500);
    expect(session.controller.getConnectionStatus()).toBe('Established');
    isOnline = false;
    await page.pass(1_000);
    page.emulator.faults.cutSockets();
    await page.pass(15_000);
    expect(session.controller.getConnectionStatus()).toBe('Broken');
    isOnline = true;
    await page.pass(2_000);
    expect(session.controller.getConnectionStatus()).toBe('Established');
  });
});

describe('a connect() before isNetworkOnline has answered', () => {
  const connecting = async (isNetworkOnline: () => boolean | Promise<boolean>) => {
    const page = virtualPage();
    page.ChatSession.setGlobalConfig({ webSocketManagerConfig: { isNetworkOnline } });
    const session = create(page);
    const connected = session.connect();
    const asked = () => page.emulator.requests.count('CreateParticipantConnection');
    await page.pass(500);
    return { page, connected, asked };
  };

  it('asks nothing of the service until its Promise says that there is a network', async () => {
    let answer: (isOnline: boolean) => void = () => undefined;
    const { page, connected, asked } = await connecting(
      () => new Promise((resolve) => (answer = resolve)),
    );
    expect(asked()).toBe(0);
    answer(false);
    await page.pass(1_500);
    expect(asked()).toBe(0);
    answer(true);
    await page.pass(500);
    await expect(connected).resolves.toMatchObject({ connectSuccess: true });
  });

  it('does not wait for an answer that fails, nor longer than 5 s for one', async () => {
    const { asked: afterFailure } = await connecting(() => Promise.reject(new Error('no module')));
    expect(afterFailure()).toBe(1);
    const { page, asked } = await connecting(() => new Promise(() => undefined));
    expect(asked()).toBe(0);
    await page.pass(5_000);
    expect(asked()).toBe(1);
  });
});

describe('logging', () => {
  const logger = () => ({
    debug: jest.fn(),
    info: jest.fn(),
    warn: jest.fn(),
    error: jest.fn(),
    log: jest.fn(),
  });

  it('is by the level, INFO where none is given, and the first logger given', () => {
    const manager = createLogManager(() => 0);
    const [own, streams] = [logger(), logger()];
    const log = manager.getLogger({ prefix: 'p', logMetaData: { contactId: 'c' } });
    manager.updateLoggerConfig({ customizedLogger: own, logger: streams, useDefaultLogger: true });
    log.debug('unsaid');
    log.info('said', { a: 1 });
    expect(own.debug).not.toHaveBeenCalled();
    expect(own.info).toHaveBeenCalledWith('INFO ["said",{"a":1}] {"contactId":"c"}');
    manager.updateLoggerConfig({ logger: streams, level: LogLevel.ERROR });
    log.warn('unsaid');
    log.error('said');
    expect(streams.warn).not.toHaveBeenCalled();
    expect(streams.error).toHaveBeenCalledTimes(1);
    expect([LogLevel.WARN, LogLevel.ERROR].map(manager.isLevelEnabled)).toEqual([false, true]);
  });

  it.each([
    ['log', 'log'],
    ['info', 'info'],
    [undefined, 'warn'],
    ['error', 'warn'],
  ] as const)('of what support asks for, by %p, goes to %s', (advancedLogWriter, method) => {
    const manager = createLogManager(() => 0);
    const own = logger();
    manager.updateLoggerConfig({
      customizedLogger: own,
      advancedLogWriter: advancedLogWriter as 'log' | undefined,
    });
    manager.getLogger().advancedLog('asked');
    expect(own[method]).toHaveBeenCalledWith(expect.stringContaining('ADVANCED_LOG'));
  });

  it("goes to a logger as Streams', whose methods answer an entry; one that throws breaks nothing", () => {
    const manager = createLogManager(() => 0);
    const entry = { withObject: () => entry, sendInternalLogToServer: () => entry };
    const streams = { ...logger(), warn: () => entry };
    streams.error.mockImplementation(() => {
      throw new Error('no log');
    });
    manager.updateLoggerConfig({ logger: streams });
    expect(manager.getLogger().warn('w')).toBe(entry);
    expect(() => manager.getLogger().error('e')).not.toThrow();
  });
});
