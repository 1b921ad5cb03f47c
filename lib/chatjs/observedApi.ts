import { defer, from, type ObservableInput, tap } from 'rxjs';
import type { ConnectionTokenAnswer, ParticipantApi } from '../lite.js';

type Operation = keyof ParticipantApi;
type TokenSource = () => ObservableInput<ConnectionTokenAnswer>;

/** What the service answered, or how a call failed. */
export interface Observed {
  readonly operation: Operation | 'getConnectionToken';
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
export const observedApi = (api: ParticipantApi, tell: Tell): ParticipantApi =>
  Object.assign(
    Object.create(api) as ParticipantApi,
    Object.fromEntries(
      OPERATIONS.map((operation) => [
        operation,
        (request: Observed['request']) => {
          const call = api[operation].bind(api) as (r: object) => ObservableInput<object>;
          return observed(() => call(request), operation, request, tell);
        },
      ]),
    ),
  );

/** The same for where an agent's connection token comes from. */
export const observedTokens =
  (getConnectionToken: TokenSource, tell: Tell): TokenSource =>
  () =>
    observed(getConnectionToken, 'getConnectionToken', {}, tell);

type Tell = (observed: Observed) => void;

const observed = <T extends object>(
  ask: () => ObservableInput<T>,
  operation: Observed['operation'],
  request: Observed['request'],
  tell: Tell,
) =>
  defer(() => from(ask())).pipe(
    tap({
      next: (answer) => {
        tell({ operation, request, answer: answer as Observed['answer'] });
      },
      error: (error: unknown) => {
        tell({ operation, request, error });
      },
    }),
  );
