import { map, type Observable, Subject, tap } from 'rxjs';
import { createCredentials, type Credentials, type GrantType } from '../connection/index.js';
import type { GetPage } from '../inbox/index.js';
import { answeredInTime, ChatError, createCaller } from '../participant/index.js';
import { type ChatItem, decodeItem, type WireItem } from '../wire/index.js';
import { authorizedCall, type AuthorizedCall } from './authorizedCall.js';
import type { Ending } from './ending.js';
import type { Settings } from './resolveOptions.js';
import type { Views } from './views.js';

/** The Participant Service as one chat uses it: its credentials, and calls that carry its token. */
export interface Service {
  readonly credentials: Credentials;
  readonly call: AuthorizedCall;
  readonly getPage: GetPage;
  /** Emits when a call got no answer: the connection may be dead as well. */
  readonly doubt$: Observable<unknown>;
}

/** Every call shows in the metrics; being refused after having been let in begins the chat's end. */
export function createService(
  { api, details, limiter, log, random, scheduler }: Settings,
  views: Views,
  ending: Ending,
): Service {
  const callApi = createCaller({
    report: (report) => {
      views.metric({ type: 'api', ...report });
      log.debug('called the service', report);
    },
    limiter,
    random,
    scheduler,
  });

  const connection = (Type: readonly GrantType[]) => {
    const operation = 'CreateParticipantConnection';
    const ParticipantToken = details.participantToken;
    const request = () => api.createParticipantConnection({ ParticipantToken, Type });
    return callApi(operation, () => answeredInTime(operation, request(), scheduler), {
      maxRetries: 0,
    });
  };
  const credentials: Credentials = createCredentials(
    (types) =>
      connection(types).pipe(
        tap({
          error: (error: unknown) => {
            const wasLetIn = credentials.token !== undefined;
            if (wasLetIn && error instanceof ChatError && error.code === 'AccessDenied') {
              ending.begin('expired');
            }
          },
        }),
      ),
    scheduler,
  );
  const doubt$ = new Subject<void>();
  const call = authorizedCall({
    call: callApi,
    credentials,
    unanswered: () => {
      doubt$.next();
    },
    scheduler,
  });

  const decode = (raw: WireItem): readonly ChatItem[] => {
    const item = decodeItem(raw);
    if (typeof item !== 'string') return [item];
    views.metric({ type: 'bad-item', reason: item });
    log.warn('an item of the transcript cannot be read', { reason: item });
    return [];
  };
  const getPage: GetPage = (request) =>
    call(
      'GetTranscript',
      (ConnectionToken) => api.getTranscript({ ...request, ConnectionToken }),
      ending.hasBegun ? { maxRetries: 0, renew: false } : { maxRetries: Infinity },
    ).pipe(
      map(({ Transcript, NextToken }) => ({
        items: (Transcript ?? []).flatMap(decode),
        nextToken: NextToken,
      })),
    );

  return { credentials, call, getPage, doubt$: doubt$.asObservable() };
}
