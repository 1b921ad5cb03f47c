import { BehaviorSubject, map, type Observable } from 'rxjs';
import type {
  EmulatedChatDetails,
  EmulatedContact,
  EmulatedParticipant,
  Emulator,
  UndoFault,
} from 'rx-connect-chat/emulator';

/** A contact that an agent has, and the agent in it. */
export interface HeldContact {
  readonly contact: EmulatedContact;
  readonly agent: EmulatedParticipant;
}

const AGENT = 'Jordan';
const COLLEAGUE = 'Robin';

/** An agent's seat: the contacts that the agent has, as amazon-connect-streams knows them. */
export class Seat {
  readonly #emulator: Emulator;
  readonly #held$ = new BehaviorSubject<readonly HeldContact[]>([]);
  #backOnline: UndoFault | undefined;
  /** The names of customers who are on their way. */
  readonly expected = new Set<string>();

  constructor(
    emulator: Emulator,
    readonly agentId: string,
  ) {
    this.#emulator = emulator;
  }

  /** What the agent's page connects with: one for each contact. Replays; never completes. */
  get contacts$(): Observable<readonly EmulatedChatDetails[]> {
    return this.#held$.pipe(map((held) => held.map(({ agent }) => agent.details)));
  }

  /** The names of the customers. */
  get customers(): readonly string[] {
    return this.#held$.value.map(({ contact }) => contact.customer.displayName);
  }

  /** The contact that this id names, and the agent in it. */
  find(contactId: string): HeldContact | undefined {
    return this.#held$.value.find(({ agent }) => agent.details.contactId === contactId);
  }

  /** Has the agent take a contact. A customer has one chat at a time: this ends those before. */
  take(contact: EmulatedContact): EmulatedParticipant {
    const { displayName } = contact.customer;
    this.expected.delete(displayName);
    for (const held of this.#held$.value) {
      if (held.contact.customer.displayName === displayName) held.contact.end();
    }
    const { agentId } = this;
    const agent = contact.join({ displayName: AGENT, agentId, announce: false });
    this.#held$.next([...this.#held$.value, { contact, agent }]);
    return agent;
  }

  /** Hands a contact over to a colleague, who greets. The agent has it until it is cleared. */
  handOver({ contact, agent }: HeldContact): void {
    const colleague = contact.transfer({ from: agent, displayName: COLLEAGUE });
    const { displayName } = contact.customer;
    colleague.say(
      `Hello ${displayName}, ${COLLEAGUE} here. I have read what you said to ${AGENT}.`,
    );
  }

  /** Has the agent take over again what the colleague has; the contact goes on under another id. */
  takeBack({ contact, agent: before }: HeldContact): EmulatedParticipant {
    const { agentId } = this;
    const agent = contact.transfer({ displayName: AGENT, agentId, announce: false });
    const others = this.#held$.value.filter((held) => held.agent.id !== before.id);
    this.#held$.next([...others, { contact, agent }]);
    return agent;
  }

  /** The agent is done with a contact. */
  clear({ agent }: HeldContact): void {
    this.#held$.next(this.#held$.value.filter((held) => held.agent.id !== agent.id));
  }

  /** Takes the agent off their network, with all contacts, or back on. */
  setOffline(isOffline: boolean): void {
    this.#backOnline?.();
    const { agentId } = this;
    this.#backOnline = isOffline ? this.#emulator.faults.offline({ agentId }) : undefined;
  }
}
