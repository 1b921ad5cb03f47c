import type { FaultScope } from './faults/Fault.js';
import type { RequestName } from './requestName.js';
import type { Participant } from './service/state.js';

/** One request, without its tokens and its contents. */
export interface LoggedRequest {
  readonly operation: RequestName;
  readonly participantId?: string | undefined;
  readonly contactId?: string | undefined;
  /** Milliseconds since 1970, when it came. */
  readonly time: number;
  /** As answered; 101 is an open socket, 0 that no answer went out. */
  readonly status: number;
  /** The type of the error answered. */
  readonly error?: string | undefined;
}

/** The requests that have come, to assert how many. */
export interface RequestLog {
  /** Oldest first; bounded by {@link Limits.loggedRequests}. */
  readonly entries: readonly LoggedRequest[];
  /** How many requests of `operation` there are in the log, of one participant or contact if named. */
  count(operation: RequestName, scope?: FaultScope): number;
  clear(): void;
}

/** @see RequestLog */
export class BoundedRequestLog implements RequestLog {
  #entries: LoggedRequest[] = [];

  constructor(private readonly capacity: number) {}

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  count(operation: RequestName, { participantId, contactId }: FaultScope = {}): number {
    return this.#entries.filter(
      (entry) =>
        entry.operation === operation &&
        (participantId === undefined || entry.participantId === participantId) &&
        (contactId === undefined || entry.contactId === contactId),
    ).length;
  }

  clear(): void {
    this.#entries = [];
  }

  add(
    operation: RequestName,
    participant: Participant | undefined,
    time: number,
    outcome: Pick<LoggedRequest, 'status' | 'error'>,
  ): void {
    const { status, error } = outcome;
    this.#entries.push({
      operation,
      participantId: participant?.id,
      contactId: participant?.contact.contactId,
      time,
      status,
      ...(error !== undefined && { error }),
    });
    if (this.#entries.length > this.capacity) this.#entries.shift();
  }
}
