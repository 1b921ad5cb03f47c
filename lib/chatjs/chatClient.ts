import { map } from 'rxjs';
import type { GetTranscriptRequest, ParticipantApi } from '../lite.js';
import type { GetTranscriptArgs } from './args.js';
import { askMethod } from './askMethod.js';
import { camelCase } from './letterCase.js';

/** What a method of a {@link ChatClient} answers: the service's answer, PascalCase. */
export type ChatClientAnswer = Promise<{ readonly data?: unknown }>;

/** Arguments of {@link ChatClient.getTranscript}. */
export type ChatClientTranscriptArgs = Omit<GetTranscriptArgs, 'metadata'>;

/**
 * Serves a session instead of the Participant Service, for example through a backend that keeps the
 * tokens. Extend it: the first five methods are needed, the others where a page uses them.
 */
export abstract class ChatClient {
  abstract createParticipantConnection(
    participantToken: string | undefined,
    type: readonly string[] | undefined,
    acknowledgeConnection: boolean | undefined,
  ): ChatClientAnswer;
  abstract disconnectParticipant(connectionToken: string): ChatClientAnswer;
  abstract sendMessage(
    connectionToken: string,
    content: string,
    contentType: string,
    clientToken?: string,
  ): ChatClientAnswer;
  abstract sendEvent(
    connectionToken: string,
    contentType: string,
    content?: string,
    clientToken?: string,
  ): ChatClientAnswer;
  abstract getTranscript(connectionToken: string, args: ChatClientTranscriptArgs): ChatClientAnswer;

  sendAttachment?(connectionToken: string, file: File, metadata?: unknown): ChatClientAnswer;
  downloadAttachment?(connectionToken: string, attachmentId: string): Promise<Blob>;
  getAttachmentURL?(connectionToken: string, attachmentId: string): Promise<string>;
  describeView?(viewToken: string, connectionToken: string): ChatClientAnswer;
  getAuthenticationUrl?(
    connectionToken: string,
    redirectUri: string,
    sessionId: string,
  ): ChatClientAnswer;
  cancelParticipantAuthentication?(connectionToken: string, sessionId: string): ChatClientAnswer;
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

/** `client` as the port that a chat asks; files go to it by its own methods. */
export function chatClientApi(client: ChatClient): ParticipantApi {
  const data = (method: keyof ChatClient, args: readonly unknown[]) =>
    askMethod(client, method, ...(args as never)).pipe(
      map((answer) => Object((answer as { readonly data?: unknown } | undefined)?.data) as object),
    );
  const operations = Object.entries(ARGUMENTS).map(([method, names]) => [
    method,
    (request: Readonly<Record<string, unknown>>) =>
      data(
        method as Operation,
        names.map((name) => request[name] || undefined),
      ),
  ]);
  return {
    ...(Object.fromEntries(operations) as Pick<ParticipantApi, Operation>),
    getTranscript: ({ ConnectionToken, ...request }) =>
      data('getTranscript', [ConnectionToken, transcriptArgs(request)]),
    getAttachment: ({ ConnectionToken, AttachmentId }) =>
      askMethod(client, 'getAttachmentURL', ConnectionToken, AttachmentId).pipe(
        map((Url) => ({ Url })),
      ),
  } as ParticipantApi;
}

/** The request of a page of the transcript, as pages spell it. */
export const transcriptArgs = ({
  StartPosition,
  ...request
}: Omit<GetTranscriptRequest, 'ConnectionToken'>): ChatClientTranscriptArgs => ({
  ...camelCase(request),
  startPosition: StartPosition && camelCase(StartPosition),
});
