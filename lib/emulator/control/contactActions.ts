import type { EmulatedContact, JoinOptions } from '../drive/EmulatedContact.js';
import type { EmulatedParticipant } from '../drive/EmulatedParticipant.js';
import type { Emulator } from '../Emulator.js';
import { AUTHENTICATION_OUTCOMES } from '../service/authentication.js';
import {
  optionalBoolean,
  optionalChoice,
  optionalChoices,
  optionalInteger,
  optionalString,
  optionalStrings,
  requiredString,
  type Input,
} from '../service/input.js';
import { invalid } from '../service/ServiceError.js';
import {
  CUSTOMER_EXITS,
  PARTICIPANT_ROLES,
  RESPONSE_MODES,
  type ScanOutcome,
} from '../service/state.js';

type ContactAction = (contact: EmulatedContact, input: Input) => object;

/** What can be done with a contact: `POST /emulator/contacts/{id}/{action}`. */
export const contactActions: ReadonlyMap<string, ContactAction> = new Map<string, ContactAction>([
  ['join', (contact, input) => contact.join(joinOptions(input)).details],
  [
    'transfer',
    (contact, input) => {
      const from = participantIn(contact, input, 'from');
      const newContactId = optionalBoolean(input, 'newContactId');
      return contact.transfer({ ...joinOptions(input), from, newContactId }).details;
    },
  ],
  ['end', quietly((contact) => contact.end())],
  ['rehydrate', (contact) => contact.rehydrate()],
  [
    'emit',
    (contact, input) =>
      contact.emit(requiredString(input, 'name'), {
        from: participantIn(contact, input, 'from'),
        content: optionalString(input, 'content', { min: 0 }),
        keep: optionalBoolean(input, 'keep'),
      }),
  ],
  [
    'hold-messages',
    quietly((contact, input) => contact.holdMessages(optionalBoolean(input, 'on') ?? true)),
  ],
  [
    'settle-message',
    quietly((contact, input) => {
      const messageId = requiredString(input, 'messageId');
      const content = optionalString(input, 'content', { min: 0 });
      const status = optionalChoice(input, 'status', ['FAILED', 'REJECTED']);
      if (status !== undefined) contact.settleMessage(messageId, status);
      else if (content !== undefined) contact.settleMessage(messageId, { content });
      else throw invalid('content or status is required');
    }),
  ],
  [
    'scan-attachments',
    quietly((contact, input) => {
      const afterMs = optionalInteger(input, 'afterMs');
      const outcome = optionalChoice(input, 'outcome', SCAN_OUTCOMES);
      contact.scanAttachments((optionalBoolean(input, 'on') ?? true) && { afterMs, outcome });
    }),
  ],
  [
    'settle-scan',
    quietly((contact, input) => {
      const outcome = optionalChoice(input, 'outcome', SCAN_OUTCOMES) ?? 'APPROVED';
      contact.settleScan(requiredString(input, 'attachmentId'), outcome);
    }),
  ],
  ['initiate-authentication', (contact) => ({ sessionId: contact.initiateAuthentication() })],
  [
    'settle-authentication',
    quietly((contact, input) => {
      const outcome = optionalChoice(input, 'outcome', AUTHENTICATION_OUTCOMES) ?? 'succeeded';
      contact.settleAuthentication(requiredString(input, 'sessionId'), outcome);
    }),
  ],
]);

const SCAN_OUTCOMES: readonly ScanOutcome[] = ['APPROVED', 'REJECTED'];

/** `POST /emulator/chats` */
export function startChat(emulator: Emulator, input: Input): object {
  const welcome = optionalString(input, 'welcome');
  return emulator.startChat({
    displayName: optionalString(input, 'displayName'),
    initialMessage: optionalString(input, 'initialMessage'),
    continuedFrom: optionalString(input, 'continuedFrom'),
    contentTypes: optionalStrings(input, 'contentTypes'),
    disconnectOnCustomerExit: optionalChoices(input, 'disconnectOnCustomerExit', CUSTOMER_EXITS),
    endWhenCustomerLeaves: optionalBoolean(input, 'endWhenCustomerLeaves'),
    responseMode: optionalChoice(input, 'responseMode', RESPONSE_MODES),
    flow: welcome === undefined ? undefined : (chat) => chat.join({ role: 'SYSTEM' }).say(welcome),
  }).details;
}

/** `GET /emulator/contacts/{id}`; without tokens. */
export const describeContact = (contact: EmulatedContact): object => ({
  contactId: contact.contactId,
  ended: contact.ended,
  participants: contact.participants.map(({ id, role, displayName, present }) => ({
    participantId: id,
    role,
    displayName,
    present,
  })),
});

const joinOptions = (input: Input): JoinOptions => ({
  role: optionalChoice(input, 'role', PARTICIPANT_ROLES),
  displayName: optionalString(input, 'displayName', { max: 256 }),
  participantId: optionalString(input, 'participantId', { max: 256 }),
  agentId: optionalString(input, 'agentId', { max: 256 }),
  announce: optionalBoolean(input, 'announce'),
});

function participantIn(
  contact: EmulatedContact,
  input: Input,
  name: string,
): EmulatedParticipant | undefined {
  const participantId = optionalString(input, name);
  if (participantId === undefined) return undefined;
  const participant = contact.participants.find(({ id }) => id === participantId);
  if (!participant) throw invalid(`${name} is not the id of a participant of this contact`);
  return participant;
}

function quietly(act: (contact: EmulatedContact, input: Input) => void): ContactAction {
  return (contact, input) => {
    act(contact, input);
    return {};
  };
}
