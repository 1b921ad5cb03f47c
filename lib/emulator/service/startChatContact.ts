import { say } from './acts.js';
import type { ChatService } from './ChatService.js';
import {
  asInput,
  optionalInteger,
  optionalObject,
  optionalString,
  optionalStrings,
  requiredString,
  type Input,
} from './input.js';
import { invalid, ServiceError } from './ServiceError.js';

/** What StartChatContact answers. Source: `StartChatContactResponse` of the Amazon Connect API. */
export interface StartChatContactAnswer {
  readonly ContactId: string;
  readonly ParticipantId: string;
  readonly ParticipantToken: string;
  readonly ContinuedFromContactId?: string;
}

const MINUTE = 60_000;

/**
 * Starts a chat as `PUT /contact/chat` does. `InstanceId`, `ContactFlowId` and `Attributes` are taken
 * and mean nothing here; `ParticipantDetails` may be left out.
 *
 * @throws ServiceError ValidationException, ResourceNotFoundException (the chat to go on from),
 * ServiceQuotaExceededException (too many open chats)
 */
export function startChatContact(service: ChatService, body: unknown): StartChatContactAnswer {
  const input = asInput(body);
  const clientToken = optionalString(input, 'ClientToken', { max: 500 });
  const earlier = clientToken === undefined ? undefined : service.startAnswers.get(clientToken);
  if (earlier) return earlier as StartChatContactAnswer;

  const details = optionalObject(input, 'ParticipantDetails') ?? {};
  const displayName = optionalString(details, 'DisplayName', { max: 256 }) ?? 'Customer';
  const minutes = optionalInteger(input, 'ChatDurationInMinutes', { min: 60, max: 10_080 });
  const contentTypes = optionalStrings(input, 'SupportedMessagingContentTypes');
  if (contentTypes && !contentTypes.includes('text/plain')) {
    throw invalid('SupportedMessagingContentTypes must have text/plain in it');
  }
  const first = optionalObject(input, 'InitialMessage');
  const message = first && {
    content: requiredString(first, 'Content', { max: service.environment.limits.messageLength }),
    contentType: requiredString(first, 'ContentType'),
  };

  const continuedFrom = sourceContact(service, input);
  const { contact, customer } = service.startContact({
    displayName,
    continuedFrom,
    contentTypes,
    lifetimeMs: minutes === undefined ? undefined : minutes * MINUTE,
  });
  if (message) say(service, customer, message.content, message.contentType);

  const answer: StartChatContactAnswer = {
    ContactId: contact.contactId,
    ParticipantId: customer.id,
    ParticipantToken: customer.token,
    ...(continuedFrom !== undefined && { ContinuedFromContactId: continuedFrom }),
  };
  if (clientToken !== undefined) service.startAnswers.set(clientToken, answer);
  return answer;
}

/**
 * The contact that a persistent chat goes on from: with FROM_SEGMENT the source itself, with
 * ENTIRE_PAST_SESSION the last of its chat.
 */
function sourceContact(service: ChatService, input: Input): string | undefined {
  const persistentChat = optionalObject(input, 'PersistentChat');
  const sourceId = persistentChat && optionalString(persistentChat, 'SourceContactId');
  if (sourceId === undefined) return undefined;
  const type = requiredString(persistentChat!, 'RehydrationType');
  if (type !== 'ENTIRE_PAST_SESSION' && type !== 'FROM_SEGMENT') {
    throw invalid('RehydrationType must be ENTIRE_PAST_SESSION or FROM_SEGMENT');
  }
  const source = service.directory.contact(sourceId);
  if (!source) {
    throw new ServiceError(
      'ResourceNotFoundException',
      'SourceContactId is not the id of a contact',
    );
  }
  return type === 'FROM_SEGMENT' ? sourceId : source.contactIds.at(-1)!;
}
