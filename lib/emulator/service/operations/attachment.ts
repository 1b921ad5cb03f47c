import { completeAttachment, startAttachment } from '../attachments.js';
import type { ChatService } from '../ChatService.js';
import { optionalInteger, optionalStrings, requiredString, type Input } from '../input.js';
import { conflict, invalid } from '../ServiceError.js';
import type { Participant } from '../state.js';

export function startAttachmentUpload(
  service: ChatService,
  participant: Participant,
  input: Input,
): object {
  const { id, lifetimes, limits, urls } = service.environment;
  const name = requiredString(input, 'AttachmentName', { max: 256 });
  const contentType = requiredString(input, 'ContentType', { max: 255 }).toLowerCase();
  if (!limits.attachmentContentTypes.includes(contentType)) {
    throw invalid('ContentType is not one of a file that chats take');
  }
  const size = optionalInteger(input, 'AttachmentSizeInBytes', {
    min: 1,
    max: limits.attachmentSize,
  });
  if (size === undefined) throw invalid('AttachmentSizeInBytes is required');
  requiredString(input, 'ClientToken', { max: 500 });

  const attachment = startAttachment(service, participant, { name, contentType, size });
  const ticket = id();
  const expiry = service.now() + lifetimes().attachmentUrl;
  service.directory.uploadTickets.add(ticket, attachment, expiry);
  return {
    AttachmentId: attachment.id,
    UploadMetadata: {
      Url: urls.upload(ticket),
      UrlExpiry: urlExpiry(expiry),
      HeadersToInclude: attachment.headers,
    },
  };
}

export function completeAttachmentUpload(
  service: ChatService,
  participant: Participant,
  input: Input,
): object {
  const [id, ...others] = optionalStrings(input, 'AttachmentIds') ?? [];
  if (id === undefined || others.length > 0) throw invalid('AttachmentIds must have one id in it');
  requiredString(input, 'ClientToken', { max: 500 });

  const attachment = participant.contact.attachments.get(id);
  if (attachment?.owner !== participant) {
    throw invalid('AttachmentIds has an id that no upload of this participant has');
  }
  if (!attachment.bytes) throw conflict('The attachment has not been uploaded');
  if (attachment.item) throw conflict('The upload is complete already');
  completeAttachment(service, attachment);
  return {};
}

export function getAttachment(
  service: ChatService,
  { contact }: Participant,
  input: Input,
): object {
  const { id, lifetimes, urls } = service.environment;
  const seconds = optionalInteger(input, 'UrlExpiryInSeconds', { min: 5, max: 300 });
  const attachmentId = requiredString(input, 'AttachmentId', { max: 256 });
  const attachment = service
    .chain(contact)
    .map(({ attachments }) => attachments.get(attachmentId))
    .find((each) => each?.status === 'APPROVED');
  if (!attachment) throw invalid('AttachmentId is not the id of an attachment of this chat');

  const ticket = id();
  const expiry =
    service.now() + (seconds === undefined ? lifetimes().attachmentUrl : seconds * 1_000);
  service.directory.downloadTickets.add(ticket, attachment, expiry);
  return {
    AttachmentSizeInBytes: attachment.size,
    Url: urls.download(ticket),
    UrlExpiry: urlExpiry(expiry),
  };
}

/** A time as the service writes it for the URLs of files alone: without fractions of a second. */
const urlExpiry = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
