import { abortable } from './abortable.js';
import type { AnswerMetadata, ParticipantApi } from './api.js';
import { type EndpointOptions, resolveEndpoint } from './endpoint.js';
import { asChatError, errorFromAnswer } from './errors.js';
import { userAgentOf } from './userAgent.js';

/** What the fetch-based API needs to know. */
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
 * Each method gives a cold Observable: one request a subscription, aborted when unsubscribed unless it
 * is to outlive the page.
 *
 * @throws ChatError `InvalidArgument` when called, for a region, an endpoint or a suffix that is none.
 */
export function createFetchApi({
  fetch,
  userAgentSuffix,
  ...where
}: FetchApiOptions): ParticipantApi {
  const endpoint = resolveEndpoint(where);
  const userAgent = userAgentOf(userAgentSuffix);
  const ask = <T>(
    operation: string,
    path: string,
    bearer: string,
    { headers, ...request }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
  ) =>
    abortable(
      async (signal): Promise<T> => {
        const response = await (fetch ?? globalThis.fetch)(`${endpoint}/participant/${path}`, {
          ...(!request.keepalive && { signal }),
          ...request,
          headers: { ...headers, 'X-Amz-Bearer': bearer, 'X-Amz-User-Agent': userAgent },
        });
        if (!response.ok) throw errorFromAnswer(operation, await errorOf(response));
        const answer = parse((await response.text()) || '{}');
        // Without a cause: what cannot be read would be quoted in it.
        if (typeof answer !== 'object')
          throw errorFromAnswer(operation, { statusCode: response.status });
        return { ...answer, $metadata: metadataOf(response) } as T;
      },
      (rejection) => asChatError(operation, rejection),
    );
  const post = <T>(
    operation: string,
    path: string,
    bearer: string,
    body: object,
    keepalive = false,
  ) =>
    ask<T>(operation, path, bearer, {
      keepalive,
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });

  return {
    createParticipantConnection: ({ ParticipantToken, ...body }) =>
      post('CreateParticipantConnection', 'connection', ParticipantToken, body),
    sendMessage: ({ ConnectionToken, ...body }) =>
      post('SendMessage', 'message', ConnectionToken, body),
    sendEvent: ({ ConnectionToken, ...body }) => post('SendEvent', 'event', ConnectionToken, body),
    getTranscript: ({ ConnectionToken, ...body }) =>
      post('GetTranscript', 'transcript', ConnectionToken, body),
    disconnectParticipant: ({ ConnectionToken, keepalive, ...body }) =>
      post('DisconnectParticipant', 'disconnect', ConnectionToken, body, keepalive),
    startAttachmentUpload: ({ ConnectionToken, ...body }) =>
      post('StartAttachmentUpload', 'start-attachment-upload', ConnectionToken, body),
    completeAttachmentUpload: ({ ConnectionToken, ...body }) =>
      post('CompleteAttachmentUpload', 'complete-attachment-upload', ConnectionToken, body),
    getAttachment: ({ ConnectionToken, ...body }) =>
      post('GetAttachment', 'attachment', ConnectionToken, body),
    describeView: ({ ConnectionToken, ViewToken }) =>
      ask('DescribeView', `views/${encodeURIComponent(ViewToken)}`, ConnectionToken, {
        method: 'GET',
      }),
    getAuthenticationUrl: ({ ConnectionToken, ...body }) =>
      post('GetAuthenticationUrl', 'authentication-url', ConnectionToken, body),
    cancelParticipantAuthentication: ({ ConnectionToken, ...body }) =>
      post('CancelParticipantAuthentication', 'cancel-authentication', ConnectionToken, body),
  };
}

const metadataOf = ({ status, headers }: Response): AnswerMetadata => ({
  httpStatusCode: status,
  requestId: headers.get('x-amzn-requestid') ?? undefined,
});

async function errorOf(response: Response) {
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN);
  return {
    statusCode: response.status,
    errorType: response.headers.get('x-amzn-errortype') ?? typeInBody(await response.text()),
    requestId: response.headers.get('x-amzn-requestid') ?? undefined,
    retryAfterMs: Number.isNaN(retryAfter) ? undefined : retryAfter * 1_000,
  };
}

/** Across origins the header may be hidden; the body names the error as well. */
function typeInBody(body: string): string | undefined {
  const { __type } = (parse(body) ?? {}) as { __type?: unknown };
  return typeof __type === 'string' ? __type : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
