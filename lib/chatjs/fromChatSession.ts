import { defer, map, type Observable } from 'rxjs';
import {
  type Chat,
  createChat,
  type ParticipantApi,
  type WebSocketManager,
  type WireItem,
} from '../lite.js';
import { askMethod } from './callMethod.js';
import { transcriptArgs } from './chatClient.js';
import type { ChatEvents } from './events.js';
import { ITEM_METHODS } from './itemEvents.js';
import { camelCase } from './letterCase.js';

/** What is used of a session of amazon-connect-chatjs; its methods answer what it answers. */
export interface ForeignSession {
  getChatDetails(): {
    readonly contactId: string;
    readonly initialContactId?: string;
    readonly participantId: string;
  };
  readonly connect: ForeignMethod;
  readonly sendMessage: ForeignMethod;
  readonly sendEvent: ForeignMethod;
  readonly getTranscript: ForeignMethod;
  readonly getAttachmentURL: ForeignMethod;
  readonly describeView: ForeignMethod;
  readonly getAuthenticationUrl: ForeignMethod;
  readonly cancelParticipantAuthentication: ForeignMethod;
  readonly disconnectParticipant?: ForeignMethod;
}

type ForeignMethod = (args: never) => Promise<unknown>;

/** What stands for tokens here. */
const KEPT_THERE = 'kept by the session';

/**
 * The reactive API over a session of amazon-connect-chatjs, not connected yet, for those who cannot
 * switch at once. The session keeps the socket and the tokens; what it misses while its socket is away
 * is fetched through it. Its handlers cannot be removed, so make one chat of one session.
 *
 * What amazon-connect-chatjs has no method for errs with `Unsupported`: the upload of attachments goes
 * by the session's own `sendAttachment`.
 */
export function fromChatSession(session: ForeignSession): Chat {
  const { contactId, initialContactId = contactId, participantId } = session.getChatDetails();
  return createChat({
    chatDetails: { contactId, initialContactId, participantId, participantToken: KEPT_THERE },
    type: session.disconnectParticipant ? 'CUSTOMER' : 'AGENT',
    api: apiOf(session),
    webSocketManager: managerOf(session as unknown as Record<string, Subscribe | undefined>),
  });
}

type Subscribe = (handler: (event: { readonly data?: unknown }) => void) => unknown;

/** The session's handlers, as a manager whose one contact is the session's. */
function managerOf(session: Readonly<Record<string, Subscribe | undefined>>): WebSocketManager {
  const on = (name: keyof ChatEvents) => (callback: () => void) =>
    session[name]?.(() => {
      callback();
    });
  return {
    subscribeTopics: () => undefined,
    onMessage: (topic, callback) => {
      for (const name of ITEM_METHODS) {
        session[name]?.(({ data }) => {
          // A streamed message comes joined as far as it is; only the whole one is the same here.
          const { MessageMetadata } = Object(data) as WireItem;
          if (data && MessageMetadata?.MessageCompleted !== false) {
            callback({ topic, content: JSON.stringify(data) });
          }
        });
      }
    },
    onConnectionGain: on('onConnectionEstablished'),
    onConnectionLost: on('onConnectionLost'),
    onInitFailure: on('onConnectionBroken'),
    onDeepHeartbeatSuccess: on('onDeepHeartbeatSuccess'),
    onDeepHeartbeatFailure: on('onDeepHeartbeatFailure'),
  };
}

/** The session's methods, as the port that a chat asks. */
function apiOf(session: ForeignSession): ParticipantApi {
  let connected: Promise<unknown> | undefined;
  const ask = (method: Exclude<keyof ForeignSession, 'getChatDetails'>, args: object) =>
    askMethod(session, method, args as never).pipe(
      map((answer) => (answer as { readonly data?: object } | undefined)?.data ?? {}),
    ) as Observable<never>;
  const same =
    (
      method:
        | 'sendEvent'
        | 'describeView'
        | 'getAuthenticationUrl'
        | 'cancelParticipantAuthentication'
        | 'disconnectParticipant',
    ) =>
    ({ ConnectionToken: _, ...request }: { readonly ConnectionToken: string }) =>
      ask(method, camelCase(request));
  const api: Omit<ParticipantApi, `${string}AttachmentUpload`> = {
    createParticipantConnection: () =>
      defer(() => (connected ??= session.connect({} as never))).pipe(
        map(() => ({ ConnectionCredentials: { ConnectionToken: KEPT_THERE } })),
      ),
    sendMessage: ({ Content: message, ContentType: contentType, ClientToken: clientToken }) =>
      ask('sendMessage', { message, contentType, clientToken }),
    sendEvent: same('sendEvent'),
    getTranscript: ({ ConnectionToken: _, ...request }) =>
      ask('getTranscript', transcriptArgs(request)),
    disconnectParticipant: () => ask('disconnectParticipant', {}),
    getAttachment: ({ AttachmentId: attachmentId }) =>
      askMethod(session, 'getAttachmentURL', { attachmentId } as never).pipe(
        map((url) => ({ Url: url as string })),
      ),
    describeView: same('describeView'),
    getAuthenticationUrl: same('getAuthenticationUrl'),
    cancelParticipantAuthentication: same('cancelParticipantAuthentication'),
  };
  return api as ParticipantApi;
}
