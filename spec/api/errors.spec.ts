import {
  asChatError,
  ChatError,
  type ChatErrorCode,
  errorFromAnswer,
  invalidArgument,
  isRetryable,
  networkError,
  RETRYABLE,
} from '../../lib/api/errors.js';

describe('ChatError', () => {
  it('is an Error with a code and the facts of the answer', () => {
    const cause = new Error('socket hang up');
    const error = new ChatError('Throttled', 'cannot SendMessage: ThrottlingException', {
      statusCode: 429,
      requestId: 'request-1',
      retryAfterMs: 3_000,
      cause,
    });

    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'ChatError',
      code: 'Throttled',
      message: 'cannot SendMessage: ThrottlingException',
      statusCode: 429,
      requestId: 'request-1',
      retryAfterMs: 3_000,
      retryable: true,
      cause,
    });
  });

  it('has no cause if there is none', () => {
    expect('cause' in new ChatError('Ended', 'cannot do this')).toBe(false);
    expect('cause' in new ChatError('Ended', 'cannot do this', { cause: undefined })).toBe(false);
  });

  it.each(Object.entries(RETRYABLE) as [ChatErrorCode, boolean][])(
    '%s: retryable is %s',
    (code, retryable) => {
      expect(new ChatError(code, '').retryable).toBe(retryable);
    },
  );

  it('is retryable only if the error is transient', () => {
    const retryable = Object.entries(RETRYABLE).filter(([, yes]) => yes);

    expect(retryable.map(([code]) => code).sort()).toEqual(['Network', 'Service', 'Throttled']);
  });
});

describe('errorFromAnswer', () => {
  it.each<[string, ChatErrorCode]>([
    ['AccessDeniedException', 'AccessDenied'],
    ['ThrottlingException', 'Throttled'],
    ['TooManyRequestsException', 'Throttled'],
    ['ValidationException', 'Validation'],
    ['ConflictException', 'Conflict'],
    ['ResourceNotFoundException', 'NotFound'],
    ['ServiceQuotaExceededException', 'QuotaExceeded'],
    ['InternalServerException', 'Service'],
  ])('takes %s for %s, whatever the status', (errorType, code) => {
    for (const statusCode of [400, 418, 500]) {
      expect(errorFromAnswer('SendMessage', { statusCode, errorType }).code).toBe(code);
    }
  });

  it.each<[number | undefined, ChatErrorCode]>([
    [undefined, 'Network'],
    [0, 'Network'],
    [400, 'Validation'],
    [401, 'AccessDenied'],
    [402, 'QuotaExceeded'],
    [403, 'AccessDenied'],
    [404, 'NotFound'],
    [408, 'Network'],
    [409, 'Conflict'],
    [413, 'Validation'],
    [429, 'Throttled'],
    [500, 'Service'],
    [502, 'Service'],
    [503, 'Service'],
    [504, 'Service'],
  ])('takes status %s without a name for %s', (statusCode, code) => {
    expect(errorFromAnswer('SendMessage', { statusCode }).code).toBe(code);
  });

  it.each(['SomethingNewException', '', 'constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'uses the status if the name %p is unknown',
    (errorType) => {
      expect(errorFromAnswer('SendMessage', { statusCode: 403, errorType }).code).toBe(
        'AccessDenied',
      );
    },
  );

  it('reads the name before the colon', () => {
    const errorType = 'ConflictException:http://internal.amazon.com/coral/';

    expect(errorFromAnswer('SendMessage', { statusCode: 400, errorType })).toMatchObject({
      code: 'Conflict',
      message: 'cannot SendMessage: ConflictException',
    });
  });

  it('names what failed, and why', () => {
    const message = (answer: Parameters<typeof errorFromAnswer>[1]) =>
      errorFromAnswer('SendMessage', answer).message;

    expect(message({ statusCode: 503 })).toBe('cannot SendMessage: status 503');
    expect(message({ statusCode: undefined })).toBe('cannot SendMessage: no answer');
  });

  it('keeps the facts of the answer', () => {
    const answer = { statusCode: 429, requestId: 'request-1', retryAfterMs: 500 };

    expect(errorFromAnswer('SendMessage', answer)).toMatchObject(answer);
  });
});

describe('networkError and asChatError', () => {
  it('turn a failure without an answer into Network, with the cause', () => {
    const cause = new TypeError('fetch failed');

    for (const error of [networkError('SendMessage', cause), asChatError('SendMessage', cause)]) {
      expect(error).toMatchObject({
        code: 'Network',
        message: 'cannot SendMessage: no answer',
        cause,
        statusCode: undefined,
      });
    }
  });

  it('return a ChatError unchanged', () => {
    const error = new ChatError('Conflict', 'cannot SendMessage');

    expect(asChatError('GetTranscript', error)).toBe(error);
  });

  it.each([undefined, null, 'lost', 42])('take %p for an error as well', (thrown) => {
    expect(asChatError('SendMessage', thrown)).toMatchObject({ code: 'Network' });
  });
});

describe('invalidArgument', () => {
  it('names what failed and the argument', () => {
    expect(invalidArgument('send a message', 'content is missing')).toMatchObject({
      code: 'InvalidArgument',
      message: 'cannot send a message: content is missing',
      retryable: false,
    });
  });
});

describe('isRetryable', () => {
  it.each([
    ['Network', true],
    ['Service', true],
    ['Throttled', true],
    ['AccessDenied', false],
    ['Validation', false],
    ['Unsupported', false],
  ] as const)('of %s is %s', (code, retryable) => {
    expect(isRetryable(new ChatError(code, ''))).toBe(retryable);
  });

  it('is false of what is no ChatError', () => {
    expect(isRetryable(new Error('a mistake'))).toBe(false);
    expect(isRetryable({ retryable: true })).toBe(false);
    expect(isRetryable(undefined)).toBe(false);
  });
});
