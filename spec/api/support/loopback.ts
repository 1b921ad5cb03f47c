import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it reached the service. */
export interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly response: ServerResponse;
  /** Resolves when the client has gone before it was answered. */
  readonly abandoned: Promise<void>;
}

export type Answer = (request: Received) => void;

/** A service on this machine. */
export interface Loopback {
  readonly endpoint: string;
  readonly requests: readonly Received[];
  /** Answers requests from now on with `answer`, and forgets those that came before. */
  readonly answers: (answer: Answer) => void;
  /** The next request that comes. */
  readonly next: () => Promise<Received>;
  readonly close: () => Promise<void>;
}

export async function startLoopback(): Promise<Loopback> {
  let requests: Received[] = [];
  let answer: Answer = json({});
  let waiting: ((request: Received) => void)[] = [];

  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { method, url: path, headers } = message;
      const request: Received = {
        method,
        path,
        headers,
        body: text === '' ? undefined : JSON.parse(text),
        response,
        abandoned: new Promise((resolve) => {
          response.on('close', () => {
            if (!response.writableFinished) resolve();
          });
        }),
      };
      requests.push(request);
      answer(request);
      waiting.forEach((resolve) => {
        resolve(request);
      });
      waiting = [];
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    endpoint: `http://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    answers: (given) => {
      answer = given;
      requests = [];
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with `body` as JSON. */
export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  ({ response }) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

/** Answers with `body` as it is. */
export const text =
  (body: string, status: number): Answer =>
  ({ response }) => {
    response.writeHead(status, { 'Content-Type': 'text/html' });
    response.end(body);
  };

/** Says nothing. */
export const silence: Answer = () => undefined;

/** Hangs up without an answer. */
export const hangUp: Answer = ({ response }) => {
  response.destroy();
};
