import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerRequest, type Outcome, type Request } from '../answerRequest.js';
import type { EmulatorModel } from '../EmulatorModel.js';
import { runOperation, ownerOf, type OperationName } from '../service/runOperation.js';
import { invalid } from '../service/ServiceError.js';
import { startChatContact } from '../service/startChatContact.js';
import { drop, readBody, sendError, sendJson } from './http.js';

/** Source: the request syntax of each operation in the API reference. */
const OPERATION_OF: Readonly<Record<string, OperationName>> = {
  'POST /participant/connection': 'CreateParticipantConnection',
  'POST /participant/disconnect': 'DisconnectParticipant',
  'POST /participant/message': 'SendMessage',
  'POST /participant/event': 'SendEvent',
  'POST /participant/transcript': 'GetTranscript',
  'POST /participant/start-attachment-upload': 'StartAttachmentUpload',
  'POST /participant/complete-attachment-upload': 'CompleteAttachmentUpload',
  'POST /participant/attachment': 'GetAttachment',
  'POST /participant/authentication-url': 'GetAuthenticationUrl',
  'POST /participant/cancel-authentication': 'CancelParticipantAuthentication',
};

const VIEW = /^GET \/participant\/views\/([^/]+)$/;

/** Bytes of a request; a message of 16,384 bytes fits however JSON escapes it. */
const BODY_LIMIT = 256 * 1024;

/** Serves the operations of the Participant Service, and StartChatContact. Answers whether it did. */
export async function serveOperation(
  model: EmulatorModel,
  route: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const bearer = headerOf(request, 'x-amz-bearer');
  const participant = ownerOf(model.service, bearer);
  const view = VIEW.exec(route);
  const operation = view ? 'DescribeView' : OPERATION_OF[route];

  let call: Request;
  if (route === 'PUT /contact/chat') {
    const body = await readBody(request, BODY_LIMIT);
    call = {
      operation: 'StartChatContact',
      participant,
      run: () => startChatContact(model.service, parse(body)),
    };
  } else if (operation) {
    const body = await readBody(request, BODY_LIMIT);
    const input = (): unknown => (view ? { ViewToken: decode(view[1]!) } : parse(body));
    call = {
      operation,
      participant,
      run: () => runOperation(model.service, operation, bearer, input()),
    };
  } else {
    return false;
  }
  answerRequest(model, call, (outcome) => sendOutcome(response, outcome));
  return true;
}

export function sendOutcome(response: ServerResponse, outcome: Outcome): void {
  if (outcome.kind === 'lost') drop(response);
  else if (outcome.kind === 'answered') sendJson(response, 200, outcome.answer);
  else {
    const { cause, retryAfterSeconds } = outcome;
    if (cause !== undefined) console.error('The emulator failed to answer a request:', cause);
    sendError(response, outcome.status, outcome.error, outcome.message, {
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    });
  }
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** As an empty object where there is none: no operation needs every field. */
function parse(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw invalid('The body must be JSON');
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('ViewToken must be percent-encoded');
  }
}
