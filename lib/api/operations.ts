import type { ObservableInput } from 'rxjs';
import type { ParticipantApi } from './participantApi.js';

/** An operation of the service, as the port names it. */
export type Operation = keyof ParticipantApi;

/**
 * The operations and their paths under `/participant/`.
 *
 * Source: Amazon Connect Participant Service API reference.
 */
export const PATHS: Readonly<Record<Operation, string>> = {
  createParticipantConnection: 'connection',
  sendMessage: 'message',
  sendEvent: 'event',
  getTranscript: 'transcript',
  disconnectParticipant: 'disconnect',
  startAttachmentUpload: 'start-attachment-upload',
  completeAttachmentUpload: 'complete-attachment-upload',
  getAttachment: 'attachment',
  describeView: 'views/',
  getAuthenticationUrl: 'authentication-url',
  cancelParticipantAuthentication: 'cancel-authentication',
};

/** The service's name of the operation: `SendMessage`. */
export const operationName = (operation: PropertyKey): string => {
  const name = String(operation);
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** A request of any operation. */
export interface AnyRequest {
  /** One of the two is the bearer. */
  readonly ParticipantToken?: string;
  readonly ConnectionToken?: string;
  readonly ViewToken?: string;
  /** @see DisconnectParticipantRequest */
  readonly keepalive?: boolean;
  readonly [field: string]: unknown;
}

/** A port whose operations all call one function. */
export const apiFrom = (
  call: (operation: Operation, request: AnyRequest) => ObservableInput<unknown>,
): ParticipantApi =>
  Object.fromEntries(
    Object.keys(PATHS).map((operation) => [
      operation,
      call.bind(undefined, operation as Operation),
    ]),
  ) as unknown as ParticipantApi;
