import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { EmulatorModel } from '../EmulatorModel.js';
import type { SocketPort, SocketSession } from '../sockets/SocketSession.js';

export const SOCKET_PATH = '/socket';

/** Bytes of a client's frame, as on API Gateway; a longer one closes the socket with 1009. */
const FRAME_LIMIT = 128 * 1024;

/** Bytes that may wait for a client that does not read; then it is cut. */
const BACKLOG_LIMIT = 64 * 1024 * 1024;

/** Serves websockets on `server`. Answers how to end them all. */
export function serveWebsockets(server: Server, model: EmulatorModel): () => void {
  const websockets = new WebSocketServer({ noServer: true, maxPayload: FRAME_LIMIT });
  const sessions = new Map<WebSocket, SocketSession>();

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const ticket = ticketOf(request);
    if (ticket === undefined) {
      refuse(stream, 404);
      return;
    }
    const admission = model.admit(ticket);
    if (admission.kind === 'lost') {
      stream.destroy();
      return;
    }
    if (admission.kind === 'refused') {
      refuse(stream, admission.status);
      return;
    }

    websockets.handleUpgrade(request, stream, head, (websocket) => {
      const session = model.open(admission.owner, portOf(websocket));
      sessions.set(websocket, session);
      websocket.on('message', (data) => session.receive(textOf(data)));
      websocket.on('error', () => websocket.terminate());
      websocket.on('close', () => {
        sessions.delete(websocket);
        session.closed();
      });
      pauseIfSilent(websocket, session);
    });
  });

  const stopWatching = model.faults.onChange(() => {
    for (const [websocket, session] of sessions) pauseIfSilent(websocket, session);
  });

  return () => {
    stopWatching();
    for (const websocket of sessions.keys()) websocket.terminate();
    websockets.close();
  };
}

/** A half-open socket does not even answer a close frame. */
function pauseIfSilent(websocket: WebSocket, session: SocketSession): void {
  if (session.silent) websocket.pause();
  else websocket.resume();
}

function portOf(websocket: WebSocket): SocketPort {
  return {
    send: (text) => {
      if (websocket.bufferedAmount > BACKLOG_LIMIT) websocket.terminate();
      else websocket.send(text, () => undefined); // a failure shows as 'close'
    },
    close: (code) => websocket.close(code),
    terminate: () => websocket.terminate(),
  };
}

function ticketOf({ url = '' }: IncomingMessage): string | undefined {
  const match = /^\/socket\?ticket=([\w-]+)$/.exec(url);
  return match?.[1];
}

function refuse(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
