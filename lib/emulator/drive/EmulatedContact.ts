import { event, settleMessage, type ProcessingOutcome } from '../service/acts.js';
import { settleScan } from '../service/attachments.js';
import {
  initiateAuthentication,
  settleAuthentication,
  type AuthenticationOutcome,
} from '../service/authentication.js';
import { present, SYSTEM_DISPLAY_NAME, type ChatService } from '../service/ChatService.js';
import { conflict } from '../service/ServiceError.js';
import type { StartChatContactAnswer } from '../service/startChatContact.js';
import type {
  Contact,
  Participant,
  ParticipantRole,
  Scan,
  ScanOutcome,
  SentItem,
  View,
} from '../service/state.js';
import { EmulatedParticipant, type EmulatedChatDetails } from './EmulatedParticipant.js';

export interface JoinOptions {
  /** @defaultValue AGENT */
  readonly role?: ParticipantRole | undefined;
  /** @defaultValue the role in lower case, with a capital; `SYSTEM_MESSAGE` for SYSTEM */
  readonly displayName?: string | undefined;
  /** @defaultValue a new one */
  readonly participantId?: string | undefined;
  /** Participants with the same one share their sockets: an agent with several contacts. */
  readonly agentId?: string | undefined;
  /** `false` waits with `participant.joined` until a client connects. @defaultValue true */
  readonly announce?: boolean | undefined;
}

export interface TransferOptions extends JoinOptions {
  /** The one who hands over. @defaultValue the agent who joined last and is still there */
  readonly from?: EmulatedParticipant | undefined;
  /** Whether the chat goes on under a new contact id, as on the real service. @defaultValue true */
  readonly newContactId?: boolean | undefined;
}

export interface EmitOptions {
  readonly from?: EmulatedParticipant | undefined;
  readonly content?: string | undefined;
  /** Whether GetTranscript gives it. @defaultValue true, but for typing */
  readonly keep?: boolean | undefined;
}

/**
 * A chat of the emulator, to be looked into and driven from code. What needs an open chat throws a
 * ServiceError ConflictException after its end.
 */
export class EmulatedContact {
  readonly #service: ChatService;
  readonly #contact: Contact;
  /** The customer, driven from code instead of by a client. */
  readonly customer: EmulatedParticipant;

  constructor(service: ChatService, contact: Contact) {
    this.#service = service;
    this.#contact = contact;
    const customer = [...contact.participants.values()].find(({ role }) => role === 'CUSTOMER')!;
    this.customer = new EmulatedParticipant(service, customer);
  }

  get contactId(): string {
    return this.#contact.contactId;
  }

  get participantId(): string {
    return this.customer.id;
  }

  /** With these a real client connects as the customer. */
  get details(): EmulatedChatDetails {
    return this.customer.details;
  }

  /** What StartChatContact answered for this chat. */
  get startChatContact(): StartChatContactAnswer {
    const { contactId, participantId, participantToken } = this.customer.details;
    const { continuedFrom } = this.#contact;
    return {
      ContactId: contactId,
      ParticipantId: participantId,
      ParticipantToken: participantToken,
      ...(continuedFrom !== undefined && { ContinuedFromContactId: continuedFrom }),
    };
  }

  /** What the service keeps of this contact, oldest first. */
  get transcript(): readonly SentItem[] {
    return this.#contact.transcript.entries.map(({ item }) => item);
  }

