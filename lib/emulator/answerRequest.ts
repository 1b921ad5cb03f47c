import type { Failure } from './faults/Fault.js';
import type { FaultSet } from './faults/FaultSet.js';
import type { BoundedRequestLog } from './requestLog.js';
import type { RequestName } from './requestName.js';
import { ERROR_STATUS, ServiceError } from './service/ServiceError.js';
import type { Clock } from './service/options.js';
import type { Participant } from './service/state.js';

/** What becomes of a request. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: object }
  | {
      readonly kind: 'failed';
      readonly error: string;
      readonly status: number;
      readonly message: string;
      readonly retryAfterSeconds?: number | undefined;
      /** An error that nobody asked for: a fault of the emulator's own. */
      readonly cause?: unknown;
    }
  /** The connection breaks and no answer goes out. */
  | { readonly kind: 'lost' };

export interface Request {
  readonly operation: RequestName;
  /** Who asks, as far as that is known. */
  readonly participant: Participant | undefined;
  /** Does what is asked. It may throw a ServiceError. */
  readonly run: () => object;
}

export interface RequestEnvironment {
  readonly clock: Clock;
  readonly faults: FaultSet;
  readonly log: BoundedRequestLog;
}

/** Has the faults in force their way with a request, runs it if they let it, and logs it. */
export function answerRequest(
  environment: RequestEnvironment,
  request: Request,
  done: (outcome: Outcome) => void,
): void {
  const { clock, faults, log } = environment;
  const { operation, participant } = request;
  const arrivedAt = clock.now();
  const finish = (): void => {
    const outcome = outcomeOf(environment, request);
    log.add(operation, participant, arrivedAt, {
      status: outcome.kind === 'answered' ? 200 : outcome.kind === 'failed' ? outcome.status : 0,
      error: outcome.kind === 'failed' ? outcome.error : undefined,
    });
    done(outcome);
  };
  const delay = faults.take('delayOperation', targets(participant), (fault) =>
    concerns(fault.operation, operation),
  );
  if (delay) clock.schedule(delay.delayMs, finish);
  else finish();
}

function outcomeOf(
  { clock, faults }: RequestEnvironment,
  { operation, participant, run }: Request,
): Outcome {
  const who = targets(participant);
  if (faults.take('offline', who)) return { kind: 'lost' };
  const quotas = faults.takeAll(['accountQuotas'], who);
  if (quotas.some((fault) => !fault.quotas.admits(operation, clock.now()))) return THROTTLED;
  const failing = faults.take('failOperation', who, (fault) =>
    concerns(fault.operation, operation),
  );
  if (failing) return failureOutcome(failing.failure);

  const outcome = attempt(run);
  return faults.take('loseAnswer', who, (fault) => concerns(fault.operation, operation))
    ? { kind: 'lost' }
    : outcome;
}

function attempt(run: () => object): Outcome {
  try {
    return { kind: 'answered', answer: run() };
  } catch (error) {
    return error instanceof ServiceError
      ? { kind: 'failed', error: error.type, status: error.status, message: error.message }
      : { ...BROKEN, cause: error };
  }
}

const THROTTLED = {
  kind: 'failed',
  error: 'ThrottlingException',
  status: 429,
  message: 'Rate exceeded',
} as const;

const BROKEN = {
  kind: 'failed',
  error: 'InternalServerException',
  status: 500,
  message: 'The emulator failed',
} as const;

function failureOutcome({
  error = 'InternalServerException',
  status,
  message = 'A fault was asked for',
  retryAfterSeconds,
}: Failure): Outcome {
  const statuses: Readonly<Record<string, number>> = ERROR_STATUS;
  return {
    kind: 'failed',
    error,
    status: status ?? statuses[error] ?? 500,
    message,
    retryAfterSeconds,
  };
}

const targets = (participant: Participant | undefined): readonly Participant[] =>
  participant ? [participant] : [];

const concerns = (faulty: string, operation: RequestName): boolean =>
  faulty === '*' || faulty === operation;
