import type { ServerResponse } from 'node:http';
import type { Observable } from 'rxjs';

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

/** Sends each of `events$` as a server-sent event, until the page goes. */
export function sendEvents(response: ServerResponse, events$: Observable<object>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const sending = events$.subscribe((event) => {
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  response.once('close', () => {
    sending.unsubscribe();
  });
}
