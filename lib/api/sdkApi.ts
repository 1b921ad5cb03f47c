import { abortable } from './abortable.js';
import type { DisconnectParticipantRequest, ParticipantApi } from './participantApi.js';
import { type EndpointOptions, resolveEndpoint } from './endpoint.js';
import {
  asChatError,
  ChatError,
  errorFromAnswer,
  errorName,
  networkError,
  retryAfterMs,
  unsupported,
} from './errors.js';
import { createFetchApi } from './fetchApi.js';
import { apiFrom, operationName } from './operations.js';
import { API_INSTEAD, requireFetch } from './requireFetch.js';
import type { SdkClient } from './sdkClient.js';
import { userAgentOf } from './userAgent.js';

/** Options of {@link createSdkApi}. */
export interface SdkApiOptions extends EndpointOptions {
  /** Follows this library's name in `X-Amz-User-Agent`, such as `my-app/1.2`. @defaultValue none */
  readonly userAgentSuffix?: string;
}

/**
 * The Participant Service through `@aws-sdk/client-connectparticipant`, which is loaded with the first
 * call: importing it changes globals of the environment.
 *
 * Each method gives a cold Observable: one request a subscription, aborted when unsubscribed. It errors with a
 * `ChatError`: with `Unsupported` if there is no `fetch`, or if the SDK's code is there and cannot run; with `Network`
 * if a page could not fetch that code, which the next call does again.
 *
 * @throws ChatError `InvalidArgument` when called, for a region, an endpoint or a suffix that is none.
 */
export function createSdkApi({
  userAgentSuffix,
  ...endpointOptions
}: SdkApiOptions): ParticipantApi {
  const endpoint = resolveEndpoint(endpointOptions);
  const userAgent = userAgentOf(userAgentSuffix);
  /** The SDK's requests end with their page, and its code may not even be there yet. */
  const outliving = createFetchApi({
    endpoint,
    ...(userAgentSuffix !== undefined && { userAgentSuffix }),
  });
  let client: Promise<SdkClient> | undefined;
  const load = (operation: string) =>
    (client ??= import('./sdkClient.js')
      .then(({ createSdkClient }) => createSdkClient(endpoint, userAgent))
      .catch((error: unknown) => {
        client = undefined; // a page may fetch it the next time
        throw loadError(operation, error);
      }));

  return apiFrom((operation, { keepalive, ...request }) =>
    keepalive
      ? outliving.disconnectParticipant({ ...request, keepalive } as DisconnectParticipantRequest)
      : abortable(
          async (signal) => {
            requireFetch(operationName(operation), API_INSTEAD);
            return (await load(operationName(operation)))(operation, request, signal);
          },
          (rejection) => {
            const answer = answerOf(rejection);
            return answer.statusCode === undefined // no answer came
              ? asChatError(operationName(operation), rejection)
              : errorFromAnswer(operationName(operation), answer);
          },
        ),
  );
}

/**
 * Code that came and cannot run will not run later. Loaders tell that by a code, such as Node's `ERR_REQUIRE_ESM`, or
 * by an error that the code itself threw, such as a ReferenceError for a missing `TextEncoder`. Anything else may
 * be the network's: a TypeError about the module in browsers, a ChunkLoadError in webpack.
 */
function loadError(operation: string, error: unknown): ChatError {
  const { code, message } = Object(error) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  const [what = ''] = String(message).split('\n');
  const kind = errorName(error);
  const cannotRun =
    /^(?:ERR_|MODULE_NOT_FOUND$)/.test(String(code)) ||
    /^(?:Reference|Syntax|Eval)Error$/.test(kind) ||
    (kind === 'TypeError' && !/module|fetch|load|network/i.test(what));
  const because = `the AWS SDK cannot be loaded in this environment (${kind}: ${what})`;
  return cannotRun
    ? unsupported(operation, `${because}; take createChat of rx-connect-chat/lite`, error)
    : networkError(operation, error);
}

/** What the SDK's exceptions say. Their message is left out, since it may quote what was sent. */
function answerOf(error: unknown) {
  const { name, $metadata, $response } = error as {
    name?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
    $response?: { headers?: Record<string, string> };
  };
  return {
    statusCode: $metadata?.httpStatusCode,
    errorType: name,
    requestId: $metadata?.requestId,
    retryAfterMs: retryAfterMs($response?.headers?.['retry-after']),
  };
}
