import { abortable } from './abortable.js';
import type { AnswerMetadata, ParticipantApi } from './api.js';
import { asChatError, errorFromAnswer } from './errors.js';

/** What the fetch-based API needs to know. */
export interface FetchApiOptions {
  /** The service's base URL. */
  readonly endpoint: string;
  /** @defaultValue globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * The Participant Service over `fetch`, without the AWS SDK: JSON bodies, the bearer in
 * `X-Amz-Bearer`, no signing.
 *
 * Each method gives a cold Observable: one request a subscription, aborted when unsubscribed unless it
 * is to outlive the page.
 */
export function createFetchApi({ endpoint, fetch }: FetchApiOptions): ParticipantApi {
  const ask = <T>(operation: string, path: string, request: RequestInit) =>
    abortable(
      async (signal): Promise<T> => {
        const response = await (fetch ?? globalThis.fetch)(`${endpoint}/participant/${path}`, {
          ...(!request.keepalive && { signal }),
          ...request,
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
    ask<T>(operation, path, {
      keepalive,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Amz-Bearer': bearer },
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
      ask('DescribeView', `views/${encodeURIComponent(ViewToken)}`, {
        method: 'GET',
        headers: { 'X-Amz-Bearer': ConnectionToken },
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
