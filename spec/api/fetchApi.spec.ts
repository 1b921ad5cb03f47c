import { lastValueFrom, from } from 'rxjs';
import { createFetchApi } from '../../lib/api/fetchApi.js';
import { describeApi } from './support/describeApi.js';

describe('createFetchApi', () => {
  describeApi((endpoint, options) => createFetchApi({ endpoint, ...options }));

  it('calls the given fetch', async () => {
    const fetch = jest.fn(() => Promise.resolve(new Response('{"Id":"m1"}')));
    const api = createFetchApi({ endpoint: 'https://example.com/base', fetch });
    const answer$ = from(
      api.sendMessage({ ConnectionToken: 'token', ContentType: 'text/plain', Content: 'a' }),
    );

    await expect(lastValueFrom(answer$)).resolves.toMatchObject({ Id: 'm1' });
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch).toHaveBeenCalledWith(
      'https://example.com/base/participant/message',
      expect.objectContaining({
        method: 'POST',
        body: '{"ContentType":"text/plain","Content":"a"}',
      }),
    );
  });

  it('sets keepalive for a request that has to outlive the page', async () => {
    const fetch = jest.fn((_url: unknown, _init?: RequestInit) =>
      Promise.resolve(new Response('{}')),
    );
    const api = createFetchApi({ endpoint: 'https://example.com', fetch });
    const leave = (keepalive: boolean) =>
      lastValueFrom(from(api.disconnectParticipant({ ConnectionToken: 'token', keepalive })));
    await leave(true);
    await leave(false);

    expect(
      fetch.mock.calls.map(([, init]) => [init?.keepalive, init?.signal !== undefined]),
    ).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('rejects a fetch that is no function', () => {
    const fetch = {} as typeof globalThis.fetch;
    expect(() => createFetchApi({ endpoint: 'https://example.com', fetch })).toThrow(
      /fetch must be a function/,
    );
  });

  it('errors with Network if fetch itself throws', async () => {
    const api = createFetchApi({
      endpoint: 'https://example.com',
      fetch: () => {
        throw new TypeError('not allowed');
      },
    });

    await expect(
      lastValueFrom(from(api.disconnectParticipant({ ConnectionToken: 'token' }))),
    ).rejects.toMatchObject({ code: 'Network', cause: new TypeError('not allowed') });
  });
});
