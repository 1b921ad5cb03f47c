import {
  __Client,
  CancelParticipantAuthenticationCommand,
  CompleteAttachmentUploadCommand,
  CreateParticipantConnectionCommand,
  DescribeViewCommand,
  DisconnectParticipantCommand,
  errorTypeRegistries,
  GetAttachmentCommand,
  GetAuthenticationUrlCommand,
  GetTranscriptCommand,
  SendEventCommand,
  SendMessageCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  StartAttachmentUploadCommand,
} from '@aws-sdk/client-connectparticipant';
import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { getSchemaSerdePlugin } from '@smithy/core/schema';
import { fromBase64, fromUtf8, streamCollector, toBase64, toUtf8 } from '@smithy/core/serde';
import { parseUrl } from '@smithy/core/transport';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import { REDIRECTED } from './errors.js';
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
 * A client of the SDK for the service at `endpoint`: its commands, protocol, errors and `fetch`, and no
 * more. `ConnectParticipantClient` would bring signing, credentials, regions and retries along, which
 * are half of the SDK in a page and of no use here: the bearer is all that the service asks for, and
 * when to try again is the library's to decide.
 */
export function createSdkClient(endpoint: string, userAgent: string): SdkClient {
  const config = {
    apiVersion: '2018-09-07',
    protocol: new AwsRestJsonProtocol({
      defaultNamespace: 'com.amazonaws.connectparticipant',
      errorTypeRegistries,
    }),
    base64Decoder: fromBase64,
    base64Encoder: toBase64,
    utf8Decoder: fromUtf8,
    utf8Encoder: toUtf8,
    streamCollector,
    urlParser: parseUrl,
    disableHostPrefix: true,
    requestHandler: new UnredirectedHandler() as RequestHandler,
    isCustomEndpoint: true,
    endpointProvider: () => ({
      url: new URL(endpoint),
      headers: { 'x-amz-user-agent': [userAgent] },
    }),
  };
  const client = new __Client<unknown, ServiceInputTypes, ServiceOutputTypes, typeof config>(
    config,
  );
  client.middlewareStack.use(getSchemaSerdePlugin(config));
  type Command = Parameters<typeof client.send>[0];
  return (operation, request, abortSignal) => {
    const Command = COMMANDS[operation] as unknown as new (input: object) => Command;
    return client.send(new Command(request), { abortSignal });
  };
}

/** Follows no redirect, which would take the bearer to another host. workerd refuses `redirect: 'error'`. */
class UnredirectedHandler extends FetchHttpHandler {
  constructor() {
    super({ requestInit: () => ({ redirect: 'manual' }) });
  }

  override async handle(...request: Parameters<FetchHttpHandler['handle']>) {
    const answer = await super.handle(...request);
    // Browsers say 0 of a redirect, which the SDK would take for a success.
    if (answer.response.statusCode === 0) answer.response.statusCode = REDIRECTED;
    return answer;
  }
}

type RequestHandler = ConstructorParameters<typeof __Client>[0]['requestHandler'];
