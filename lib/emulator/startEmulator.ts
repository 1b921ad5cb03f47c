import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Emulator } from './Emulator.js';
import { EmulatorModel } from './EmulatorModel.js';
import { DOWNLOAD_PATH, serveAttachment, UPLOAD_PATH } from './server/attachmentRoutes.js';
import { ControlApi } from './control/ControlApi.js';
import { AUTHENTICATION_PATH, serveAuthentication, serveControl } from './server/controlRoutes.js';
import { allowPages, HttpError, send, sendError } from './server/http.js';
import { serveOperation } from './server/operationRoutes.js';
import { realClock } from './server/realClock.js';
import { serveWebsockets, SOCKET_PATH } from './server/websockets.js';
import { DEFAULT_LIFETIMES, type Lifetimes, type Limits, limitsOf } from './service/options.js';

export interface EmulatorOptions {
  /** 0 takes any free one. @defaultValue 0 */
  readonly port?: number | undefined;
  /** @defaultValue 127.0.0.1: other machines cannot reach it */
  readonly host?: string | undefined;
  /** The address in the URLs handed out, where it is not that of `host` and `port`. */
  readonly publicUrl?: string | undefined;
  readonly lifetimes?: Partial<Lifetimes> | undefined;
  readonly limits?: Partial<Limits> | undefined;
  /** Milliseconds since 1970. @defaultValue Date.now */
  readonly now?: (() => number) | undefined;
  /** Ids and tokens, never the same twice. @defaultValue crypto.randomUUID */
  readonly id?: (() => string) | undefined;
}

/**
 * Starts a Participant Service on this machine. It keeps the process alive until it is closed.
 *
 * Rejects with Node's error (`EADDRINUSE`, `EACCES`, ...) if it cannot listen, with a RangeError if
 * `limits.attachmentSize` is one that no instance can have.
 */
export async function startEmulator({
  port = 0,
  host = '127.0.0.1',
  publicUrl,
  lifetimes = {},
  limits,
  now,
  id = randomUUID,
}: EmulatorOptions = {}): Promise<Emulator> {
  const checkedLimits = limitsOf(limits);
  const clock = realClock(now);
  const server = createServer();
  const address = await listen(server, port, host);
  const url = (publicUrl ?? `http://${loopbackFor(host)}:${address.port}`).replace(/\/$/, '');

  const model = new EmulatorModel({
    clock,
    id,
    lifetimes: { ...DEFAULT_LIFETIMES, ...lifetimes },
    limits: checkedLimits,
    urls: {
      websocket: (ticket) => `${url.replace(/^http/, 'ws')}${SOCKET_PATH}?ticket=${ticket}`,
      upload: (ticket) => `${url}${UPLOAD_PATH}${ticket}`,
      download: (ticket) => `${url}${DOWNLOAD_PATH}${ticket}`,
      authentication: (sessionId, redirectUri) =>
        `${url}${AUTHENTICATION_PATH}?${new URLSearchParams({ session_id: sessionId, redirect_uri: redirectUri })}`,
    },
  });

  let stopped: Promise<void> | undefined;
  const emulator = new Emulator(model, url, () => (stopped ??= stop()));
  const control = new ControlApi(emulator);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('x-amzn-requestid', randomUUID());
    void serve(model, control, request, response);
  });
  const endWebsockets = serveWebsockets(server, model);

  async function stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    model.service.clear();
    endWebsockets();
    clock.stop();
    server.closeAllConnections();
    await closed;
  }
  return emulator;
}

async function serve(
  model: EmulatorModel,
  control: ControlApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    allowPages(request, response);
    const method = request.method ?? '';
    const [path = '', query] = (request.url ?? '').split('?', 2);
    if (method === 'OPTIONS') {
      send(response, 204, '', {});
      return;
    }
    if (method === 'GET' && path === AUTHENTICATION_PATH) {
      serveAuthentication(model.service, new URLSearchParams(query), response);
      return;
    }
    const served =
      (await serveOperation(model, `${method} ${path}`, request, response)) ||
      (await serveAttachment(model, method, path, request, response)) ||
      (await serveControl(control, method, path, request, response));
    if (!served) {
      sendError(response, 404, 'UnknownOperationException', 'There is nothing at this address');
    }
  } catch (error) {
    if (error instanceof HttpError) {
      sendError(response, error.status, error.type, error.message);
      return;
    }
    if (request.destroyed && !request.complete) return; // the client went away
    console.error('The emulator failed to answer a request:', error);
    sendError(response, 500, 'InternalServerException', 'The emulator failed');
  }
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

/** An address that this machine can open, where `host` means all of them. */
function loopbackFor(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
