import { from, lastValueFrom, toArray } from 'rxjs';
import type { createSdkApi as CreateSdkApi } from '../../lib/api/sdkApi.js';
import { json, startLoopback } from './support/loopback.js';
import { replaceGlobal } from './support/replaceGlobal.js';

type Loopback = Awaited<ReturnType<typeof startLoopback>>;

const SDK_CLIENT = '../../lib/api/sdkClient.js';
const UNSUPPORTED = { name: 'ChatError', code: 'Unsupported', retryable: false };
const NETWORK = { name: 'ChatError', code: 'Network', retryable: true };

type Thrown = [name: string, message: string, code?: string];

/** An error as loaders and engines make it. */
const named = (...[name, message, code]: Thrown) =>
  Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });

describe("the AWS SDK's code", () => {
  let service: Loopback;
  beforeEach(async () => {
    service = await startLoopback();
    service.answers(json({ Id: 'e1' }));
  });
  afterEach(async () => {
    jest.dontMock(SDK_CLIENT);
    await service.close();
  });

  /** Loads all modules as a new page does, and answers one call after the other. */
  function page() {
    jest.resetModules();
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would find the modules of before
    const { createSdkApi } = require('../../lib/api/sdkApi.js') as {
      readonly createSdkApi: typeof CreateSdkApi;
    };
    const api = createSdkApi({ endpoint: service.endpoint });
    return async () => {
      const answer$ = from(
        api.sendEvent({
          ConnectionToken: 'token',
          ContentType: 'application/vnd.amazonaws.connect.event.typing',
        }),
      );
      return lastValueFrom(answer$.pipe(toArray()));
    };
  }

  /** What the code does when it is loaded the first time. */
  const failsToLoad = (error: Error) => {
    let isFirst = true;
    jest.doMock(SDK_CLIENT, () => {
      if (!isFirst) return jest.requireActual<object>(SDK_CLIENT);
      isFirst = false;
      throw error;
    });
  };

  it('needs a TextEncoder: without, the call errors with Unsupported, and says so', async () => {
    const text = replaceGlobal('TextEncoder', undefined);
    try {
      await expect(page()()).rejects.toMatchObject({
        ...UNSUPPORTED,
        message: expect.stringMatching(
          /^cannot SendEvent: the AWS SDK cannot be loaded .*TextEncoder.*rx-connect-chat\/lite$/,
        ),
      });
    } finally {
      text();
    }
  });

  it.each<Thrown>([
    ['Error', 'require() of ES Module /app/x.js not supported.\nInstead', 'ERR_REQUIRE_ESM'],
    ['Error', "Cannot find module '@aws-sdk/core/protocols'", 'MODULE_NOT_FOUND'],
    ['ReferenceError', 'TextEncoder is not defined'],
    ['SyntaxError', "Unexpected token 'export'"],
    ['EvalError', 'Code generation from strings disallowed for this context'],
    ['TypeError', 'Class extends value undefined is not a constructor or null'],
  ])('%s: %s is not supported, with what was wrong', async (...thrown) => {
    const error = named(...thrown);
    failsToLoad(error);
    await expect(page()()).rejects.toMatchObject({
      ...UNSUPPORTED,
      message: expect.stringContaining(thrown[1].split('\n')[0] ?? ''),
      cause: error,
    });
  });

  it.each<Thrown>([
    ['ChunkLoadError', 'Loading chunk 12 failed.'],
    ['TypeError', 'Failed to fetch dynamically imported module: https://a.example/b.js'],
    ['TypeError', 'error loading dynamically imported module: https://a.example/b.js'],
    ['TypeError', 'Importing a module script failed.'],
    ['Error', 'Could not load bundle'],
    ['Error', 'too many open files', 'EMFILE'],
  ])('%s: %s is a network failure, and the next call loads it', async (...thrown) => {
    const error = named(...thrown);
    failsToLoad(error);
    const call = page();
    await expect(call()).rejects.toMatchObject({ ...NETWORK, cause: error });
    await expect(call()).resolves.toMatchObject([{ Id: 'e1' }]);
  });

  it('needs Headers once it is loaded: without, the call errors with Unsupported, and says so', async () => {
    const call = page();
    await call();
    const restore = replaceGlobal('Headers', undefined);
    Reflect.deleteProperty(globalThis, 'Headers');
    try {
      const message = 'cannot SendEvent: Headers is not defined';
      await expect(call()).rejects.toMatchObject({ ...UNSUPPORTED, message });
    } finally {
      restore();
    }
  });
});
