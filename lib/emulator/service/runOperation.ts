import type { ChatService } from './ChatService.js';
import { asInput, optionalString, type Input } from './input.js';
import {
  cancelParticipantAuthentication,
  getAuthenticationUrl,
} from './operations/authentication.js';
import {
  completeAttachmentUpload,
  getAttachment,
  startAttachmentUpload,
} from './operations/attachment.js';
import { createParticipantConnection, disconnectParticipant } from './operations/connection.js';
import { sendEvent, sendMessage } from './operations/sending.js';
import { describeView, getTranscript } from './operations/reading.js';
import { accessDenied } from './ServiceError.js';
import { isServed, type Participant } from './state.js';

/** One operation: `input` has been found to be an object, and `participant` to have the right token. */
export type Operation = (service: ChatService, participant: Participant, input: Input) => object;

/** The eleven operations of the Participant Service. */
const OPERATIONS = {
  CreateParticipantConnection: createParticipantConnection,
  DisconnectParticipant: disconnectParticipant,
  SendMessage: sendMessage,
  SendEvent: sendEvent,
  GetTranscript: getTranscript,
  StartAttachmentUpload: startAttachmentUpload,
  CompleteAttachmentUpload: completeAttachmentUpload,
  GetAttachment: getAttachment,
  DescribeView: describeView,
  GetAuthenticationUrl: getAuthenticationUrl,
  CancelParticipantAuthentication: cancelParticipantAuthentication,
} satisfies Record<string, Operation>;

/** An operation of the Participant Service, by its name in the API. */
export type OperationName = keyof typeof OPERATIONS;

/** @see OperationName */
export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly OperationName[];

/**
 * Answers a request of `operation` with the bearer and the JSON body it came with. A ClientToken that
 * was there before gets the answer it got before, and nothing happens.
 *
 * @throws ServiceError what the operation refuses
 */
export function runOperation(
  service: ChatService,
  operation: OperationName,
  bearer: string | undefined,
  body: unknown,
): object {
  const participant = authenticate(service, operation, bearer);
  const input = asInput(body);
  const key = repeatKey(operation, input);
  const earlier = key === undefined ? undefined : participant.answers.get(key);
  if (earlier) return earlier;

  requireActive(service, operation, participant);
  const answer = OPERATIONS[operation](service, participant, input);
  if (key !== undefined) participant.answers.set(key, answer);
  return answer;
}

/** Whose bearer it is or was, valid or not. */
export const ownerOf = (
  { directory }: ChatService,
  bearer: string | undefined,
): Participant | undefined =>
  bearer === undefined
    ? undefined
    : (directory.connectionTokens.findEvenExpired(bearer) ?? directory.participantOfToken(bearer));

function authenticate(
  { directory }: ChatService,
  operation: OperationName,
  bearer = '',
): Participant {
  const participant =
    operation === 'CreateParticipantConnection'
      ? directory.participantOfToken(bearer)
      : directory.connectionTokens.find(bearer);
  if (!participant) throw accessDenied();
  return participant;
}

/** After the end only the transcript can be had, for a while. */
function requireActive(
  service: ChatService,
  operation: OperationName,
  participant: Participant,
): void {
  const { endedAt } = participant.contact;
  const { transcriptAfterEnd } = service.environment.lifetimes();
  const active =
    endedAt === undefined
      ? isServed(participant)
      : operation === 'GetTranscript' && service.now() < endedAt + transcriptAfterEnd;
  if (!active) throw accessDenied();
}

/**
 * What makes two requests the same. An event's content belongs to it: amazon-connect-chatjs gives all
 * its receipts one ClientToken, and on the real service each of them counts.
 */
function repeatKey(operation: OperationName, input: Input): string | undefined {
  const clientToken = optionalString(input, 'ClientToken', { max: 500 });
  if (clientToken === undefined) return undefined;
  const event = operation === 'SendEvent' ? [input['ContentType'], input['Content']] : [];
  return JSON.stringify([operation, clientToken, ...event]);
}
