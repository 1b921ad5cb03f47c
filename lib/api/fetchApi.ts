import { parseJson } from '../wire/index.js';
import { abortable } from './abortable.js';
import type { ParticipantApi } from './participantApi.js';
import { type EndpointOptions, resolveEndpoint } from './endpoint.js';
import {
  asChatError,
  errorFromAnswer,
  invalidArgument,
  REDIRECTED,
  retryAfterMs,
} from './errors.js';
import { apiFrom, operationName, PATHS } from './operations.js';
import { API_INSTEAD, requireFetch } from './requireFetch.js';
import { userAgentOf } from './userAgent.js';

/** Options of {@link createFetchApi}. */
export interface FetchApiOptions extends EndpointOptions {
  /** @defaultValue globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** Follows this library's name in `X-Amz-User-Agent`, such as `my-app/1.2`. @defaultValue none */
  readonly userAgentSuffix?: string;
}

/**
 * The Participant Service over `fetch`, without the AWS SDK: JSON bodies, the bearer in
 * `X-Amz-Bearer`, no signing.
 *
 * Each method returns a cold Observable: one request per subscription, aborted by unsubscribing unless
 * it has to outlive the page. It errors with a `ChatError`: with `Unsupported` if there is no `fetch`.
 *
 * @throws ChatError `InvalidArgument` when called, for an invalid region, endpoint, suffix or `fetch`.
 */
export function createFetchApi({
  fetch,
  userAgentSuffix,
  ...endpointOptions
}: FetchApiOptions): ParticipantApi {
  const endpoint = resolveEndpoint(endpointOptions);
  if (fetch !== undefined && typeof fetch !== 'function') {
    throw invalidArgument('create an api', 'fetch must be a function');
  }
  const userAgent = userAgentOf(userAgentSuffix);
  return apiFrom((operation, request) => {
    const { ParticipantToken, ConnectionToken, ViewToken, keepalive = false, ...body } = request;
    return abortable(
      async (signal) => {
        const isGet = ViewToken !== undefined;
        const path = PATHS[operation] + encodeURIComponent(ViewToken ?? '');
        const ask = fetch ?? requireFetch(operationName(operation), API_INSTEAD);
        const response = await ask(`${endpoint}/participant/${path}`, {
          method: isGet ? 'GET' : 'POST',
          keepalive,
          redirect: 'manual', // it would take the bearer to another host; workerd refuses 'error'
          ...(!keepalive && { signal }),
          headers: {
            ...(!isGet && { 'Content-Type': 'application/json' }),
            'X-Amz-Bearer': ParticipantToken ?? ConnectionToken ?? '',
            'X-Amz-User-Agent': userAgent,
          },
          ...(!isGet && { body: JSON.stringify(body) }),
        });
        return answerOf(operationName(operation), response);
      },
      (rejection) => asChatError(operationName(operation), rejection),
    );
  });
}

/** The answer in `response`; throws the error that it stands for. */
async function answerOf(operation: string, response: Response): Promise<object> {
  const { headers, ok, status, type } = response;
  const statusCode = type === 'opaqueredirect' ? REDIRECTED : status;
  const requestId = headers.get('x-amzn-requestid') ?? undefined;
  const text = await response.text();
  const answer = parseJson(text || '{}');
  if (ok && typeof answer === 'object') {
    return { ...answer, $metadata: { httpStatusCode: statusCode, requestId } };
  }
  // Across origins the header may be hidden; the body names the error as well.
  const { __type } = (answer ?? {}) as { __type?: unknown };
  const named = typeof __type === 'string' ? __type : undefined;
  // Without a cause: it would quote text that cannot be parsed.
  throw errorFromAnswer(operation, {
    statusCode,
    errorType: headers.get('x-amzn-errortype') ?? named,
    requestId,
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
  });
}
