import { defer, from, Observable, type ObservableInput } from 'rxjs';
import { ChatError, type ChatPorts, type TransferEvent } from '../lite.js';
import type { Json } from './journal.js';
import { apiOf } from './operations.js';
import { managersIn } from './recordedManager.js';
import { recordedScheduler } from './recordedScheduler.js';
import { recordedSocket } from './recordedSocket.js';
import { recordedStorage } from './recordedStorage.js';
import type { Recording } from './recording.js';

/** `ports`, of which all that comes through them is written down. */
export function recordedPorts<Ports extends ChatPorts>(ports: Ports, recording: Recording): Ports {
  const { log, redactor } = recording;
  const { api, limiter, webSocketManager$, getConnectionToken, storage } = ports;

  /** Writes down what a source does, from subscription to subscription. */
  const told = <T>(
    what: string,
    source: () => ObservableInput<T>,
    plain: (value: T) => Json,
  ): Observable<T> =>
    new Observable((subscriber) =>
      log.open(what, (tell) =>
        defer(source).subscribe({
          next: (value) => {
            tell({ type: 'next', value: plain(value) }, () => subscriber.next(value));
          },
          error: (error: unknown) => {
            tell({ type: 'error', value: plainError(error) }, () => subscriber.error(error));
          },
          complete: () => {
            tell({ type: 'complete' }, () => subscriber.complete());
          },
        }),
      ),
    );

  return {
    ...ports,
    api: apiOf(
      (name: 'getTranscript') => (request) =>
        told(name, () => from(api[name](request)), redactor.json),
    ),
    limiter: limiter && {
      acquire: (operation: string) =>
        told(
          'limiter',
          () => limiter.acquire(operation),
          () => null,
        ),
    },
    transfer: (request: Parameters<typeof ports.transfer>[0]) =>
      told('transfer', () => ports.transfer(request), plainTransfer),
    webSocket: () => recordedSocket(ports.webSocket(), recording),
    webSocketManager$:
      webSocketManager$ &&
      managersIn(recording, (plain) => told('manager', () => webSocketManager$, plain)),
    getConnectionToken:
      getConnectionToken && (() => told('getConnectionToken', getConnectionToken, redactor.json)),
    network$: told('network', () => ports.network$, Boolean),
    resume$: told(
      'resume',
      () => ports.resume$,
      () => null,
    ),
    visible$: told('visible', () => ports.visible$, Boolean),
    pageHide$: told(
      'pageHide',
      () => ports.pageHide$,
      ({ persisted }) => ({ persisted }),
    ),
    storage: storage && recordedStorage(storage, recording),
    scheduler: recordedScheduler(ports.scheduler, log),
    random: log.random,
  };
}

/** What counts of an error, without what it says. */
const plainError = (error: unknown): Json =>
  error instanceof ChatError
    ? {
        code: error.code,
        statusCode: error.statusCode ?? null,
        retryAfterMs: error.retryAfterMs ?? null,
      }
    : null;

/** An event of the storage for files: of what it says in words, the code alone counts. */
const plainTransfer = (event: TransferEvent): Json => {
  if (event.type === 'progress') return { ...event };
  const { status, body, errorText } = event;
  const [code] = /<Code>\w+<\/Code>/.exec(errorText ?? '') ?? [];
  return {
    type: 'response',
    status,
    ...(body && { size: body.size }),
    ...(errorText !== undefined && { errorText: code ?? '' }),
  };
};
