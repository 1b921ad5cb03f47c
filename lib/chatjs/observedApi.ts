import { from, type ObservableInput, tap } from 'rxjs';
import type { ParticipantApi } from '../lite.js';

type Operation = keyof ParticipantApi;

/** The request of an operation. */
export type RequestOf<Name extends Operation> = Parameters<ParticipantApi[Name]>[0];

/** What the service answered, or how a call failed. */
export interface Observed {
  readonly operation: Operation;
  readonly request: Readonly<Record<string, unknown>>;
  readonly answer?: Readonly<Record<string, unknown>> | undefined;
  readonly error?: unknown;
}

const OPERATIONS: readonly Operation[] = [
  'createParticipantConnection',
  'sendMessage',
  'sendEvent',
  'getTranscript',
  'disconnectParticipant',
  'startAttachmentUpload',
  'completeAttachmentUpload',
  'getAttachment',
  'describeView',
  'getAuthenticationUrl',
  'cancelParticipantAuthentication',
];

/** `api`, telling `tell` of every answer and every failure before the chat gets it. */
export const observedApi = (
  api: ParticipantApi,
  tell: (observed: Observed) => void,
): ParticipantApi =>
  Object.fromEntries(
    OPERATIONS.map((operation) => {
      const call = api[operation].bind(api) as (request: object) => ObservableInput<object>;
      return [
        operation,
        (request: Record<string, unknown>) =>
          from(call(request)).pipe(
            tap({
              next: (answer) => tell({ operation, request, answer: answer as Observed['answer'] }),
              error: (error: unknown) => tell({ operation, request, error }),
            }),
          ),
      ];
    }),
  ) as unknown as ParticipantApi;
