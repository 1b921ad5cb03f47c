import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ControlApi } from '../control/ControlApi.js';
import { CONTROL_PATH } from '../control/ControlApi.js';
import type { ChatService } from '../service/ChatService.js';
import { settleAuthentication } from '../service/authentication.js';
import { parseJson, readBody, send, sendError, sendJson } from './http.js';
import { invalid, ServiceError } from '../service/ServiceError.js';

/** Bytes of a control request. */
const BODY_LIMIT = 4 * 1024 * 1024;

export async function serveControl(
  control: ControlApi,
  method: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (path !== CONTROL_PATH && !path.startsWith(`${CONTROL_PATH}/`)) return false;
  const body = parseJson(await readBody(request, BODY_LIMIT)) ?? {};
  try {
    const parts = path.slice(CONTROL_PATH.length).split('/').slice(1).map(decode);
    const answer = control.run(method, parts, body);
    if (!answer) return false;
    sendJson(response, 200, answer);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    sendError(response, error.status, error.type, error.message);
  }
  return true;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('The path must be percent-encoded');
  }
}

/** Where GetAuthenticationUrl leads: the identity provider, which here lets everyone in. */
export const AUTHENTICATION_PATH = `${CONTROL_PATH}/authentication`;

/** Ends the session as succeeded and sends the browser back, with a `code` and the session as `state`. */
export function serveAuthentication(
  service: ChatService,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const sessionId = query.get('session_id') ?? '';
  const back = webUrl(query.get('redirect_uri'));
  const contact = [...service.directory.contacts].find(({ authenticationSessions }) =>
    authenticationSessions.has(sessionId),
  );
  if (!back || !contact) {
    sendError(response, 400, 'ValidationException', 'There is no such authentication session');
    return;
  }
  settleAuthentication(service, contact, sessionId, 'succeeded');
  back.searchParams.set('code', service.environment.id());
  back.searchParams.set('state', sessionId);
  send(response, 302, '', { location: back.href });
}

function webUrl(text: string | null): URL | undefined {
  if (text === null || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}
