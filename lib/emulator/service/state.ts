import type { WireItem } from '../../wire/index.js';
import type { RememberedAnswers } from './RememberedAnswers.js';
import type { Transcript } from './Transcript.js';

/** @see PARTICIPANT_ROLES */
export type ParticipantRole = (typeof PARTICIPANT_ROLES)[number];

/** Source: `ParticipantRole` of the Participant Service API. */
export const PARTICIPANT_ROLES = [
  'CUSTOMER',
  'AGENT',
  'SYSTEM',
  'CUSTOM_BOT',
  'SUPERVISOR',
] as const;

/** @see RESPONSE_MODES */
export type ResponseMode = (typeof RESPONSE_MODES)[number];

/**
 * How a customer gets messages that come in pieces: piece by piece, or whole. Source: `ResponseMode` of
 * the Amazon Connect API.
 */
export const RESPONSE_MODES = ['INCREMENTAL', 'COMPLETE'] as const;

/** @see CUSTOMER_EXITS */
export type CustomerExit = (typeof CUSTOMER_EXITS)[number];

/**
 * Who is disconnected when the customer leaves, so that the flow goes on alone. Source:
 * `DisconnectOnCustomerExit` of StartChatContact.
 */
export const CUSTOMER_EXITS = ['AGENT'] as const;

/** An item as the service sends it. */
export type SentItem = WireItem & { readonly Id: string; readonly AbsoluteTime: string };

/** One websocket, as the service sees it. */
export interface ServiceSocket {
  /** Sends `item`, which came for `participant`: a socket may serve several. */
  deliver(item: WireItem, participant: Participant): void;
  close(code: number): void;
}

/** The sockets of one participant; or of an agent, whose sockets carry all its contacts. */
export interface Mailbox {
  readonly agentId?: string | undefined;
  readonly sockets: Set<ServiceSocket>;
  readonly participants: Set<Participant>;
}

/** Whose socket a websocket URL opens: a participant's, or that of an agent, whatever its contacts. */
export type TicketOwner =
  | Participant
  | { readonly mailbox: Mailbox; readonly contact?: undefined; readonly id?: undefined };

/** Those whom a socket of `owner` would serve: an agent, who may have no contact, and its participants. */
export function* servedBy(owner: TicketOwner | undefined): Generator<TicketOwner> {
  if (owner === undefined) return;
  yield owner;
  if (!owner.contact) yield* owner.mailbox.participants;
}

export interface Participant {
  readonly id: string;
  readonly role: ParticipantRole;
  /** The bearer of CreateParticipantConnection, valid as long as the participant. */
  readonly token: string;
  readonly contact: Contact;
  /** The contact id in this participant's details; a transfer may have given the chat another. */
  readonly contactId: string;
  readonly mailbox: Mailbox;
  readonly answers: RememberedAnswers;
  displayName: string;
  joined: boolean;
  /** Whether `participant.left` has been sent; see {@link isServed}. */
  left: boolean;
}

/**
 * Whether the service still sends items to a participant and takes calls from it, while the chat goes
 * on. A customer who has left can still answer what the flow asks.
 */
export const isServed = ({ left, role }: Participant): boolean => !left || role === 'CUSTOMER';

export interface Contact {
  readonly contactId: string;
  readonly initialContactId: string;
  /** All contact ids of this chat, oldest first: its own and those that transfers added. */
  readonly contactIds: string[];
  /** The contact this persistent chat goes on from. */
  readonly continuedFrom?: string | undefined;
  readonly participants: Map<string, Participant>;
  readonly transcript: Transcript;
  readonly attachments: Map<string, Attachment>;
  readonly views: Map<string, View>;
  readonly authenticationSessions: Map<string, AuthenticationSession>;
  /** Messages that wait for their processing. */
  readonly heldMessages: Map<string, SentItem>;
  /** Content types of messages that are taken; all where the chat was started without a list. */
  readonly contentTypes?: readonly string[] | undefined;
  readonly disconnectOnCustomerExit: readonly CustomerExit[];
  readonly endWhenCustomerLeaves: boolean;
  readonly responseMode: ResponseMode;
  /** What the flow does once the customer is there; gone when it has begun. */
  flow?: (() => void) | undefined;
  holdsMessages: boolean;
  /** How attachments are scanned; they are approved at once where nothing is said. */
  scan?: Scan | undefined;
  /** Shared with the contacts that this one goes on from. */
  readonly itemClock: ItemClock;
  endedAt?: number;
  /** Of the timer that ends the chat, or after that closes its sockets. */
  cancelTimer: () => void;
}

/** The times of the items of a chat, persistent ones included. */
export interface ItemClock {
  /** Milliseconds since 1970 of the newest item. */
  last: number;
}

/** How a scan ends. */
export type ScanOutcome = 'APPROVED' | 'REJECTED';

/** A scanner of attachments. */
export interface Scan {
  /** Milliseconds that a scan takes; without, it goes on until it is settled. */
  readonly afterMs?: number | undefined;
  /** @defaultValue APPROVED */
  readonly outcome?: ScanOutcome | undefined;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly owner: Participant;
  /** What the upload must bring, header by header. */
  readonly headers: Readonly<Record<string, string>>;
  bytes?: Uint8Array;
  /** Its item, once it has been sent. */
  item?: SentItem;
  /** How its scan stands. */
  status: ScanOutcome | 'IN_PROGRESS';
}

/** Source: `View` of the Participant Service API. */
export interface View {
  readonly Id: string;
  readonly Arn?: string;
  readonly Name: string;
  readonly Version?: number;
  readonly Content: {
    readonly InputSchema?: string;
    readonly Template?: string;
    readonly Actions?: readonly string[];
  };
}

export interface AuthenticationSession {
  readonly participant: Participant;
  /** A session gives out one URL. */
  urlIssued: boolean;
}
