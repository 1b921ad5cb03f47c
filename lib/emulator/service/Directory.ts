import { ExpiringKeys } from './ExpiringKeys.js';
import type { Limits } from './options.js';
import { conflict, ServiceError } from './ServiceError.js';
import type { Attachment, Contact, Mailbox, Participant, TicketOwner } from './state.js';

/** Who and what can be found under which id, token or ticket. Bounded: ended contacts make room. */
export class Directory {
  readonly #contacts = new Set<Contact>();
  readonly #contactsById = new Map<string, Contact>(); // transfers give a contact further ids
  readonly #participantsById = new Map<string, Participant>();
  readonly #participantsByToken = new Map<string, Participant>();
  readonly #agents = new Map<string, Mailbox>();
  readonly connectionTokens: ExpiringKeys<Participant>;
  readonly websocketTickets: ExpiringKeys<TicketOwner>;
  readonly uploadTickets: ExpiringKeys<Attachment>;
  readonly downloadTickets: ExpiringKeys<Attachment>;
  readonly #limits: Limits;

  constructor(limits: Limits, now: () => number) {
    const keys = <T>(): ExpiringKeys<T> => new ExpiringKeys<T>(limits.tokens, now);
    this.#limits = limits;
    this.connectionTokens = keys();
    this.websocketTickets = keys();
    this.uploadTickets = keys();
    this.downloadTickets = keys();
  }

  get contacts(): Iterable<Contact> {
    return this.#contacts;
  }

  /** By any id that the contact ever had. */
  contact(id: string): Contact | undefined {
    return this.#contactsById.get(id);
  }

  participant(id: string): Participant | undefined {
    return this.#participantsById.get(id);
  }

  participantOfToken(token: string): Participant | undefined {
    return this.#participantsByToken.get(token);
  }

  /**
   * The contact that has to go before another can be added: the longest ended one.
   *
   * @throws ServiceError ServiceQuotaExceededException where there is no room, and none has ended
   */
  contactToEvict(): Contact | undefined {
    if (this.#contacts.size < this.#limits.contacts) return undefined;
    const ended = [...this.#contacts].filter(({ endedAt }) => endedAt !== undefined);
    if (ended.length === 0) {
      throw new ServiceError('ServiceQuotaExceededException', 'Too many chats are open');
    }
    return ended.reduce((oldest, each) => (each.endedAt! < oldest.endedAt! ? each : oldest));
  }

  addContact(contact: Contact): void {
    this.#contacts.add(contact);
    this.#contactsById.set(contact.contactId, contact);
  }

  addContactId(contact: Contact, id: string): void {
    contact.contactIds.push(id);
    this.#contactsById.set(id, contact);
  }

  /** @throws ServiceError ServiceQuotaExceededException, ConflictException for an id that is taken */
  addParticipant(participant: Participant): void {
    const { contact, id, mailbox, token } = participant;
    if (contact.participants.size >= this.#limits.participantsPerContact) {
      throw new ServiceError(
        'ServiceQuotaExceededException',
        'The contact has too many participants',
      );
    }
    if (this.#participantsById.has(id)) throw conflict('The participant id is taken');
    contact.participants.set(id, participant);
    mailbox.participants.add(participant);
    this.#participantsById.set(id, participant);
    this.#participantsByToken.set(token, participant);
  }

  /** A mailbox; that of an agent is the same for all its contacts. */
  mailbox(agentId: string | undefined): Mailbox {
    return agentId === undefined ? newMailbox() : this.agent(agentId);
  }

  /**
   * The agent's mailbox, which is there before its first contact and after its last; the oldest one
   * without contacts and sockets makes room.
   *
   * @throws ServiceError ServiceQuotaExceededException where there is no room
   */
  agent(agentId: string): Mailbox {
    const existing = this.#agents.get(agentId);
    if (existing) return existing;
    if (this.#agents.size >= this.#limits.agents) {
      const idle = [...this.#agents.values()].find(
        ({ participants, sockets }) => participants.size + sockets.size === 0,
      );
      if (!idle)
        throw new ServiceError('ServiceQuotaExceededException', 'Too many agents are here');
      this.#agents.delete(idle.agentId!);
    }
    const mailbox = newMailbox(agentId);
    this.#agents.set(agentId, mailbox);
    return mailbox;
  }

  /** Forgets a contact and all that leads to it. */
  remove(contact: Contact): void {
    this.#contacts.delete(contact);
    for (const id of contact.contactIds) this.#contactsById.delete(id);
    for (const participant of contact.participants.values()) this.#removeParticipant(participant);
    const ofContact = (owner: TicketOwner): boolean => owner.contact === contact;
    this.connectionTokens.forget(ofContact);
    this.websocketTickets.forget(ofContact);
    this.uploadTickets.forget(({ owner }) => ofContact(owner));
    this.downloadTickets.forget(({ owner }) => ofContact(owner));
  }

  #removeParticipant(participant: Participant): void {
    const { id, mailbox, token } = participant;
    this.#participantsById.delete(id);
    this.#participantsByToken.delete(token);
    mailbox.participants.delete(participant);
    if (mailbox.participants.size > 0 || mailbox.agentId !== undefined) return;
    for (const socket of mailbox.sockets) socket.close(1000);
  }
}

const newMailbox = (agentId?: string): Mailbox => ({
  agentId,
  sockets: new Set(),
  participants: new Set(),
});
