import { ConnectParticipantClient } from '@aws-sdk/client-connectparticipant';
import { isSecureUrl, resolveEndpoint } from '../../lib/api/endpoint.js';
import { ChatError } from '../../lib/api/errors.js';

function refusal(options: unknown): ChatError {
  try {
    resolveEndpoint(options as Parameters<typeof resolveEndpoint>[0]);
  } catch (error) {
    if (error instanceof ChatError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('resolveEndpoint', () => {
  it.each([
    ['us-east-1', 'https://participant.connect.us-east-1.amazonaws.com'],
    ['eu-central-1', 'https://participant.connect.eu-central-1.amazonaws.com'],
    ['us-gov-west-1', 'https://participant.connect.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'https://participant.connect.cn-north-1.amazonaws.com.cn'],
  ])('finds the service of the region %s', (region, url) => {
    expect(resolveEndpoint({ region })).toBe(url);
  });

  it.each([
    ['us-east-1', 'https://participant.connect.us-east-1.api.aws'],
    ['us-gov-east-1', 'https://participant.connect.us-gov-east-1.api.aws'],
    ['cn-northwest-1', 'https://participant.connect.cn-northwest-1.api.amazonwebservices.com.cn'],
  ])('finds the dual-stack service of the region %s', (region, url) => {
    expect(resolveEndpoint({ region, useDualStack: true })).toBe(url);
  });

  it.each([
    'us-east-1',
    'us-west-2',
    'ca-central-1',
    'eu-west-2',
    'ap-northeast-1',
    'af-south-1',
    'il-central-1',
    'mx-central-1',
    'us-gov-west-1',
    'us-gov-east-1',
    'cn-north-1',
    'cn-northwest-1',
    'eusc-de-east-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'us-isof-south-1',
    'eu-isoe-west-1',
    'xx-tomorrow-1',
  ])('agrees with the AWS SDK on %s', (Region) => {
    const { endpointProvider } = new ConnectParticipantClient({ region: Region }).config;
    for (const UseDualStack of [false, true]) {
      const { url } = endpointProvider({ Region, UseDualStack, UseFIPS: false });

      expect(resolveEndpoint({ region: Region, useDualStack: UseDualStack })).toBe(
        url.href.replace(/\/$/, ''),
      );
    }
  });

  it.each([
    ['https://example.com', 'https://example.com'],
    ['https://example.com/', 'https://example.com'],
    ['https://example.com/chat//', 'https://example.com/chat'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes the endpoint %s', (endpoint, url) => {
    expect(resolveEndpoint({ endpoint })).toBe(url);
    expect(resolveEndpoint({ endpoint, region: 'us-east-1', useDualStack: true })).toBe(url);
  });

  it.each([
    'http://example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1',
    'http://0.0.0.0',
    'ws://localhost:8080',
    'ftp://example.com',
    'javascript:alert(1)',
    'example.com',
    '/participant',
    '',
  ])('refuses the endpoint %p', (endpoint) => {
    const error = refusal({ endpoint });

    expect(error.code).toBe('InvalidArgument');
    expect(error.message).toMatch(/endpoint/);
    if (endpoint) expect(error.message).not.toContain(endpoint);
  });

  it.each([
    '',
    'us',
    'US-EAST-1',
    'us-east-1.example.com',
    'us-east-1/',
    'example.com/?us-east-1',
    'us-east-1\n',
    ' us-east-1',
    '-east-1',
    42,
    null,
    {},
  ])('refuses the region %p', (region) => {
    const error = refusal({ region });

    expect(error.code).toBe('InvalidArgument');
    expect(error.message).toMatch(/region/);
  });

  it('requires a region or an endpoint', () => {
    expect(refusal({})).toMatchObject({ code: 'InvalidArgument' });
    expect(refusal({}).message).toContain('region is required');
  });
});

describe('isSecureUrl', () => {
  it.each([
    'https://example.com',
    'wss://example.com:1/path?x',
    'WSS://example.com',
    'http://localhost',
    'http://127.0.0.1:4510/',
    'http://127.8.9.10?x',
    'ws://[::1]:1',
  ])('is true of %s', (url) => {
    expect(isSecureUrl(url)).toBe(true);
  });

  it.each([
    'http://example.com',
    'ws://128.0.0.1',
    'http://localhost.io',
    'http://[::2]',
    'http://0.0.0.0',
    'http://127.0.0.1@example.com',
    'http://127.0.0.1:80@example.com',
    'ws://127.0.0.1\\@example.com',
    'http://127.0.0.1.example.com',
    ' http://127.0.0.1',
    'https://',
    'https:/example.com',
    'https:///example.com',
    'ftp://localhost',
    '',
  ])('is false of %j', (url) => {
    expect(isSecureUrl(url)).toBe(false);
  });
});
