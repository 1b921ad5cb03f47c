import { ChatError, type StartChatContactAnswer } from '../../lite.js';

/** Whom to ask for a chat, and for which. */
export interface StartRequest {
  /** Of a backend that calls StartChatContact, or of a service that has it. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly displayName: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly instanceId: string | undefined;
  readonly contactFlowId: string | undefined;
}

/** What this program can show. */
const CONTENT_TYPES = [
  'text/plain',
  'text/markdown',
  'application/json',
  'application/vnd.amazonaws.connect.message.interactive',
  'application/vnd.amazonaws.connect.message.interactive.response',
];

const TIMEOUT_MS = 30_000;

/**
 * Asks for a chat, with the body of StartChatContact: by PUT at its own path, by POST elsewhere.
 *
 * Source: StartChatContact of the Amazon Connect API, and startChatContactAPI of the chat examples of
 * Amazon Connect, a proxy that answers `{data: {startChatResult}}`, and once answered `{data}`.
 *
 * Rejects with a ChatError that quotes nothing of the answer, since there may be a token in it.
 */
export async function startChat({
  url,
  headers,
  displayName,
  attributes,
  instanceId,
  contactFlowId,
}: StartRequest): Promise<StartChatContactAnswer> {
  const response = await fetch(url, {
    method: url.pathname.endsWith('/contact/chat') ? 'PUT' : 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      InstanceId: instanceId,
      ContactFlowId: contactFlowId,
      ParticipantDetails: { DisplayName: displayName },
      Attributes: attributes,
      SupportedMessagingContentTypes: CONTENT_TYPES,
    }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new ChatError('Network', 'cannot start a chat: the start URL does not answer', { cause });
  });
  const body = (await response.json().catch(() => undefined)) as unknown;
  if (!response.ok) throw refusal(response.status);
  const answer = answerIn(body);
  if (answer === undefined) {
    throw new ChatError(
      'Service',
      'cannot start a chat: there is no ParticipantToken in the answer',
    );
  }
  return answer;
}

const refusal = (status: number) =>
  new ChatError('Service', `cannot start a chat: the start URL answers ${status}`, {
    statusCode: status,
  });

/** What StartChatContact answered, in the wrappings that proxies put around it. */
function answerIn(body: unknown): StartChatContactAnswer | undefined {
  const { data, startChatResult } = asObject(body);
  return [body, startChatResult, data, asObject(data)['startChatResult']].find(isAnswer);
}

const asObject = (value: unknown) => Object(value) as Readonly<Record<string, unknown>>;

const isAnswer = (value: unknown): value is StartChatContactAnswer =>
  typeof asObject(value)['ParticipantToken'] === 'string';
