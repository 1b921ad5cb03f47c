import { filter, firstValueFrom, map, type Observable, tap, throwError } from 'rxjs';
import {
  ChatError,
  eventType,
  isMessageContentType,
  type OutgoingEvent,
  type OutgoingMessage,
  type WireItem,
} from '../lite.js';
import { IllegalArgument, rejection } from './errors.js';
import type {
  AttachmentArgs,
  CancelParticipantAuthenticationArgs,
  DescribeViewArgs,
  Echoed,
  GetAuthenticationUrlArgs,
  GetTranscriptArgs,
  SendAttachmentArgs,
  SendEventArgs,
  SendMessageArgs,
  SendMessageReceiptArgs,
} from './args.js';
import { askMethod } from './callMethod.js';
import type { ChatClient } from './chatClient.js';
import { pascalCase } from './letterCase.js';
import { createReceipts, receiptOf, type ReceiptParts } from './receipts.js';
import type { ChatController } from './sessionTypes.js';
import { withoutNulls } from './withoutNulls.js';

/** What the methods of a session stand on. */
export interface CommandParts extends ReceiptParts {
  /** Serves instead of the service, where the page gives one. */
  readonly client: ChatClient | undefined;
  /** Whether the session has been connected, or is about to be: the chat may be so by another session. */
  readonly isConnectAsked: () => boolean;
  /** `null` until the session is connected, and while the client's backend keeps it. */
  readonly connectionToken: () => string | null;
  /** The caller has read these items, and of a page backward, whether there are older ones: '' if not. */
  readonly readPage: (rows: readonly WireItem[], olderToken: string | undefined) => void;
}

type Method = Extract<
  keyof ChatController,
  | `send${string}`
  | `get${'Transcript' | 'AttachmentURL' | 'AuthenticationUrl'}`
  | 'describeView'
  | 'cancelParticipantAuthentication'
  | 'downloadAttachment'
  | 'disconnectParticipant'
>;
type Work = (args: never) => Observable<unknown>;
type Ask = (method: string, args: Echoed, work$: Observable<unknown>) => Promise<unknown>;

const TYPING = eventType('typing');

const notConnected$ = throwError(
  () => new ChatError('NotConnected', 'cannot call the service: connect() comes first'),
);

