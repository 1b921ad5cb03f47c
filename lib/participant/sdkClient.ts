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
  type ServiceInputTypes,
  type ServiceOutputTypes,
  StartAttachmentUploadCommand,
} from '@aws-sdk/client-connectparticipant';
import type { Operation } from './operations.js';

/** Makes one request, until it is aborted. */
export type SdkClient = (
  operation: Operation,
  request: object,
  abortSignal: AbortSignal,
) => Promise<unknown>;

const COMMANDS = {
  createParticipantConnection: CreateParticipantConnectionCommand,
  sendMessage: SendMessageCommand,
  sendEvent: SendEventCommand,
  getTranscript: GetTranscriptCommand,
  disconnectParticipant: DisconnectParticipantCommand,
  startAttachmentUpload: StartAttachmentUploadCommand,
  completeAttachmentUpload: CompleteAttachmentUploadCommand,
  getAttachment: GetAttachmentCommand,
  describeView: DescribeViewCommand,
  getAuthenticationUrl: GetAuthenticationUrlCommand,
  cancelParticipantAuthentication: CancelParticipantAuthenticationCommand,
} satisfies Record<Operation, unknown>;

/**
 * The SDK's client for the service at `endpoint`. Its own retries are off, since the library's policy
 * decides; its signing is off, since the bearer is all that the service asks for.
 */
export function createSdkClient(endpoint: string, userAgent: string): SdkClient {
  const client = new ConnectParticipantClient({
    endpoint,
    region: 'unused', // the endpoint has been resolved; the SDK demands a name all the same
    maxAttempts: 1,
    customUserAgent: userAgent.split(' ').map((word): [string] => [word]),
    credentials: { accessKeyId: '', secretAccessKey: '' },
    signer: { sign: (request) => Promise.resolve(request) },
  });
  type Command = Parameters<typeof client.send<ServiceInputTypes, ServiceOutputTypes>>[0];
  return (operation, request, abortSignal) => {
    const Command = COMMANDS[operation] as unknown as new (input: object) => Command;
    return client.send(new Command(request), { abortSignal });
  };
}
