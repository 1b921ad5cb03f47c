import type { FaultOptions, FaultScope, FaultyOperation } from '../faults/Fault.js';
import type { Faults, UndoFault } from '../faults/Faults.js';
import {
  optionalBoolean,
  optionalChoice,
  optionalInteger,
  optionalObject,
  optionalString,
  requiredString,
  type Input,
} from '../service/input.js';
import { DEFAULT_LIFETIMES, type Lifetimes } from '../service/options.js';
import { OPERATION_NAMES } from '../service/runOperation.js';
import { invalid, ServiceError } from '../service/ServiceError.js';

type LastingFault = (faults: Faults, input: Input, options: FaultOptions) => UndoFault;
type MomentaryFault = (faults: Faults, input: Input, scope: FaultScope) => object;

const LASTING = new Map<string, LastingFault>([
  ['dropFrames', (faults, _, options) => faults.dropFrames(options)],
  ['doubleFrames', (faults, _, options) => faults.doubleFrames(options)],
  [
    'delayFrames',
    (faults, input, options) => faults.delayFrames(required(input, 'delayMs'), options),
  ],
  [
    'reorderFrames',
    (faults, input, options) => faults.reorderFrames(required(input, 'count'), options),
  ],
  [
    'refuseSockets',
    (faults, input, options) =>
      faults.refuseSockets({ ...options, status: optionalInteger(input, 'status', STATUS) ?? 403 }),
  ],
  ['silence', (faults, _, options) => faults.silence(options)],
  ['offline', (faults, _, options) => faults.offline(options)],
  ['withholdHeartbeats', (faults, _, options) => faults.withholdHeartbeats(options)],
  ['withholdPings', (faults, _, options) => faults.withholdPings(options)],
  [
    'failPings',
    (faults, input, options) => faults.failPings(optionalInteger(input, 'statusCode'), options),
  ],
  [
    'withholdSubscriptionAnswers',
    (faults, _, options) => faults.withholdSubscriptionAnswers(options),
  ],
  [
    'refuseSubscriptions',
    (faults, input, options) =>
      faults.refuseSubscriptions(optionalString(input, 'status'), options),
  ],
  [
    'failOperation',
    (faults, input, options) =>
      faults.failOperation(operation(input), {
        ...options,
        error: optionalString(input, 'error', { max: 100 }),
        status: optionalInteger(input, 'status', STATUS),
        message: optionalString(input, 'message'),
        retryAfterSeconds: optionalInteger(input, 'retryAfterSeconds'),
      }),
  ],
  ['loseAnswer', (faults, input, options) => faults.loseAnswer(operation(input), options)],
  [
    'delayOperation',
    (faults, input, options) =>
      faults.delayOperation(operation(input), required(input, 'delayMs'), options),
  ],
  ['shortenLifetimes', (faults, input) => faults.shortenLifetimes(lifetimes(input))],
  ['accountQuotas', (faults) => faults.accountQuotas()],
]);

const MOMENTARY = new Map<string, MomentaryFault>([
  ['cutSockets', (faults, _, scope) => ({ sockets: faults.cutSockets(scope) })],
  [
    'closeSockets',
    (faults, input, scope) => ({
      sockets: faults.closeSockets(optionalInteger(input, 'code', CLOSE_CODE), scope),
    }),
  ],
  [
    'sendRaw',
    (faults, input, scope) => ({
      sockets: faults.sendRaw(requiredString(input, 'text', { min: 0 }), scope),
    }),
  ],
  [
    'gatewayError',
    (faults, input, scope) => ({
      sockets: faults.gatewayError(optionalString(input, 'message'), scope),
    }),
  ],
  ['expireTokens', quietly((faults, scope) => faults.expireTokens(scope))],
  ['expireWebsocketUrls', quietly((faults, scope) => faults.expireWebsocketUrls(scope))],
  ['expireAttachmentUrls', quietly((faults, scope) => faults.expireAttachmentUrls(scope))],
]);

const STATUS = { min: 200, max: 599 };
const CLOSE_CODE = { min: 1_000, max: 4_999 };
const OPERATIONS: readonly FaultyOperation[] = [
  '*',
  ...OPERATION_NAMES,
  'StartChatContact',
  'UploadAttachment',
  'DownloadAttachment',
];

/** Faults undone by number, at most so many at a time. */
const CAPACITY = 1_000;

/** Adds faults that come as JSON, and remembers how to undo them. */
export class FaultDesk {
  readonly #faults: Faults;
  readonly #undo = new Map<string, UndoFault>();
  readonly #offline = new Map<string, UndoFault>();
  #added = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** A lasting fault answers its `faultId`, one of a moment what it did. @throws ServiceError ValidationException */
  add(input: Input): object {
    const name = requiredString(input, 'fault');
    const scope: FaultScope = {
      participantId: optionalString(input, 'participantId'),
      contactId: optionalString(input, 'contactId'),
      agentId: optionalString(input, 'agentId'),
    };
    const momentary = MOMENTARY.get(name);
    if (momentary) return momentary(this.#faults, input, scope);
    const lasting = LASTING.get(name);
    if (!lasting) {
      throw invalid(`fault must be one of ${[...LASTING.keys(), ...MOMENTARY.keys()].join(', ')}`);
    }
    if (this.#undo.size >= CAPACITY) {
      throw new ServiceError('ServiceQuotaExceededException', 'Too many faults; undo some');
    }

    const times = optionalInteger(input, 'times', { min: 1 });
    const undo = lasting(this.#faults, input, { ...scope, times });
    this.#added += 1;
    const faultId = String(this.#added);
    this.#undo.set(faultId, undo);
    return { faultId };
  }

  /** Undoes one fault, or, without an id, all. @throws ServiceError ResourceNotFoundException */
  undo(faultId: string | undefined): object {
    if (faultId === undefined) {
      this.#faults.clear();
      this.#undo.clear();
      this.#offline.clear();
      return {};
    }
    const undo = this.#undo.get(faultId);
    if (!undo) {
      throw new ServiceError('ResourceNotFoundException', 'There is no fault with this id');
    }
    undo();
    this.#undo.delete(faultId);
    return {};
  }

  /** Takes a participant off its network, or back on. */
  setOffline(participantId: string, input: Input): object {
    const on = optionalBoolean(input, 'on') ?? true;
    if (on && !this.#offline.has(participantId)) {
      this.#offline.set(participantId, this.#faults.offline({ participantId }));
    } else if (!on) {
      this.#offline.get(participantId)?.();
      this.#offline.delete(participantId);
    }
    return { offline: on };
  }
}

function operation(input: Input): FaultyOperation {
  const name = optionalChoice(input, 'operation', OPERATIONS);
  if (name === undefined) throw invalid('operation is required');
  return name;
}

function required(input: Input, name: string): number {
  const value = optionalInteger(input, name, { min: 1 });
  if (value === undefined) throw invalid(`${name} is required`);
  return value;
}

function lifetimes(input: Input): Partial<Lifetimes> {
  const given = optionalObject(input, 'lifetimes');
  if (!given) throw invalid('lifetimes is required');
  const names = Object.keys(DEFAULT_LIFETIMES) as (keyof Lifetimes)[];
  const values = names.map((name) => [name, optionalInteger(given, name)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function quietly(act: (faults: Faults, scope: FaultScope) => void): MomentaryFault {
  return (faults, _, scope) => {
    act(faults, scope);
    return {};
  };
}