/** The methods of a session that call the service; their promises reject as those of amazon-connect-chatjs do. */
export function createCommands(parts: CommandParts): Pick<ChatController, Method> {
  const { chat, latest, client, connectionToken, isConnectAsked, readPage } = parts;
  const sendReceipt = createReceipts(parts);

  const sendEvent = (event: SendEventArgs) =>
    chat
      .sendEvent(event as OutgoingEvent)
      .pipe(map((): unknown => latest('sendEvent', event.contentType)));

  /** By what the service answers. */
  const answering = {
    sendMessage: ({ message, contentType, clientToken }: SendMessageArgs) => {
      if (typeof message !== 'string') {
        throw new IllegalArgument(`${String(message)} is not a valid message`);
      }
      if (!isMessageContentType(contentType)) {
        throw new IllegalArgument('contentType is not one of a message');
      }
      return chat
        .sendMessage({ content: message, contentType, clientToken } as OutgoingMessage)
        .pipe(
          map(({ id, time }) => {
            const answer = latest('sendMessage', contentType);
            return answer?.Id === id ? answer : { Id: id, AbsoluteTime: time.toISOString() };
          }),
        );
    },

    sendMessageReceipt: ({
      event,
      message,
      messageId = message?.Id ?? undefined,
      clientToken,
    }: SendMessageReceiptArgs) => {
      const contentType = eventType(`message.${event}`);
      if (!messageId || !receiptOf(contentType)) {
        throw new IllegalArgument('a receipt needs an event, read or delivered, and a messageId');
      }
      return sendEvent({ contentType, content: { messageId }, clientToken });
    },

    getTranscript: ({
      contactId,
      maxResults = 15,
      nextToken,
      scanDirection = 'BACKWARD',
      sortOrder = 'ASCENDING',
      startPosition = {},
    }: GetTranscriptArgs) =>
      chat
        .call('getTranscript', {
          ...pascalCase({ contactId, maxResults, nextToken, scanDirection, sortOrder }),
          StartPosition: pascalCase(startPosition),
        })
        .pipe(
          map(withoutNulls),
          tap(({ Transcript = [], NextToken }) => {
            readPage(Transcript, scanDirection === 'BACKWARD' ? (NextToken ?? '') : undefined);
          }),
        ),

    describeView: ({ viewToken = '' }: DescribeViewArgs) =>
      chat.call('describeView', { ViewToken: viewToken }),

    getAuthenticationUrl: ({ redirectUri, sessionId }: GetAuthenticationUrlArgs) =>
      chat.call('getAuthenticationUrl', { RedirectUri: redirectUri, SessionId: sessionId }),

    cancelParticipantAuthentication: ({ sessionId }: CancelParticipantAuthenticationArgs) =>
      chat.call('cancelParticipantAuthentication', { SessionId: sessionId }),

    sendAttachment: ({ attachment, metadata }: SendAttachmentArgs) =>
      client
        ? askMethod(client, 'sendAttachment', connectionToken(), attachment, metadata).pipe(
            map((answer) => answer.data ?? {}),
          )
        : chat.sendAttachment(attachment).pipe(
            filter(({ done }) => done),
            map(() => latest('completeAttachmentUpload')),
          ),
  };

  const answered = (metadata: unknown) =>
    map((data: unknown) => ({ data, metadata: metadata ?? null }));

  /** By what the method resolves with. */
  const resolving = {
    sendEvent: (args: SendEventArgs) => {
      const { contentType, clientToken, metadata } = args;
      const content = contentText(args.content);
      const event$ = sendEvent({ contentType, content, clientToken });
      const receipt = receiptOf(contentType);
      if (receipt) return sendReceipt(receipt, args, content, event$);
      const sent$ =
        contentType === TYPING
          ? chat.sendTyping().pipe(map(() => latest('sendEvent', TYPING)))
          : event$;
      return sent$.pipe(answered(metadata));
    },

    downloadAttachment: ({ attachmentId, metadata = null }: AttachmentArgs) =>
      (client
        ? askMethod(client, 'downloadAttachment', connectionToken(), attachmentId)
        : chat.downloadAttachment(attachmentId)
      ).pipe(map((blob) => Object.assign(blob, { metadata }))),

    getAttachmentURL: ({ attachmentId }: AttachmentArgs) => chat.attachmentUrl(attachmentId),

    disconnectParticipant: () =>
      chat.disconnect().pipe(map(() => ({ data: latest('disconnectParticipant') }))),
  };

  const ask: Ask = (method, { metadata }, work$) =>
    firstValueFrom(isConnectAsked() ? work$ : notConnected$, { defaultValue: {} }).catch(
      (error: unknown) => {
        throw rejection(method, error, metadata);
      },
    );
  const answer: Ask = (method, args, data$) =>
    ask(method, args, data$.pipe(answered(args.metadata)));
  return { ...asMethods(answering, answer), ...asMethods(resolving, ask) } as never;
}

const asMethods = (commands: Readonly<Record<string, Work>>, ask: Ask) =>
  Object.fromEntries(
    Object.entries(commands).map(([method, work]) => [
      method,
      (args: Echoed = {}) => ask(method, args, work(args as never)),
    ]),
  );

/** @throws IllegalArgument where `content` is text, but no JSON */
function contentText(content: string | object | undefined): string | undefined {
  if (content === undefined || content === null || content === '') return undefined;
  if (typeof content !== 'string') return JSON.stringify(content);
  try {
    JSON.parse(content);
  } catch {
    throw new IllegalArgument('content is not JSON');
  }
  return content;
}
