import { Observable, VirtualAction, VirtualTimeScheduler } from 'rxjs';
import { Emulator } from '../../lib/emulator/Emulator.js';
import { EmulatorModel } from '../../lib/emulator/EmulatorModel.js';
import { answerRequest, type Outcome } from '../../lib/emulator/answerRequest.js';
import {
  answerDownload,
  answerUpload,
  lowerCased,
  storageErrorXml,
  type TransferOutcome,
} from '../../lib/emulator/answerTransfer.js';
import {
  DEFAULT_LIFETIMES,
  DEFAULT_LIMITS,
  type Lifetimes,
} from '../../lib/emulator/service/options.js';
import {
  type OperationName,
  ownerOf,
  runOperation,
} from '../../lib/emulator/service/runOperation.js';
import type { SocketSession } from '../../lib/emulator/sockets/SocketSession.js';
import type {
  FileTransfer,
  ParticipantApi,
  TransferEvent,
  WebSocketConstructor,
  WebSocketLike,
} from '../../lib/index.js';
import { errorFromAnswer, networkError } from '../../lib/participant/errors.js';

/** The service's clock is right; the one of the chat begins at 0 and says what it wants. */
const SERVICE_EPOCH_MS = Date.UTC(2026, 0, 1);

export interface VirtualServiceOptions {
  /** Milliseconds that a frame, a request or an answer takes; asked for each. @defaultValue 5 */
  readonly latencyMs?: () => number;
  readonly lifetimes?: Partial<Lifetimes>;
  /** @defaultValue one of its own, which `advance` moves on */
  readonly scheduler?: VirtualTimeScheduler;
}

/** The emulator's model on virtual time, with a network between it and the chat that takes time. */
export interface VirtualService {
  readonly scheduler: VirtualTimeScheduler;
  readonly emulator: Emulator;
  readonly api: ParticipantApi;
  readonly webSocket: WebSocketConstructor;
  readonly transfer: FileTransfer;
  /** Lets everything happen that is due in the next `ms` milliseconds. */
  readonly advance: (ms: number) => void;
  /** Timers that are pending and are not the service's own. */
  readonly pendingTimers: () => number;
}

export function virtualService({
  latencyMs = () => 5,
  lifetimes = {},
  scheduler = new VirtualTimeScheduler(VirtualAction, 0),
}: VirtualServiceOptions = {}): VirtualService {
  const ownTimers = new Set<unknown>();
  let ids = 0;

  const later = (delayMs: number, task: () => void) => {
    const action = scheduler.schedule(() => {
      ownTimers.delete(action);
      task();
    }, delayMs);
    ownTimers.add(action);
    return () => {
      ownTimers.delete(action);
      action.unsubscribe();
    };
  };

  const model = new EmulatorModel({
    clock: { now: () => SERVICE_EPOCH_MS + scheduler.now(), schedule: later },
    id: () => `id-${String(ids++).padStart(6, '0')}`,
    lifetimes: { ...DEFAULT_LIFETIMES, ...lifetimes },
    limits: DEFAULT_LIMITS,
    urls: {
      websocket: (ticket) => `wss://virtual/${ticket}`,
      upload: (ticket) => `https://virtual/upload/${ticket}`,
      download: (ticket) => `https://virtual/download/${ticket}`,
      authentication: (sessionId) => `https://virtual/authentication/${sessionId}`,
    },
  });

  const request = <T>(operation: OperationName, bearer: string, input: object) =>
    new Observable<T>((subscriber) => {
      const participant = ownerOf(model.service, bearer);
      const run = () => runOperation(model.service, operation, bearer, input);
      const cancel = later(latencyMs(), () => {
        answerRequest(model, { operation, participant, run }, (outcome) => {
          later(latencyMs(), () => {
            settle(subscriber, operation, outcome);
          });
        });
      });
      return cancel;
    });

  return {
    scheduler,
    emulator: new Emulator(model, 'https://virtual', () => Promise.resolve()),
    api: {
      createParticipantConnection: ({ ParticipantToken, ...input }) =>
        request('CreateParticipantConnection', ParticipantToken, input),
      sendMessage: ({ ConnectionToken, ...input }) =>
        request('SendMessage', ConnectionToken, input),
      sendEvent: ({ ConnectionToken, ...input }) => request('SendEvent', ConnectionToken, input),
      getTranscript: ({ ConnectionToken, ...input }) =>
        request('GetTranscript', ConnectionToken, input),
      disconnectParticipant: ({ ConnectionToken, ...input }) =>
        request('DisconnectParticipant', ConnectionToken, input),
      startAttachmentUpload: ({ ConnectionToken, ...input }) =>
        request('StartAttachmentUpload', ConnectionToken, input),
      completeAttachmentUpload: ({ ConnectionToken, ...input }) =>
        request('CompleteAttachmentUpload', ConnectionToken, input),
      getAttachment: ({ ConnectionToken, ...input }) =>
        request('GetAttachment', ConnectionToken, input),
      describeView: ({ ConnectionToken, ...input }) =>
        request('DescribeView', ConnectionToken, input),
      getAuthenticationUrl: ({ ConnectionToken, ...input }) =>
        request('GetAuthenticationUrl', ConnectionToken, input),
      cancelParticipantAuthentication: ({ ConnectionToken, ...input }) =>
        request('CancelParticipantAuthentication', ConnectionToken, input),
    },
    webSocket: socketsOf(model, scheduler, later, latencyMs),
    transfer: transferTo(model, later, latencyMs),
    advance: (ms) => {
      scheduler.maxFrames += ms;
      scheduler.flush();
      scheduler.frame = scheduler.maxFrames;
    },
    pendingTimers: () => scheduler.actions.filter((action) => !ownTimers.has(action)).length,
  };
}

