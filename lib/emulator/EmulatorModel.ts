import type { FaultScope } from './faults/Fault.js';
import { befalls, FaultSet } from './faults/FaultSet.js';
import { BoundedRequestLog } from './requestLog.js';
import { ChatService } from './service/ChatService.js';
import type { Clock, Lifetimes, Limits, ServiceUrls } from './service/options.js';
import { servedBy, type TicketOwner } from './service/state.js';
import { SocketSession, type SocketPort } from './sockets/SocketSession.js';

export interface EmulatorModelOptions {
  readonly clock: Clock;
  readonly id: () => string;
  readonly urls: ServiceUrls;
  readonly lifetimes: Lifetimes;
  readonly limits: Limits;
}

/** Whether a websocket handshake goes through; `lost` breaks the connection without an answer. */
export type Admission =
  | { readonly kind: 'admitted'; readonly owner: TicketOwner }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'lost' };

/**
 * The whole emulator but its network: service, sockets, faults and log, on the clock it is given.
 * {@link startEmulator} puts HTTP and websockets around it; a test on virtual time can use it bare.
 */
export class EmulatorModel {
  readonly clock: Clock;
  readonly faults = new FaultSet();
  readonly log: BoundedRequestLog;
  readonly service: ChatService;
  readonly #id: () => string;
  readonly #sockets = new Set<SocketSession>();

  constructor({ clock, id, urls, lifetimes, limits }: EmulatorModelOptions) {
    this.clock = clock;
    this.#id = id;
    this.log = new BoundedRequestLog(limits.loggedRequests);
    this.service = new ChatService({
      clock,
      id,
      urls,
      limits,
      lifetimes: () => this.faults.lifetimes(lifetimes),
    });
  }

  /** Decides on a websocket handshake. A URL can be used until it expires, more than once. */
  admit(ticket: string): Admission {
    const admission = this.#admission(ticket);
    const status =
      admission.kind === 'admitted' ? 101 : admission.kind === 'refused' ? admission.status : 0;
    const owner = this.service.directory.websocketTickets.findEvenExpired(ticket);
    const participant = owner?.contact && owner;
    this.log.add('OpenSocket', participant, this.clock.now(), { status });
    return admission;
  }

  open({ mailbox }: TicketOwner, port: SocketPort): SocketSession {
    const session = new SocketSession(mailbox, port, {
      clock: this.clock,
      id: this.#id,
      faults: this.faults,
      lifetimeMs: this.service.environment.lifetimes().socket,
      onSubscribed: () => {
        for (const participant of mailbox.participants) this.service.beginFlow(participant);
      },
      onClosed: () => this.#sockets.delete(session),
    });
    this.#sockets.add(session);
    return session;
  }

  /** The open sockets of those whom `scope` names. */
  sockets(scope: FaultScope = {}): readonly SocketSession[] {
    return [...this.#sockets].filter(({ mailbox }) => befalls(scope, [...servedBy({ mailbox })]));
  }

  #admission(ticket: string): Admission {
    const { websocketTickets } = this.service.directory;
    const owner = websocketTickets.findEvenExpired(ticket);
    const who = [...servedBy(owner)];
    if (this.faults.take('offline', who)) return { kind: 'lost' };
    const refusal = this.faults.take('refuseSockets', who);
    if (refusal) return { kind: 'refused', status: refusal.status };
    const admitted = websocketTickets.find(ticket);
    return admitted && admitted.contact?.endedAt === undefined
      ? { kind: 'admitted', owner: admitted }
      : { kind: 'refused', status: 403 };
  }
}
