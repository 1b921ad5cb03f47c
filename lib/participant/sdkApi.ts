import { abortable } from './abortable.js';
import type { DisconnectParticipantRequest, ParticipantApi } from './api.js';
import { type EndpointOptions, resolveEndpoint } from './endpoint.js';
import { ChatError, errorFromAnswer, retryAfterMs } from './errors.js';
import { createFetchApi } from './fetchApi.js';
import { apiBy, nameOf } from './operations.js';
import { API_INSTEAD, requireFetch } from './requireFetch.js';
import type { SdkClient } from './sdkClient.js';
import { userAgentOf } from './userAgent.js';

/** What the SDK's client needs to know. */
export interface SdkApiOptions extends EndpointOptions {
  /** Follows this library's name in `X-Amz-User-Agent`, such as `my-app/1.2`. @defaultValue none */
  readonly userAgentSuffix?: string;
}

/**
 * The Participant Service through `@aws-sdk/client-connectparticipant`, which is loaded with the first
 * call: importing it changes the environment's globals.
 *
 * Each method gives a cold Observable: one request a subscription, aborted when unsubscribed. It errors with a
 * `ChatError`: with `Unsupported` if there is no `fetch`.
 *
 * @throws ChatError `InvalidArgument` when called, for a region, an endpoint or a suffix that is none.
 */
export function createSdkApi({ userAgentSuffix, ...where }: SdkApiOptions): ParticipantApi {
  const endpoint = resolveEndpoint(where);
  const userAgent = userAgentOf(userAgentSuffix);
  /** The SDK's requests end with their page, and its code may not even be there yet. */
  const outliving = createFetchApi({
    endpoint,
    ...(userAgentSuffix !== undefined && { userAgentSuffix }),
  });
  let client: Promise<SdkClient> | undefined;
  const load = () =>
    (client ??= import('./sdkClient.js').then(
      ({ createSdkClient }) => createSdkClient(endpoint, userAgent),
      (error: unknown) => {
        client = undefined; // the network was away: the next call tries again
        throw error;
      },
    ));

  return apiBy((operation, { keepalive, ...request }) =>
    keepalive
      ? outliving.disconnectParticipant({ ...request, keepalive } as DisconnectParticipantRequest)
      : abortable(
          async (signal) => {
            requireFetch(nameOf(operation), API_INSTEAD);
            return (await load())(operation, request, signal);
          },
          (rejection) =>
            rejection instanceof ChatError
              ? rejection
              : errorFromAnswer(nameOf(operation), answerOf(rejection)),
        ),
  );
}

/** What the SDK's exceptions say; an error without an HTTP status means that no answer came. */
function answerOf(error: unknown) {
  const { name, $metadata, $response } = error as {
    name?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
    $response?: { headers?: Record<string, string> };
  };
  const statusCode = $metadata?.httpStatusCode;
  return {
    statusCode,
    errorType: statusCode === undefined ? undefined : name,
    requestId: $metadata?.requestId,
    retryAfterMs: retryAfterMs($response?.headers?.['retry-after']),
    // What the service says may quote what it was sent.
    cause: statusCode === undefined ? error : undefined,
  };
}
