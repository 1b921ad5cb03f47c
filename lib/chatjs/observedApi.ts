import { defer, from, type ObservableInput, tap } from 'rxjs';
import type { ConnectionTokenAnswer, ParticipantApi } from '../lite.js';

type TokenSource = () => ObservableInput<ConnectionTokenAnswer>;
type Fields = Readonly<Record<string, unknown>>;

/** What the service answered, or how a call failed. */
export interface Observed {
  readonly operation: keyof ParticipantApi | 'getConnectionToken';
  readonly request: Fields;
  readonly answer?: Fields;
  readonly error?: unknown;
}

type Tell = (observed: Observed) => void;

/** `api`, telling `tell` of every answer and every failure before the chat gets it. */
export const observedApi = (api: ParticipantApi, tell: Tell): ParticipantApi =>
  new Proxy({} as ParticipantApi, {
    get: (_, operation: keyof ParticipantApi) => {
      const call = (api as unknown as Readonly<Record<string, unknown>>)[operation];
      if (typeof call !== 'function') return call;
      return (request: Fields) =>
        observed(
          () => call.call(api, request) as ObservableInput<Fields>,
          operation,
          request,
          tell,
        );
    },
  });

/** The same for where an agent's connection token comes from. */
export const observedTokens =
  (getConnectionToken: TokenSource, tell: Tell): TokenSource =>
  () =>
    observed(getConnectionToken, 'getConnectionToken', {}, tell);

const observed = <T extends object>(
  ask: () => ObservableInput<T>,
  operation: Observed['operation'],
  request: Fields,
  tell: Tell,
) =>
  defer(() => from(ask())).pipe(
    tap({
      next: (answer) => {
        tell({ operation, request, answer: answer as Fields });
      },
      error: (error: unknown) => {
        tell({ operation, request, error });
      },
    }),
  );
