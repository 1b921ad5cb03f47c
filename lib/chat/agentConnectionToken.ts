import { catchError, map, type Observable, throwError } from 'rxjs';
import {
  answeredInTime,
  asChatError,
  type Caller,
  ChatError,
  type CreateParticipantConnectionAnswer,
} from '../api/index.js';
import type { Settings } from './resolveOptions.js';

/**
 * Asks `getConnectionToken` for a token, or `fallback` where that fails, and answers in the form of
 * CreateParticipantConnection.
 *
 * Errors with the failure of what was asked last; where both have failed, with that of
 * `getConnectionToken` as the cause.
 */
export function agentConnectionToken(
  getConnectionToken: NonNullable<Settings['getConnectionToken']>,
  fallback: (() => Observable<CreateParticipantConnectionAnswer>) | undefined,
  call: Caller,
  { scheduler }: Settings,
): Observable<CreateParticipantConnectionAnswer> {
  const operation = 'GetConnectionToken';
  return call(operation, () => answeredInTime(operation, getConnectionToken(), scheduler), {
    maxRetries: 0,
  }).pipe(
    map((answer): CreateParticipantConnectionAnswer => {
      const { participantToken, expiry } =
        (answer as Partial<typeof answer>).chatTokenTransport ?? {};
      if (typeof participantToken !== 'string' || participantToken === '') {
        throw new ChatError('Service', `cannot ${operation}: the answer has no token`);
      }
      return { ConnectionCredentials: { ConnectionToken: participantToken, Expiry: expiry } };
    }),
    catchError((cause: unknown) =>
      (fallback?.() ?? throwError(() => cause)).pipe(
        catchError((failure: unknown) => {
          if (failure === cause) throw failure;
          const { code, message, statusCode, requestId, retryAfterMs } = asChatError(
            operation,
            failure,
          );
          const facts = { statusCode, requestId, retryAfterMs, cause };
          throw new ChatError(code, `${message}, and GetConnectionToken failed before`, facts);
        }),
      ),
    ),
  );
}
