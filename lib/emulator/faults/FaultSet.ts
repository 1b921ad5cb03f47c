import type { Lifetimes } from '../service/options.js';
import type { TicketOwner } from '../service/state.js';
import type { Fault, FaultKind, FaultOptions, FaultScope } from './Fault.js';

type FaultOf<K extends FaultKind> = Extract<Fault, { readonly kind: K }>;

interface ActiveFault {
  readonly fault: Fault;
  readonly scope: FaultScope;
  remaining: number;
}

/** The faults in force, and how often each may still strike. */
export class FaultSet {
  readonly #active = new Set<ActiveFault>(); // in the order they were added
  readonly #onChange = new Set<() => void>();

  /** Puts a fault in force. The function it answers ends it; calling it again does nothing. */
  add(fault: Fault, { times = Infinity, ...scope }: FaultOptions = {}): () => void {
    if (!(times >= 1)) {
      throw new RangeError(`cannot add the fault ${fault.kind}: times must be at least 1`);
    }
    const active: ActiveFault = { fault, scope, remaining: times };
    this.#active.add(active);
    this.#changed();
    return () => {
      if (this.#active.delete(active)) this.#changed();
    };
  }

  clear(): void {
    this.#active.clear();
    this.#changed();
  }

  /** Calls back whenever a fault came or was taken back; answers how to stop that. */
  onChange(callback: () => void): () => void {
    this.#onChange.add(callback);
    return () => this.#onChange.delete(callback);
  }

  /** Whether such a fault is in force for any of `targets`; without having it strike. */
  has(kind: FaultKind, targets: Iterable<TicketOwner>): boolean {
    return this.#find([kind], targets, () => true).length > 0;
  }

  /** The first such fault in force, which strikes with this. */
  take<K extends FaultKind>(
    kind: K,
    targets: Iterable<TicketOwner>,
    where: (fault: FaultOf<K>) => boolean = () => true,
  ): FaultOf<K> | undefined {
    const [active] = this.#find([kind], targets, (fault) => where(fault as FaultOf<K>));
    if (active) this.#strike(active);
    return active?.fault as FaultOf<K> | undefined;
  }

  /** Every such fault in force, oldest first; each strikes with this. */
  takeAll<K extends FaultKind>(kinds: readonly K[], targets: Iterable<TicketOwner>): FaultOf<K>[] {
    const found = this.#find(kinds, targets, () => true);
    for (const active of found) this.#strike(active);
    return found.map(({ fault }) => fault as FaultOf<K>);
  }

  /** `lifetimes` as the faults in force leave them. */
  lifetimes(lifetimes: Lifetimes): Lifetimes {
    let result = lifetimes;
    for (const { fault } of this.#active) {
      if (fault.kind === 'shortenLifetimes') result = { ...result, ...fault.lifetimes };
    }
    return result;
  }

  #find(
    kinds: readonly FaultKind[],
    targets: Iterable<TicketOwner>,
    where: (fault: Fault) => boolean,
  ): ActiveFault[] {
    if (this.#active.size === 0) return [];
    const all = [...targets];
    return [...this.#active].filter(
      ({ fault, scope }) => kinds.includes(fault.kind) && where(fault) && befalls(scope, all),
    );
  }

  #strike(active: ActiveFault): void {
    active.remaining -= 1;
    if (active.remaining <= 0) this.#active.delete(active);
  }

  #changed(): void {
    for (const callback of this.#onChange) callback();
  }
}

/** A scope without ids befalls everyone, those who are not known included. */
export function befalls(
  { participantId, contactId, agentId }: FaultScope,
  targets: readonly TicketOwner[],
): boolean {
  if ([participantId, contactId, agentId].every((id) => id === undefined)) return true;
  return targets.some(
    ({ id, contact, mailbox }) =>
      (participantId === undefined || id === participantId) &&
      (contactId === undefined || contact?.contactIds.includes(contactId)) &&
      (agentId === undefined || mailbox.agentId === agentId),
  );
}
