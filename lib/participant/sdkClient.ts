import {
  CancelParticipantAuthenticationCommand,
  CompleteAttachmentUploadCommand,
  ConnectParticipantClient,
  CreateParticipantConnectionCommand,
  DescribeViewCommand,
  DisconnectParticipantCommand,
  GetAttachmentCommand,
  GetAuthenticationUrlCommand,
  GetTranscriptCommand,
  SendEventCommand,
  SendMessageCommand,
  StartAttachmentUploadCommand,
} from '@aws-sdk/client-connectparticipant';
import type {
  CancelParticipantAuthenticationRequest,
  CompleteAttachmentUploadRequest,
  CreateParticipantConnectionRequest,
  DescribeViewRequest,
  DisconnectParticipantRequest,
  GetAttachmentRequest,
  GetAuthenticationUrlRequest,
  GetTranscriptRequest,
  SendEventRequest,
  SendMessageRequest,
  StartAttachmentUploadRequest,
} from './api.js';

/** The operations by the SDK's client. Each call is one request, until it is aborted. */
export type SdkClient = ReturnType<typeof createSdkClient>;

/** Lets a call be aborted. */
export interface Abortable {
  readonly abortSignal: AbortSignal;
}

/**
 * The SDK's client for the service at `endpoint`. Its own retries are off, since the library's policy
 * decides; its signing is off, since the bearer is all that the service asks for.
 */
export function createSdkClient(endpoint: string, userAgent: string) {
  const client = new ConnectParticipantClient({
    endpoint,
    region: 'unused', // the endpoint has been resolved; the SDK demands a name all the same
    maxAttempts: 1,
    customUserAgent: userAgent.split(' ').map((word): [string] => [word]),
    credentials: { accessKeyId: '', secretAccessKey: '' },
    signer: { sign: (request) => Promise.resolve(request) },
  });
  return {
    createParticipantConnection: (
      { Type, ...request }: CreateParticipantConnectionRequest,
      options: Abortable,
    ) =>
      client.send(
        new CreateParticipantConnectionCommand({ ...request, ...(Type && { Type: [...Type] }) }),
        options,
      ),
    sendMessage: (request: SendMessageRequest, options: Abortable) =>
      client.send(new SendMessageCommand(request), options),
    sendEvent: (request: SendEventRequest, options: Abortable) =>
      client.send(new SendEventCommand(request), options),
    getTranscript: (request: GetTranscriptRequest, options: Abortable) =>
      client.send(new GetTranscriptCommand(request), options),
    disconnectParticipant: (request: DisconnectParticipantRequest, options: Abortable) =>
      client.send(new DisconnectParticipantCommand(request), options),
    startAttachmentUpload: (request: StartAttachmentUploadRequest, options: Abortable) =>
      client.send(new StartAttachmentUploadCommand(request), options),
    completeAttachmentUpload: (
      { AttachmentIds, ...request }: CompleteAttachmentUploadRequest,
      options: Abortable,
    ) =>
      client.send(
        new CompleteAttachmentUploadCommand({ ...request, AttachmentIds: [...AttachmentIds] }),
        options,
      ),
    getAttachment: (request: GetAttachmentRequest, options: Abortable) =>
      client.send(new GetAttachmentCommand(request), options),
    describeView: (request: DescribeViewRequest, options: Abortable) =>
      client.send(new DescribeViewCommand(request), options),
    getAuthenticationUrl: (request: GetAuthenticationUrlRequest, options: Abortable) =>
      client.send(new GetAuthenticationUrlCommand(request), options),
    cancelParticipantAuthentication: (
      request: CancelParticipantAuthenticationRequest,
      options: Abortable,
    ) => client.send(new CancelParticipantAuthenticationCommand(request), options),
  };
}
