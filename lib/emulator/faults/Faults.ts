import type { EmulatorModel } from '../EmulatorModel.js';
import type { Lifetimes } from '../service/options.js';
import { invalid } from '../service/ServiceError.js';
import { servedBy } from '../service/state.js';
import type { SocketSession } from '../sockets/SocketSession.js';
import { AccountQuotas } from './AccountQuotas.js';
import type { Failure, Fault, FaultOptions, FaultScope, FaultyOperation } from './Fault.js';
import { befalls } from './FaultSet.js';

/** Ends a fault. Calling it again does nothing. */
export type UndoFault = () => void;

/**
 * What the emulator can be told to do wrong. Options say to whom (`participantId`, `contactId`,
 * `agentId`, by default everyone) and how often (`times`, by default until it is undone).
 *
 * Frames are those with items; heartbeats, pings and subscription answers have faults of their own.
 */
export class Faults {
  readonly #model: EmulatorModel;

  constructor(model: EmulatorModel) {
    this.#model = model;
  }

  /** Frames get lost. */
  dropFrames(options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'dropFrames' }, options);
  }

  /** Frames come twice. */
  doubleFrames(options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'doubleFrames' }, options);
  }

  /** Frames come `delayMs` milliseconds late. Those that come after the fault may overtake them. */
  delayFrames(delayMs: number, options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'delayFrames', delayMs }, options);
  }

  /** Frames come in groups of `count`, each newest first; a group that stays short waits 50 ms. */
  reorderFrames(count: number, options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'reorderFrames', count }, options);
  }

  /** Breaks open sockets without a close frame, as a lost network does. Answers how many. */
  cutSockets(scope?: FaultScope): number {
    return this.#sockets(scope, (socket) => socket.terminate());
  }

  /**
   * Closes open sockets with a close frame of `code`. Answers how many.
   *
   * @throws ServiceError ValidationException for a code that no close frame can have
   */
  closeSockets(code = 1000, scope?: FaultScope): number {
    const registered = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code);
    if (!registered && !(code >= 3000 && code <= 4999)) {
      throw invalid(`cannot close sockets: ${code} is no code of a close frame`);
    }
    return this.#sockets(scope, (socket) => socket.close(code));
  }

  /** Refuses handshakes with `status`. */
  refuseSockets({
    status = 403,
    ...options
  }: FaultOptions & { readonly status?: number } = {}): UndoFault {
    return this.#add({ kind: 'refuseSockets', status }, options);
  }

  /** Half-open sockets: they stay open, but nothing goes in or out. What was to go out is lost. */
  silence(options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'silence' }, options);
  }

  withholdHeartbeats(options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'withholdHeartbeats' }, options);
  }

  withholdPings(options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'withholdPings' }, options);
  }

  /** Answers deep heartbeats with `statusCode`. */
  failPings(statusCode = 500, options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'failPings', statusCode }, options);
  }

  withholdSubscriptionAnswers(options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'withholdSubscriptionAnswers' }, options);
  }

  /** Answers subscriptions with `status` instead of `success`. */
  refuseSubscriptions(status = 'failure', options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'refuseSubscriptions', status }, options);
  }

  /** An operation fails without any effect. A scope finds those requests whose bearer is known. */
  failOperation(
    operation: FaultyOperation,
    { error, status, message, retryAfterSeconds, ...options }: Failure & FaultOptions = {},
  ): UndoFault {
    const failure: Failure = { error, status, message, retryAfterSeconds };
    return this.#add({ kind: 'failOperation', operation, failure }, options);
  }

  /** An operation takes effect, then its connection breaks before the answer. */
  loseAnswer(operation: FaultyOperation, options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'loseAnswer', operation }, options);
  }

  /** An operation is held for `delayMs` milliseconds before it takes effect. */
  delayOperation(operation: FaultyOperation, delayMs: number, options?: FaultOptions): UndoFault {
    return this.#add({ kind: 'delayOperation', operation, delayMs }, options);
  }

  /** Expires the connection tokens issued so far. */
  expireTokens(scope: FaultScope = {}): void {
    this.#model.service.directory.connectionTokens.expire((owner) => befalls(scope, [owner]));
  }

  /** Expires the websocket URLs issued so far. */
  expireWebsocketUrls(scope: FaultScope = {}): void {
    this.#model.service.directory.websocketTickets.expire((owner) =>
      befalls(scope, [...servedBy(owner)]),
    );
  }

  /** Expires the upload and download URLs issued so far. */
  expireAttachmentUrls(scope: FaultScope = {}): void {
    const { uploadTickets, downloadTickets } = this.#model.service.directory;
    for (const tickets of [uploadTickets, downloadTickets]) {
      tickets.expire(({ owner }) => befalls(scope, [owner]));
    }
  }

  /** Lifetimes, in milliseconds, of all that is issued or opened from now on, for everyone. */
  shortenLifetimes(lifetimes: Partial<Lifetimes>): UndoFault {
    return this.#add({ kind: 'shortenLifetimes', lifetimes });
  }

  /**
   * The quotas of an account, which all participants share: two calls a second and five at once of
   * CreateParticipantConnection, DisconnectParticipant and GetTranscript, ten a second and 15 at once of
   * SendMessage and SendEvent. More are refused with ThrottlingException.
   */
  accountQuotas(): UndoFault {
    return this.#add({ kind: 'accountQuotas', quotas: new AccountQuotas() });
  }

  /** Sends `text` as a frame, whatever it is. Answers to how many sockets. */
  sendRaw(text: string, scope?: FaultScope): number {
    return this.#sockets(scope, (socket) => socket.send(text));
  }

  /** Sends an error of the gateway, such as `Internal server error`. Answers to how many sockets. */
  gatewayError(message = 'Internal server error', scope?: FaultScope): number {
    return this.#sockets(scope, (socket) => socket.gatewayError(message));
  }

  /** No network: cuts the sockets now, and until undone breaks every handshake and request. */
  offline(scope: FaultScope = {}): UndoFault {
    const undo = this.#add({ kind: 'offline' }, scope);
    this.cutSockets(scope);
    return undo;
  }

  /** Undoes all faults. */
  clear(): void {
    this.#model.faults.clear();
  }

  #add(fault: Fault, options?: FaultOptions): UndoFault {
    return this.#model.faults.add(fault, options);
  }

  #sockets(scope: FaultScope = {}, task: (socket: SocketSession) => void): number {
    const sockets = this.#model.sockets(scope);
    for (const socket of sockets) task(socket);
    return sockets.length;
  }
}
