import { eventType, type EventName, type WireItem } from '../../wire/index.js';
import { Directory } from './Directory.js';
import type { ServiceEnvironment } from './options.js';
import { RememberedAnswers } from './RememberedAnswers.js';
import { frameItem } from './shapes.js';
import {
  type Contact,
  type CustomerExit,
  isServed,
  type Mailbox,
  type Participant,
  type ParticipantRole,
  type ResponseMode,
  type SentItem,
} from './state.js';
import { Transcript } from './Transcript.js';

/** An item before the service has given it its id, time and contact. */
export type NewItem = Pick<
  WireItem,
  'Type' | 'ContentType' | 'Content' | 'Attachments' | 'MessageMetadata'
>;

/** As whom a flow speaks. Source: the wire samples. */
export const SYSTEM_DISPLAY_NAME = 'SYSTEM_MESSAGE';

/**
 * Events that name the first contact of a chat and not the present one. Source: the fields that the README
 * of amazon-connect-chatjs lists for them.
 */
const WITHOUT_CONTACT_ID: readonly unknown[] = [
  eventType('typing'),
  eventType('participant.idle'),
  eventType('participant.returned'),
  eventType('participant.autodisconnection'),
  eventType('participant.invited'),
];

export interface NewContact {
  readonly displayName: string;
  readonly continuedFrom?: string | undefined;
  readonly contentTypes?: readonly string[] | undefined;
  readonly lifetimeMs?: number | undefined;
  readonly disconnectOnCustomerExit?: readonly CustomerExit[] | undefined;
  readonly endWhenCustomerLeaves?: boolean | undefined;
  readonly responseMode?: ResponseMode | undefined;
}

export interface NewParticipant {
  readonly role: ParticipantRole;
  readonly displayName: string;
  readonly id?: string | undefined;
  readonly agentId?: string | undefined;
}

/**
 * The chats of the service and what happens in them: who takes part, who gets which item, what is
 * kept, how a chat ends. It knows no network; {@link runOperation} is its front door.
 *
 * Its only clock and its only source of ids are those of the environment, so that the same calls at
 * the same times give the same service.
 */
export class ChatService {
  readonly directory: Directory;
  /** Of StartChatContact, which has no participant yet to remember them. */
  readonly startAnswers: RememberedAnswers;
  /** Bytes of all attachments kept. */
  attachmentBytes = 0;
  #sequence = 0;

  constructor(readonly environment: ServiceEnvironment) {
    const { limits } = environment;
    this.directory = new Directory(limits, () => this.now());
    this.startAnswers = new RememberedAnswers(limits.rememberedAnswers);
  }

  now(): number {
    return this.environment.clock.now();
  }

  /** Starts a chat with its customer. @throws ServiceError ServiceQuotaExceededException */
  startContact({ disconnectOnCustomerExit = [], ...options }: NewContact): {
    contact: Contact;
    customer: Participant;
  } {
    const { clock, id, lifetimes, limits } = this.environment;
    const evicted = this.directory.contactToEvict();
    if (evicted) this.#forget(evicted);
    const contactId = id();
    const contact: Contact = {
      contactId,
      initialContactId: contactId,
      contactIds: [contactId],
      continuedFrom: options.continuedFrom,
      participants: new Map(),
      transcript: new Transcript(limits.itemsPerContact),
      attachments: new Map(),
      views: new Map(),
      authenticationSessions: new Map(),
      heldMessages: new Map(),
      contentTypes: options.contentTypes,
      disconnectOnCustomerExit,
      endWhenCustomerLeaves: options.endWhenCustomerLeaves ?? disconnectOnCustomerExit.length === 0,
      responseMode: options.responseMode ?? 'INCREMENTAL',
      holdsMessages: false,
      itemClock: this.directory.contact(options.continuedFrom ?? '')?.itemClock ?? { last: 0 },
      cancelTimer: clock.schedule(options.lifetimeMs ?? lifetimes().chat, () => this.end(contact)),
    };
    this.directory.addContact(contact);
    const customer = this.addParticipant(contact, {
      role: 'CUSTOMER',
      displayName: options.displayName,
    });
    return { contact, customer };
  }

  /** @throws ServiceError ServiceQuotaExceededException, ConflictException for an id that is taken */
  addParticipant(
    contact: Contact,
    { role, displayName, id, agentId }: NewParticipant,
  ): Participant {
    const { id: newId, limits } = this.environment;
    const participant: Participant = {
      id: id ?? newId(),
      role,
      token: newId(),
      contact,
      contactId: contact.contactIds.at(-1)!,
      mailbox: this.directory.mailbox(agentId),
      answers: new RememberedAnswers(limits.rememberedAnswers),
      displayName,
      joined: false,
      left: false,
    };
    this.directory.addParticipant(participant);
    return participant;
  }

  /** The system of `contact`, which speaks for its flow. */
  system(contact: Contact): Participant {
    const known = [...contact.participants.values()].find(({ role }) => role === 'SYSTEM');
    return (
      known ?? this.addParticipant(contact, { role: 'SYSTEM', displayName: SYSTEM_DISPLAY_NAME })
    );
  }

  /** Announces a participant at its first act. SYSTEM is never announced. */
  join(participant: Participant): void {
    if (participant.joined) return;
    participant.joined = true;
    if (participant.role === 'SYSTEM') return;
    this.publish(
      participant.contact,
      this.event(participant.contact, 'participant.joined', { from: participant }),
    );
  }

