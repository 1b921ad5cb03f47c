import { from, map, of } from 'rxjs';
import type {
  CreateParticipantConnectionAnswer,
  GetTranscriptRequest,
  ParticipantApi,
} from '../lite.js';
import type { GetTranscriptArgs } from './args.js';
import { askMethod } from './callMethod.js';
import { camelCase } from './letterCase.js';

/** What `createParticipantConnection` of a {@link ChatClient} answers as `data`. */
export interface CreateParticipantConnectionResult {
  readonly Websocket?: { readonly Url: string; readonly ConnectionExpiry: string };
  /** Absent if the backend keeps the connection token. */
  readonly ConnectionCredentials?: { readonly ConnectionToken: string; readonly Expiry: string };
}

/** What a method of a {@link ChatClient} answers: the service's answer, PascalCase. */
export type ChatClientAnswer = Promise<{ readonly data?: unknown }>;

/** Arguments of {@link ChatClient.getTranscript}. */
export interface ChatClientTranscriptArgs extends Omit<
  GetTranscriptArgs,
  'metadata' | 'startPosition'
> {
  /** Empty for a page that begins at the newest item. */
  readonly startPosition: NonNullable<GetTranscriptArgs['startPosition']>;
}

/**
 * Serves a session instead of the Participant Service, for example through a backend that keeps the
 * tokens. Extend it: the first five methods are required, the others only if a page uses them.
 *
 * A backend that keeps the connection token as well answers `createParticipantConnection` without
 * `ConnectionCredentials`. The other methods get `null` in its place, and the token is never renewed.
 * Source: amazon-connect-chatjs 5.2.
 */
export abstract class ChatClient {
  abstract createParticipantConnection(
    participantToken: string | null,
    type: string[] | null,
    acknowledgeConnection: boolean | null,
  ): ChatClientAnswer;
  abstract disconnectParticipant(connectionToken: string | null): ChatClientAnswer;
  abstract sendMessage(
    connectionToken: string | null,
    content: string,
    contentType: string,
    clientToken?: string,
  ): ChatClientAnswer;
  abstract sendEvent(
    connectionToken: string | null,
    contentType: string,
    content?: string,
    clientToken?: string,
  ): ChatClientAnswer;
  abstract getTranscript(
    connectionToken: string | null,
    args: ChatClientTranscriptArgs,
  ): ChatClientAnswer;

  sendAttachment?(connectionToken: string | null, file: File, metadata?: unknown): ChatClientAnswer;
  downloadAttachment?(connectionToken: string | null, attachmentId: string): Promise<Blob>;
  getAttachmentURL?(connectionToken: string | null, attachmentId: string): Promise<string>;
  describeView?(viewToken: string, connectionToken: string | null): ChatClientAnswer;
  getAuthenticationUrl?(
    connectionToken: string | null,
    redirectUri: string,
    sessionId: string,
  ): ChatClientAnswer;
  cancelParticipantAuthentication?(
    connectionToken: string | null,
    sessionId: string,
  ): ChatClientAnswer;
}

type Operation = Exclude<
  keyof ParticipantApi,
  `${string}Upload` | 'getAttachment' | 'getTranscript'
>;

/** In which order a ChatClient takes what the request of an operation holds. */
const ARGUMENTS: {
  readonly [Name in Operation]: readonly (keyof Parameters<ParticipantApi[Name]>[0])[];
} = {
  createParticipantConnection: ['ParticipantToken', 'Type', 'ConnectParticipant'],
  disconnectParticipant: ['ConnectionToken'],
  sendMessage: ['ConnectionToken', 'Content', 'ContentType', 'ClientToken'],
  sendEvent: ['ConnectionToken', 'ContentType', 'Content', 'ClientToken'],
  describeView: ['ViewToken', 'ConnectionToken'],
  getAuthenticationUrl: ['ConnectionToken', 'RedirectUri', 'SessionId'],
  cancelParticipantAuthentication: ['ConnectionToken', 'SessionId'],
};

/** Those that are `null` if there is nothing to hand over; others are `undefined`. */
const NULLABLE: ReadonlySet<string> = new Set([
  'ParticipantToken',
  'Type',
  'ConnectParticipant',
  'ConnectionToken',
]);

/** Stands for a connection token that a client's backend keeps. */
export const KEPT_BY_BACKEND = 'kept by the backend';

/** `client` as the port that a chat asks; files go to it by its own methods. */
export function chatClientApi(client: ChatClient): ParticipantApi {
  let isTokenKept = false;
  const tokenFor = (token: string) => (token === KEPT_BY_BACKEND ? null : token);
  const data = (method: keyof ChatClient, args: readonly unknown[]) =>
    askMethod(client, method, ...(args as never)).pipe(
      map((answer) => Object((answer as { readonly data?: unknown } | undefined)?.data) as object),
    );
  const operations = Object.entries(ARGUMENTS).map(([method, names]) => [
    method,
    (request: Readonly<Record<string, unknown>>) =>
      data(
        method as Operation,
        names.map((name) => {
          const given = request[name] === KEPT_BY_BACKEND ? undefined : request[name];
          return given || (NULLABLE.has(name) ? null : undefined);
        }),
      ),
  ]);
  const api = {
    ...(Object.fromEntries(operations) as Pick<ParticipantApi, Operation>),
    getTranscript: ({ ConnectionToken, ...request }) =>
      data('getTranscript', [tokenFor(ConnectionToken), transcriptArgs(request)]),
    getAttachment: ({ ConnectionToken, AttachmentId }) =>
      askMethod(client, 'getAttachmentURL', tokenFor(ConnectionToken), AttachmentId).pipe(
        map((Url) => ({ Url })),
      ),
  } as ParticipantApi;
  const withCredentials = (answer: CreateParticipantConnectionAnswer) => {
    isTokenKept = answer.Websocket !== undefined && !answer.ConnectionCredentials;
    return isTokenKept ? { ...answer, ...CREDENTIALS_KEPT } : answer;
  };
  return {
    ...api,
    createParticipantConnection: (request) => {
      const isRenewal = request.Type?.every((type) => type === 'CONNECTION_CREDENTIALS') ?? false;
      if (isTokenKept && isRenewal) return of(CREDENTIALS_KEPT);
      const answer$ = from(api.createParticipantConnection(request));
      return request.Type?.includes('CONNECTION_CREDENTIALS')
        ? answer$.pipe(map(withCredentials))
        : answer$;
    },
  };
}

const CREDENTIALS_KEPT = { ConnectionCredentials: { ConnectionToken: KEPT_BY_BACKEND } };

/** The request of a page of the transcript, as pages spell it. */
export const transcriptArgs = ({
  StartPosition = {},
  ...request
}: Omit<GetTranscriptRequest, 'ConnectionToken'>): ChatClientTranscriptArgs => ({
  ...camelCase(request),
  startPosition: camelCase(StartPosition),
});
