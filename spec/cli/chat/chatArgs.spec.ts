import { parseChatArgs } from '../../../lib/cli/chat/chatArgs.js';

describe('parseChatArgs', () => {
  it('takes a backend, and all there is to say to it', () => {
    const args = ['--start-url', 'https://a.test/start', '--region', 'eu-central-1'];
    const more = ['--attribute', 'plan=a=b', '--attribute', 'x=', '--header', 'x-api-key: k:1'];
    expect(parseChatArgs([...args, ...more, '--no-receipts', '--record', 'f.json'])).toEqual({
      where: {
        type: 'start-url',
        url: new URL('https://a.test/start'),
        endpoint: 'https://participant.connect.eu-central-1.amazonaws.com',
        headers: { 'x-api-key': 'k:1' },
      },
      name: 'Customer',
      attributes: { plan: 'a=b', x: '' },
      contactFlowId: undefined,
      instanceId: undefined,
      receipts: false,
      record: 'f.json',
    });
  });

  it('takes an emulator, with or without its address', () => {
    expect(parseChatArgs(['--emulator']).where).toEqual({ type: 'emulator', url: undefined });
    expect(parseChatArgs(['--emulator', 'http://localhost:4510/']).where).toEqual({
      type: 'emulator',
      url: 'http://localhost:4510',
    });
  });

  it.each<[string, readonly string[], string]>([
    ['nowhere to go', [], 'give --start-url or --emulator'],
    ['both', ['--emulator', '--start-url', 'https://a.test'], 'give --start-url or --emulator'],
    ['no region', ['--start-url', 'https://a.test'], '--region is missing'],
    ['an odd region', ['--start-url', 'https://a.test', '--region', 'x'], 'not the name of an AWS'],
    [
      'plain http',
      ['--start-url', 'http://a.test', '--region', 'eu-west-1'],
      'must be an https URL',
    ],
    [
      'an odd attribute',
      ['--emulator', '--attribute', 'plan'],
      '--attribute must be <name>=<value>',
    ],
    ['a word too many', ['--emulator', 'http://127.0.0.1:1', 'now'], "what is 'now'?"],
    ['an unknown option', ['--colour'], "Unknown option '--colour'"],
  ])('refuses %s', (_, args, message) => {
    expect(() => parseChatArgs(args)).toThrow(message);
  });
});
