import {
  catchError,
  defer,
  filter,
  finalize,
  map,
  merge,
  type Observable,
  type SchedulerLike,
  Subject,
  throwError,
} from 'rxjs';
import {
  asChatError,
  type Caller,
  type CallOptions,
  errorFromAnswer,
  type FileTransfer,
  networkError,
  type TransferEvent,
  type TransferRequest,
} from '../api/index.js';
import { timeoutWith } from '../rx/index.js';

/** What a {@link TransferCall} is about; it shows in the metrics as an operation does. */
export interface TransferOperation {
  readonly operation: 'UploadAttachment' | 'DownloadAttachment';
  /** Bytes that go over the network. */
  readonly size: number;
}

/**
 * Moves bytes to or from the storage, by the policy for all calls. A try is given up when nothing is
 * heard of it for 30 s, or, where the environment tells of no progress, for the time that its bytes
 * take at 10 kB a second besides.
 *
 * - **Emits** the progress of each try, then the response, and completes.
 * - **Errors** with a `ChatError` that has the storage's status. It has none of the storage's words
 *   but its error code, and nothing of the URL.
 * - **Unsubscribing** cancels the transfer.
 */
export type TransferCall = (
  about: TransferOperation,
  request: TransferRequest,
  options: CallOptions,
) => Observable<TransferEvent>;

/** What a {@link TransferCall} is made of. */
export interface TransferCallParts {
  readonly call: Caller;
  readonly transfer: FileTransfer;
  /** Told of each try that got no answer. */
  readonly unanswered: () => void;
  readonly scheduler: SchedulerLike;
}

const SILENCE_MS = 30_000;
/** 10 kB a second. */
const BYTES_PER_MS = 10;

export const transferCall =
  ({ call, transfer, unanswered, scheduler }: TransferCallParts): TransferCall =>
  ({ operation, size }, request, options) =>
    defer(() => {
      const progress$ = new Subject<TransferEvent>();
      const attempt$ = defer(() => transfer(request)).pipe(
        timeoutWith({
          first: SILENCE_MS + size / BYTES_PER_MS,
          each: SILENCE_MS,
          scheduler,
          with: () => throwError(() => networkError(operation, undefined)),
        }),
        filter((event) => {
          if (event.type === 'response') return true;
          progress$.next(event);
          return false;
        }),
        map(succeeded(operation)),
        catchError((error: unknown) => {
          const known = asChatError(operation, error);
          // Without a cause: it may quote the URL.
          const failure =
            known === error || known.code !== 'Network'
              ? known
              : networkError(operation, undefined);
          if (failure.code === 'Network') unanswered();
          return throwError(() => failure);
        }),
      );
      const response$ = call(operation, () => attempt$, options).pipe(
        finalize(() => {
          progress$.complete();
        }),
      );
      return merge(progress$, response$);
    });

const succeeded = (operation: string) => (event: TransferEvent) => {
  if (event.type === 'response' && !(event.status >= 200 && event.status < 300)) {
    const errorType = /<Code>(\w{1,64})<\/Code>/.exec(event.errorText ?? '')?.[1];
    throw errorFromAnswer(operation, { statusCode: event.status, errorType });
  }
  return event;
};