function settle<T>(
  subscriber: { next(value: T): void; complete(): void; error(error: unknown): void },
  operation: string,
  outcome: Outcome,
): void {
  switch (outcome.kind) {
    case 'answered':
      subscriber.next(structuredClone(outcome.answer) as T);
      subscriber.complete();
      break;
    case 'failed':
      subscriber.error(
        errorFromAnswer(operation, {
          statusCode: outcome.status,
          errorType: outcome.error,
          retryAfterMs:
            outcome.retryAfterSeconds === undefined ? undefined : outcome.retryAfterSeconds * 1_000,
        }),
      );
      break;
    case 'lost':
      subscriber.error(networkError(operation, undefined));
  }
}

/** The storage; an upload tells of its progress half way, and when all of it has gone out. */
function transferTo(
  model: EmulatorModel,
  later: (delayMs: number, task: () => void) => () => void,
  latencyMs: () => number,
): FileTransfer {
  const files = new WeakMap<object, Blob>();
  return ({ method, url, headers, body }) =>
    new Observable<TransferEvent>((subscriber) => {
      const ticket = url.slice(url.lastIndexOf('/') + 1);
      const answer = (outcome: TransferOutcome) => {
        later(latencyMs(), () => {
          if (outcome.kind === 'lost') {
            subscriber.error(new Error(`cannot reach ${url}`));
            return;
          }
          if (outcome.kind === 'failed') {
            const errorText = storageErrorXml(outcome.error, `${outcome.message}: ${url}`);
            subscriber.next({ type: 'response', status: outcome.status, errorText });
          } else if (method === 'GET') {
            const { attachment } = outcome;
            const { bytes = new Uint8Array(), contentType: type } = attachment;
            const file = files.get(attachment) ?? new Blob([Uint8Array.from(bytes)], { type });
            subscriber.next({ type: 'response', status: 200, body: file });
          } else {
            if (body instanceof Blob) files.set(outcome.attachment, body);
            subscriber.next({ type: 'response', status: 200, errorText: '' });
          }
          subscriber.complete();
        });
      };
      const size = body?.size ?? 0;
      const ms = latencyMs();
      const sent = (sentBytes: number) => () => {
        if (method === 'PUT') subscriber.next({ type: 'progress', sentBytes });
      };
      const cancels = [
        later(ms / 2, sent(Math.floor(size / 2))),
        later(ms, () => {
          sent(size)();
          if (method === 'GET') answerDownload(model, ticket, answer);
          else {
            const upload = { headers: lowerCased(headers), bytes: new Uint8Array(size) };
            answerUpload(model, ticket, upload, answer);
          }
        }),
      ];
      return () => {
        for (const cancel of cancels) cancel();
      };
    });
}

/** A WebSocket whose frames keep their order and take their time. */
function socketsOf(
  model: EmulatorModel,
  scheduler: VirtualTimeScheduler,
  later: (delayMs: number, task: () => void) => () => void,
  latencyMs: () => number,
): WebSocketConstructor {
  return class VirtualSocket implements WebSocketLike {
    onopen: WebSocketLike['onopen'] = null;
    onmessage: WebSocketLike['onmessage'] = null;
    onerror: WebSocketLike['onerror'] = null;
    onclose: WebSocketLike['onclose'] = null;
    #session: SocketSession | undefined;
    #lastToClient = 0;
    #lastToService = 0;

    constructor(url: string) {
      this.#toService(() => {
        const admission = model.admit(url.slice(url.lastIndexOf('/') + 1));
        if (admission.kind !== 'admitted') {
          this.#toClient(() => this.onclose?.({ code: 1006 }));
          return;
        }
        this.#session = model.open(admission.owner, {
          send: (text) => {
            this.#toClient(() => this.onmessage?.({ data: text }));
          },
          close: (code) => {
            this.#toClient(() => this.onclose?.({ code }));
          },
          terminate: () => {
            this.#toClient(() => this.onclose?.({ code: 1006 }));
          },
        });
        this.#toClient(() => this.onopen?.(undefined));
      });
    }

    send(text: string): void {
      this.#toService(() => this.#session?.receive(text));
    }

    close(): void {
      this.#toService(() => this.#session?.closed());
    }

    #toClient(task: () => void): void {
      this.#lastToClient = Math.max(this.#lastToClient, scheduler.now() + latencyMs());
      later(this.#lastToClient - scheduler.now(), task);
    }

    #toService(task: () => void): void {
      this.#lastToService = Math.max(this.#lastToService, scheduler.now() + latencyMs());
      later(this.#lastToService - scheduler.now(), task);
    }
  };
}