  /** Everyone who takes part or took part. */
  get participants(): readonly EmulatedParticipant[] {
    return [...this.#contact.participants.values()].map((each) => this.#driven(each));
  }

  get ended(): boolean {
    return this.#contact.endedAt !== undefined;
  }

  /** @throws ServiceError ConflictException where `participantId` is taken */
  join({
    role = 'AGENT',
    displayName = defaultName(role),
    participantId,
    agentId,
    announce = true,
  }: JoinOptions = {}): EmulatedParticipant {
    this.#requireOpen('join');
    const participant = this.#service.addParticipant(this.#contact, {
      role,
      displayName,
      id: participantId,
      agentId,
    });
    if (announce) this.#service.join(participant);
    return this.#driven(participant);
  }

  /** An agent hands over to another: `participant.left`, `transfer.succeeded`, then the other joins. */
  transfer({
    from,
    newContactId = true,
    ...joinOptions
  }: TransferOptions = {}): EmulatedParticipant {
    this.#requireOpen('transfer');
    const agents = present(this.#contact).filter(({ role }) => role === 'AGENT');
    const leaving = from ? agents.find(({ id }) => id === from.id) : agents.at(-1);
    if (!leaving) throw conflict('cannot transfer: there is no agent to hand over');

    const listeners = present(this.#contact);
    this.#service.leave(leaving);
    const succeeded = this.#service.event(this.#contact, 'transfer.succeeded', { from: leaving });
    this.#service.publish(this.#contact, succeeded, { to: listeners });
    if (newContactId) {
      this.#service.directory.addContactId(this.#contact, this.#service.environment.id());
    }
    return this.join(joinOptions);
  }

  /** Ends the chat for all: `chat.ended`, and soon after the sockets close. */
  end(): void {
    this.#service.end(this.#contact);
  }

  /** Sends `chat.rehydrated`, as a persistent chat does when its past is there. */
  rehydrate(): SentItem {
    return this.emit('chat.rehydrated');
  }

  /** Sends any event, by its name such as `participant.idle`, or by a whole content type. */
  emit(name: string, { from, content, keep }: EmitOptions = {}): SentItem {
    this.#requireOpen('emit');
    return event(this.#service, this.#contact, name, {
      from: from && this.#contact.participants.get(from.id),
      content,
      keep,
    });
  }

  /** Whether the customer's messages wait, as `PROCESSING`, until {@link settleMessage}. */
  holdMessages(hold: boolean): void {
    this.#contact.holdsMessages = hold;
  }

  /** Lets a held message go, with what it says now, or refuses it. @throws ServiceError ResourceNotFoundException */
  settleMessage(messageId: string, outcome: ProcessingOutcome): void {
    settleMessage(this.#service, this.#contact, messageId, outcome);
  }

  /**
   * Scans attachments from now on: each comes as `IN_PROGRESS`, and again with the outcome `afterMs`
   * milliseconds later, or when {@link settleScan} says. `false` approves them at once.
   */
  scanAttachments(scan: Scan | false = {}): void {
    this.#contact.scan = scan || undefined;
  }

  /** Ends a scan. @throws ServiceError ConflictException where no such attachment is being scanned */
  settleScan(attachmentId: string, outcome: ScanOutcome): void {
    settleScan(this.#service, this.#contact, attachmentId, outcome);
  }

  /** Keeps a view for DescribeView and answers its token. */
  addView(view: View): string {
    const token = this.#service.environment.id();
    this.#contact.views.set(token, view);
    return token;
  }

  /** Asks the customer to sign in: `authentication.initiated`. Answers the session's id. */
  initiateAuthentication(): string {
    this.#requireOpen('initiate an authentication');
    return initiateAuthentication(this.#service, this.#contact.participants.get(this.customer.id)!);
  }

  /** Ends an authentication with its event. @throws ServiceError ResourceNotFoundException */
  settleAuthentication(sessionId: string, outcome: AuthenticationOutcome): void {
    settleAuthentication(this.#service, this.#contact, sessionId, outcome);
  }

  #driven(participant: Participant): EmulatedParticipant {
    return new EmulatedParticipant(this.#service, participant);
  }

  #requireOpen(act: string): void {
    if (this.ended) throw conflict(`cannot ${act}: the chat has ended`);
  }
}

const defaultName = (role: ParticipantRole): string =>
  role === 'SYSTEM'
    ? SYSTEM_DISPLAY_NAME
    : role.slice(0, 1) + role.slice(1).toLowerCase().replace('_', ' ');
