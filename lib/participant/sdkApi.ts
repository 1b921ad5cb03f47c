import {
  ConnectParticipantClient,
  CreateParticipantConnectionCommand,
  DisconnectParticipantCommand,
  GetTranscriptCommand,
  SendEventCommand,
  SendMessageCommand,
} from '@aws-sdk/client-connectparticipant';
import { Observable } from 'rxjs';
import type { ParticipantApi } from './api.js';
import { errorFromAnswer } from './errors.js';

/** What the SDK's client needs to know. */
export interface SdkApiOptions {
  /** The service's base URL. */
  readonly endpoint: string;
}

/**
 * The Participant Service through `@aws-sdk/client-connectparticipant`.
 *
 * Each method gives a cold Observable: one request a subscription, aborted when unsubscribed. The
 * SDK's own retries are off, since the library's policy decides; its signing is off, since the bearer
 * is all the service asks for.
 */
export function createSdkApi({ endpoint }: SdkApiOptions): ParticipantApi {
  const client = new ConnectParticipantClient({
    endpoint,
    region: 'unused', // the endpoint has been resolved; the SDK demands a name all the same
    maxAttempts: 1,
    credentials: { accessKeyId: '', secretAccessKey: '' },
    signer: { sign: (request) => Promise.resolve(request) },
  });

  const call = <T>(operation: string, send: (abortSignal: AbortSignal) => Promise<T>) =>
    new Observable<T>((subscriber) => {
      const abort = new AbortController();
      send(abort.signal).then(
        (answer) => {
          subscriber.next(answer);
          subscriber.complete();
        },
        (error: unknown) => {
          subscriber.error(errorFromAnswer(operation, answerOf(error)));
        },
      );
      return () => {
        abort.abort();
      };
    });

  return {
    createParticipantConnection: ({ Type, ...request }) =>
      call('CreateParticipantConnection', (abortSignal) =>
        client.send(
          new CreateParticipantConnectionCommand({ ...request, ...(Type && { Type: [...Type] }) }),
          { abortSignal },
        ),
      ),
    sendMessage: (request) =>
      call('SendMessage', (abortSignal) =>
        client.send(new SendMessageCommand(request), { abortSignal }),
      ),
    sendEvent: (request) =>
      call('SendEvent', (abortSignal) =>
        client.send(new SendEventCommand(request), { abortSignal }),
      ),
    getTranscript: (request) =>
      call('GetTranscript', (abortSignal) =>
        client.send(new GetTranscriptCommand(request), { abortSignal }),
      ),
    disconnectParticipant: (request) =>
      call('DisconnectParticipant', (abortSignal) =>
        client.send(new DisconnectParticipantCommand(request), { abortSignal }),
      ),
  };
}

/** What the SDK's exceptions say; an error without an HTTP status means that no answer came. */
function answerOf(error: unknown) {
  const { name, $metadata, $response } = error as {
    name?: string;
    $metadata?: { httpStatusCode?: number; requestId?: string };
    $response?: { headers?: Record<string, string> };
  };
  const statusCode = $metadata?.httpStatusCode;
  const retryAfter = Number($response?.headers?.['retry-after'] ?? NaN);
  return {
    statusCode,
    errorType: statusCode === undefined ? undefined : name,
    requestId: $metadata?.requestId,
    retryAfterMs: Number.isNaN(retryAfter) ? undefined : retryAfter * 1_000,
    // What the service says may quote what it was sent.
    cause: statusCode === undefined ? error : undefined,
  };
}
