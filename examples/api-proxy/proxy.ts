// A backend that keeps the tokens of its chats: pages ask it as they would ask Amazon Connect, and it
// puts the bearer in. docs/api-proxy.md tells the page's part.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What one page's session may use. Keep it where you keep sessions. */
export interface Tokens {
  readonly participantToken: string;
  connectionToken?: string;
}

/** Headers of the service's answers that tell what went wrong and when to come back. */
const PASSED_ON = ['content-type', 'x-amzn-errortype', 'x-amzn-requestid', 'retry-after'];
/** Stands for the connection token in the page. */
const KEPT = 'kept by the backend';
const MAX_BODY_BYTES = 256 * 1024;

/**
 * @param service - base URL of the Participant Service.
 * @param tokensOf - the tokens of the session that a request belongs to, as its cookie says.
 */
export function createProxy(
  service: string,
  tokensOf: (request: IncomingMessage) => Tokens | undefined,
): Server {
  return createServer((request, response) => {
    pass(service, tokensOf(request), request, response).catch(() => {
      response.writeHead(502).end();
    });
  });
}

async function pass(
  service: string,
  tokens: Tokens | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  if (!tokens || !/^\/participant\/[\w/%.-]+$/.test(url)) {
    response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{}');
    return;
  }
  const connects = url === '/participant/connection';
  const body = await bodyOf(request);
  const answer = await fetch(service + url, {
    method,
    headers: {
      'Content-Type': 'application/json',
      'X-Amz-Bearer': (connects ? tokens.participantToken : tokens.connectionToken) ?? '',
    },
    ...(method === 'POST' && { body }),
  });
  const text = await answer.text();
  const headers = PASSED_ON.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  response
    .writeHead(answer.status, Object.fromEntries(headers))
    .end(connects && answer.ok ? keep(tokens, text) : text);
}

/** The answer without the token, which stays here. */
function keep(tokens: Tokens, text: string): string {
  const answer = JSON.parse(text) as { ConnectionCredentials?: { ConnectionToken?: string } };
  const { ConnectionToken } = answer.ConnectionCredentials ?? {};
  if (ConnectionToken === undefined) return text;
  tokens.connectionToken = ConnectionToken;
  return JSON.stringify({
    ...answer,
    ConnectionCredentials: { ...answer.ConnectionCredentials, ConnectionToken: KEPT },
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
