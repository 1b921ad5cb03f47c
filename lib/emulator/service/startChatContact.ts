import { byteLength, SENDABLE_CONTENT_TYPES } from '../../wire/index.js';
import { say } from './acts.js';
import type { ChatService, NewContact } from './ChatService.js';
import {
  asInput,
  optionalChoice,
  optionalChoices,
  optionalInteger,
  optionalObject,
  optionalString,
  requiredContent,
  requiredObject,
  requiredString,
  type Input,
} from './input.js';
import { invalid, ServiceError, type ServiceErrorType } from './ServiceError.js';
import { CUSTOMER_EXITS, RESPONSE_MODES } from './state.js';

/** What StartChatContact answers. Source: `StartChatContactResponse` of the Amazon Connect API. */
export interface StartChatContactAnswer {
  readonly ContactId: string;
  readonly ParticipantId: string;
  readonly ParticipantToken: string;
  readonly ContinuedFromContactId?: string;
}

/** Source: `SupportedMessagingContentTypes` of StartChatContact. */
const SUPPORTED_CONTENT_TYPES = [
  ...SENDABLE_CONTENT_TYPES,
  'application/vnd.amazonaws.connect.message.interactive',
] as const;

/** Bytes of UTF-8. Source: `Attributes` of StartChatContact. */
const MAX_ATTRIBUTES_BYTES = 32_768;

const REHYDRATION_TYPES = ['ENTIRE_PAST_SESSION', 'FROM_SEGMENT'] as const;

const MINUTE = 60_000;

/**
 * Starts a chat as `PUT /contact/chat` does. The instance, the flow and the attributes are checked, and
 * mean nothing here.
 *
 * A chat that names no content types takes plain text alone, and one that names no ResponseMode gets
 * no pieces of messages.
 *
 * Source: the model of StartChatContact in @aws-sdk/client-connect 3.1136.0 and botocore 1.43.107; for
 * the content types, pull request 102 of amazon-connect-chat-ui-examples: without the field, markdown
 * is refused.
 *
 * @throws ServiceError InvalidRequestException, ResourceNotFoundException (the chat to go on from),
 * LimitExceededException (too many open chats)
 */
export function startChatContact(service: ChatService, body: unknown): StartChatContactAnswer {
  try {
    return start(service, asInput(body));
  } catch (error) {
    throw error instanceof ServiceError ? renamed(error) : error;
  }
}

function start(service: ChatService, input: Input): StartChatContactAnswer {
  const clientToken = optionalString(input, 'ClientToken', { max: 500 });
  const earlier = clientToken === undefined ? undefined : service.startAnswers.get(clientToken);
  if (earlier) return earlier as StartChatContactAnswer;

  const options = newContact(service, input);
  const message = initialMessage(service, input, options.contentTypes);
  const { contact, customer } = service.startContact(options);
  if (message) say(service, customer, message.content, message.contentType);

  const { continuedFrom } = options;
  const answer: StartChatContactAnswer = {
    ContactId: contact.contactId,
    ParticipantId: customer.id,
    ParticipantToken: customer.token,
    ...(continuedFrom !== undefined && { ContinuedFromContactId: continuedFrom }),
  };
  if (clientToken !== undefined) service.startAnswers.set(clientToken, answer);
  return answer;
}

function newContact(
  service: ChatService,
  input: Input,
): NewContact & { readonly contentTypes: readonly string[] } {
  requiredString(input, 'InstanceId', { max: 100 });
  requiredString(input, 'ContactFlowId', { max: 500 });
  optionalString(input, 'CustomerId', { max: 128 });
  checkAttributes(input);
  const details = requiredObject(input, 'ParticipantDetails');
  const configuration = optionalObject(input, 'ParticipantConfiguration') ?? {};
  const minutes = optionalInteger(input, 'ChatDurationInMinutes', { min: 60, max: 10_080 });
  const contentTypes = optionalChoices(
    input,
    'SupportedMessagingContentTypes',
    SUPPORTED_CONTENT_TYPES,
  ) ?? ['text/plain'];
  if (!contentTypes.includes('text/plain')) {
    throw invalid('SupportedMessagingContentTypes must have text/plain in it');
  }
  return {
    displayName: requiredString(details, 'DisplayName', { max: 256 }),
    contentTypes,
    lifetimeMs: minutes === undefined ? undefined : minutes * MINUTE,
    disconnectOnCustomerExit: optionalChoices(input, 'DisconnectOnCustomerExit', CUSTOMER_EXITS),
    responseMode: optionalChoice(configuration, 'ResponseMode', RESPONSE_MODES) ?? 'COMPLETE',
    continuedFrom: sourceContact(service, input),
  };
}

function checkAttributes(input: Input): void {
  const attributes = optionalObject(input, 'Attributes') ?? {};
  optionalObject(input, 'SegmentAttributes');
  if (!Object.keys(attributes).every((name) => /^[\w-]+$/.test(name))) {
    throw invalid('The names of Attributes must be of letters, digits, dashes and underscores');
  }
  if (!Object.values(attributes).every((value) => typeof value === 'string')) {
    throw invalid('The values of Attributes must be strings');
  }
  const size = byteLength(Object.entries(attributes).flat().join(''));
  if (size > MAX_ATTRIBUTES_BYTES) {
    throw invalid(`Attributes must have at most ${MAX_ATTRIBUTES_BYTES} bytes, they have ${size}`);
  }
}

function initialMessage(
  service: ChatService,
  input: Input,
  contentTypes: readonly string[],
): { readonly content: string; readonly contentType: string } | undefined {
  const first = optionalObject(input, 'InitialMessage');
  if (!first) return undefined;
  const contentType = requiredString(first, 'ContentType');
  const sendable: readonly string[] = SENDABLE_CONTENT_TYPES;
  if (!sendable.includes(contentType) || !contentTypes.includes(contentType)) {
    throw invalid('InitialMessage.ContentType is not one of a message that this chat takes');
  }
  const content = requiredContent(first, 'Content', service.environment.limits.messageBytes);
  return { content, contentType };
}

/**
 * The contact that a persistent chat goes on from: with FROM_SEGMENT the source itself, with
 * ENTIRE_PAST_SESSION the last of its chat.
 */
function sourceContact(service: ChatService, input: Input): string | undefined {
  const related = optionalString(input, 'RelatedContactId', { max: 256 });
  const persistentChat = optionalObject(input, 'PersistentChat');
  if (!persistentChat) return undefined;
  if (related !== undefined) {
    throw invalid('PersistentChat and RelatedContactId exclude each other');
  }
  const type = optionalChoice(persistentChat, 'RehydrationType', REHYDRATION_TYPES);
  if (!type) throw invalid('RehydrationType is required');
  const sourceId = requiredString(persistentChat, 'SourceContactId', { max: 256 });
  const source = service.directory.contact(sourceId);
  if (!source) {
    throw new ServiceError(
      'ResourceNotFoundException',
      'SourceContactId is not the id of a contact',
    );
  }
  if (source.endedAt === undefined) {
    throw invalid('SourceContactId is the id of a chat that has not ended');
  }
  return type === 'FROM_SEGMENT' ? sourceId : source.contactIds.at(-1)!;
}

/** The Amazon Connect API, whose StartChatContact is, has names of its own for the same errors. */
function renamed({ type, message }: ServiceError): ServiceError {
  const name = CONNECT_NAMES.get(type) ?? type;
  return new ServiceError(name, message);
}

const CONNECT_NAMES = new Map<ServiceErrorType, ServiceErrorType>([
  ['ValidationException', 'InvalidRequestException'],
  ['ServiceQuotaExceededException', 'LimitExceededException'],
]);
