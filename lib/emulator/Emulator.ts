import { EmulatedAgent } from './drive/EmulatedAgent.js';
import { EmulatedContact } from './drive/EmulatedContact.js';
import { EmulatedParticipant } from './drive/EmulatedParticipant.js';
import type { EmulatorModel } from './EmulatorModel.js';
import { Faults } from './faults/Faults.js';
import type { FaultScope } from './faults/Fault.js';
import type { RequestLog } from './requestLog.js';
import { say } from './service/acts.js';
import type { CustomerExit, ResponseMode } from './service/state.js';

export interface StartChatOptions {
  /** Of the customer. @defaultValue Customer */
  readonly displayName?: string | undefined;
  /** The customer's first message, plain text. */
  readonly initialMessage?: string | undefined;
  /** The contact this chat goes on from, as a persistent chat. */
  readonly continuedFrom?: string | undefined;
  /** Content types of messages that are taken. @defaultValue all */
  readonly contentTypes?: readonly string[] | undefined;
  /** Milliseconds until the chat ends by itself. @defaultValue {@link Lifetimes.chat} */
  readonly lifetimeMs?: number | undefined;
  /** Who is disconnected when the customer leaves; then the flow goes on. @defaultValue nobody */
  readonly disconnectOnCustomerExit?: readonly CustomerExit[] | undefined;
  /**
   * Whether the flow ends the chat after the customer has left.
   * @defaultValue true, or with `disconnectOnCustomerExit` false
   */
  readonly endWhenCustomerLeaves?: boolean | undefined;
  /** Whether messages come in pieces, or whole alone. @defaultValue INCREMENTAL */
  readonly responseMode?: ResponseMode | undefined;
  /**
   * What the flow does, for example `(chat) => chat.join({ role: 'SYSTEM' }).say('Welcome')`. It begins once, when
   * the customer is there: their socket is subscribed, or CreateParticipantConnection says `ConnectParticipant: true`.
   * @defaultValue nothing
   */
  readonly flow?: ((chat: EmulatedContact) => void) | undefined;
}

/** A running emulator. */
export class Emulator {
  readonly faults: Faults;
  /** What clients have asked for. */
  readonly requests: RequestLog;
  readonly #model: EmulatorModel;
  readonly #stop: () => Promise<void>;

  constructor(
    model: EmulatorModel,
    /** Such as `http://127.0.0.1:4510`: the `endpoint` of clients, and of `PUT /contact/chat`. */
    readonly url: string,
    stop: () => Promise<void>,
  ) {
    this.#model = model;
    this.#stop = stop;
    this.faults = new Faults(model);
    this.requests = model.log;
  }

  /** Starts a chat. @throws ServiceError ServiceQuotaExceededException */
  startChat({
    displayName = 'Customer',
    initialMessage,
    flow,
    ...options
  }: StartChatOptions = {}): EmulatedContact {
    const { service } = this.#model;
    const { contact, customer } = service.startContact({ displayName, ...options });
    const chat = new EmulatedContact(service, contact);
    if (flow) contact.flow = () => flow(chat);
    if (initialMessage !== undefined) say(service, customer, initialMessage, 'text/plain');
    return chat;
  }

  /** The chat with this contact id, whoever started it. */
  contact(contactId: string): EmulatedContact | undefined {
    const contact = this.#model.service.directory.contact(contactId);
    return contact && new EmulatedContact(this.#model.service, contact);
  }

  participant(participantId: string): EmulatedParticipant | undefined {
    const participant = this.#model.service.directory.participant(participantId);
    return participant && new EmulatedParticipant(this.#model.service, participant);
  }

  /** The agent with this id; its contacts are those joined with it as `agentId`. */
  agent(agentId: string): EmulatedAgent {
    return new EmulatedAgent(this.#model.service, agentId);
  }

  /** How many sockets are open, and how many of them are subscribed. */
  sockets(scope: FaultScope = {}): { readonly open: number; readonly subscribed: number } {
    const sockets = this.#model.sockets(scope);
    return {
      open: sockets.length,
      subscribed: sockets.filter(({ subscribed }) => subscribed).length,
    };
  }

  /** Ends everything: sockets, timers, the port. Calling it again waits for the same end. */
  close(): Promise<void> {
    return this.#stop();
  }
}