  /** Begins the flow, once, if `participant` is the customer: it waits until they are there. */
  beginFlow({ contact, role }: Participant): void {
    const { flow } = contact;
    if (role !== 'CUSTOMER' || !flow || contact.endedAt !== undefined) return;
    contact.flow = undefined;
    flow();
  }

  /**
   * Announces that the participant leaves. Only a customer still gets items after that, since its leaving
   * ends nothing: the flow goes on, after the agents have left if the chat was started so, or it ends the
   * chat a moment later.
   */
  leave(participant: Participant): void {
    const { contact } = participant;
    if (participant.left || contact.endedAt !== undefined) return;
    this.publish(contact, this.event(contact, 'participant.left', { from: participant }));
    participant.left = true;
    if (participant.role !== 'CUSTOMER') return;
    const exits: readonly ParticipantRole[] = contact.disconnectOnCustomerExit;
    for (const other of active(contact)) if (exits.includes(other.role)) this.leave(other);
    if (!contact.endWhenCustomerLeaves) return;
    const { clock, lifetimes } = this.environment;
    contact.cancelTimer();
    contact.cancelTimer = clock.schedule(lifetimes().chatAfterCustomer, () => this.end(contact));
  }

  end(contact: Contact): void {
    if (contact.endedAt !== undefined) return;
    contact.cancelTimer();
    this.publish(contact, this.event(contact, 'chat.ended'));
    contact.endedAt = this.now();
    const { clock, lifetimes } = this.environment;
    contact.cancelTimer = clock.schedule(lifetimes().socketAfterEnd, () => closeSockets(contact));
  }

  /**
   * A new item of `contact`, with an id, and a time later than any before it, those of the contacts it
   * goes on from included: even in a burst within a millisecond, time alone tells the order.
   */
  item(contact: Contact, fields: NewItem, from?: Participant): SentItem {
    const { itemClock } = contact;
    const time = Math.max(this.now(), itemClock.last + 1);
    itemClock.last = time;
    return frameItem({
      ...fields,
      AbsoluteTime: new Date(time).toISOString(),
      Id: this.environment.id(),
      ParticipantId: from?.id,
      DisplayName: from?.displayName,
      ParticipantRole: from?.role,
      InitialContactId: contact.initialContactId,
      ContactId: WITHOUT_CONTACT_ID.includes(fields.ContentType)
        ? undefined
        : contact.contactIds.at(-1),
    });
  }

  event(
    contact: Contact,
    name: EventName,
    {
      from,
      content,
    }: { readonly from?: Participant | undefined; readonly content?: string | undefined } = {},
  ): SentItem {
    const fields = {
      Type: 'EVENT',
      ContentType: eventType(name),
      ...(content !== undefined && { Content: content }),
    };
    return this.item(contact, fields, from);
  }

  /** Sends `item` to those who take part, or to those named, and keeps it. */
  publish(
    contact: Contact,
    item: SentItem,
    options: { readonly to?: Iterable<Participant> } = {},
  ): void {
    this.keep(contact, item);
    this.send(contact, item, options.to);
  }

  keep(contact: Contact, item: SentItem): void {
    this.#sequence += 1;
    contact.transcript.add({
      item,
      contactId: contact.contactIds.at(-1)!,
      time: Date.parse(item.AbsoluteTime),
      sequence: this.#sequence,
    });
  }

  /** Sends `item` without keeping it. Every socket gets it once, an agent's too. */
  send(contact: Contact, item: WireItem, to: Iterable<Participant> = present(contact)): void {
    const served = new Set<Mailbox>();
    for (const participant of to) {
      if (served.has(participant.mailbox)) continue;
      served.add(participant.mailbox);
      for (const socket of participant.mailbox.sockets) socket.deliver(item, participant);
    }
  }

  /** This contact and those it goes on from, oldest first. */
  chain(contact: Contact): readonly Contact[] {
    const chain = [contact];
    for (let id = contact.continuedFrom; id !== undefined;) {
      const previous = this.directory.contact(id);
      if (!previous || chain.includes(previous)) break;
      chain.unshift(previous);
      id = previous.continuedFrom;
    }
    return chain;
  }

  /** Forgets everything; timers included. */
  clear(): void {
    for (const contact of [...this.directory.contacts]) this.#forget(contact);
  }

  #forget(contact: Contact): void {
    contact.cancelTimer();
    for (const { bytes } of contact.attachments.values()) {
      this.attachmentBytes -= bytes?.length ?? 0;
    }
    this.directory.remove(contact);
  }
}

/** Those whom items are sent to now. */
export const present = (contact: Contact): readonly Participant[] =>
  [...contact.participants.values()].filter(isServed);

/** Those who take part: they have joined and not left. The system, which speaks for the flow, is none of them. */
export const active = (contact: Contact): readonly Participant[] =>
  [...contact.participants.values()].filter(
    ({ joined, left, role }) => joined && !left && role !== 'SYSTEM',
  );

/** An agent's sockets stay: they carry other contacts too. */
function closeSockets(contact: Contact): void {
  for (const { mailbox } of contact.participants.values()) {
    if (mailbox.agentId !== undefined) continue;
    for (const socket of mailbox.sockets) socket.close(1000);
  }
}
