import { abortable } from './abortable.js';
import type { ParticipantApi } from './api.js';
import { type EndpointOptions, resolveEndpoint } from './endpoint.js';
import { errorFromAnswer } from './errors.js';
import { createFetchApi } from './fetchApi.js';
import type { Abortable, SdkClient } from './sdkClient.js';
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
 * Each method gives a cold Observable: one request a subscription, aborted when unsubscribed.
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

  const call = <T>(
    operation: string,
    send: (client: SdkClient, options: Abortable) => Promise<T>,
  ) =>
    abortable(
      async (abortSignal) => send(await load(), { abortSignal }),
      (rejection) => errorFromAnswer(operation, answerOf(rejection)),
    );

  return {
    createParticipantConnection: (request) =>
      call('CreateParticipantConnection', (sdk, options) =>
        sdk.createParticipantConnection(request, options),
      ),
    sendMessage: (request) =>
      call('SendMessage', (sdk, options) => sdk.sendMessage(request, options)),
    sendEvent: (request) => call('SendEvent', (sdk, options) => sdk.sendEvent(request, options)),
    getTranscript: (request) =>
      call('GetTranscript', (sdk, options) => sdk.getTranscript(request, options)),
    disconnectParticipant: ({ keepalive, ...request }) =>
      keepalive
        ? outliving.disconnectParticipant({ ...request, keepalive })
        : call('DisconnectParticipant', (sdk, options) =>
            sdk.disconnectParticipant(request, options),
          ),
    startAttachmentUpload: (request) =>
      call('StartAttachmentUpload', (sdk, options) => sdk.startAttachmentUpload(request, options)),
    completeAttachmentUpload: (request) =>
      call('CompleteAttachmentUpload', (sdk, options) =>
        sdk.completeAttachmentUpload(request, options),
      ),
    getAttachment: (request) =>
      call('GetAttachment', (sdk, options) => sdk.getAttachment(request, options)),
    describeView: (request) =>
      call('DescribeView', (sdk, options) => sdk.describeView(request, options)),
    getAuthenticationUrl: (request) =>
      call('GetAuthenticationUrl', (sdk, options) => sdk.getAuthenticationUrl(request, options)),
    cancelParticipantAuthentication: (request) =>
      call('CancelParticipantAuthentication', (sdk, options) =>
        sdk.cancelParticipantAuthentication(request, options),
      ),
  };
}

/** What the SDK's exceptions say; an error without an HTTP status means that no answer came. */
function answerOf(error: unknown) {
  const { name, $metadata, $response } = error as {
    name?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
    $response?: { headers?: Record<string, string> };
  };
  const statusCode = $metadata?.httpStatusCode;
  const retryAfter = Number($response?.headers?.['retry-after'] ?? NaN);
  return {
    statusCode,
    errorType: statusCode === undefined ? undefined : name,
    requestId: $metadata?.requestId,
    retryAfterMs: Number.isNaN(retryAfter) ? undefined : retryAfter * 1_000,
    // What the service says may quote what it was sent.
    cause: statusCode === undefined ? error : undefined,
  };
}
