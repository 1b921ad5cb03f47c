import type { ChatService } from './ChatService.js';
import { conflict, ServiceError } from './ServiceError.js';
import type { Attachment, Contact, Participant, ScanOutcome, SentItem } from './state.js';

export interface NewAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}

/**
 * A place for a file to come. Source of the headers: amazon-connect-chat-ios, `HttpHeader` and the
 * fixtures of its tests.
 *
 * @throws ServiceError ServiceQuotaExceededException
 */
export function startAttachment(
  service: ChatService,
  owner: Participant,
  { name, contentType, size }: NewAttachment,
): Attachment {
  service.join(owner);
  const { id, limits } = service.environment;
  const { attachments } = owner.contact;
  if (attachments.size >= limits.attachmentsPerContact) {
    throw new ServiceError('ServiceQuotaExceededException', 'The chat has too many attachments');
  }
  const attachment: Attachment = {
    id: id(),
    name,
    contentType,
    size,
    owner,
    headers: {
      'Content-Disposition': `attachment; filename="${encodeURIComponent(name)}"`,
      'Content-Length': String(size),
      'Content-Type': contentType,
      'x-amz-acl': 'bucket-owner-full-control',
      'x-amz-meta-account_id': '000000000000',
      'x-amz-meta-contact_id': owner.contactId,
      'x-amz-meta-initial_contact_id': owner.contact.initialContactId,
      'x-amz-meta-organization_id': '00000000-0000-4000-8000-000000000000',
      'x-amz-server-side-encryption': 'aws:kms',
    },
    status: 'IN_PROGRESS',
  };
  attachments.set(attachment.id, attachment);
  return attachment;
}

/** Takes in the bytes of a file. @throws ServiceError ServiceQuotaExceededException */
export function storeAttachment(
  service: ChatService,
  attachment: Attachment,
  bytes: Uint8Array,
): void {
  const total = service.attachmentBytes - (attachment.bytes?.length ?? 0) + bytes.length;
  if (total > service.environment.limits.attachmentBytes) {
    throw new ServiceError(
      'ServiceQuotaExceededException',
      'The service keeps too many bytes of attachments',
    );
  }
  service.attachmentBytes = total;
  attachment.bytes = bytes;
}

/** Sends the item of a file that is there, once; where the contact has a scanner, it is scanned then. */
export function completeAttachment(service: ChatService, attachment: Attachment): SentItem {
  const { owner } = attachment;
  const { contact } = owner;
  if (!contact.scan) attachment.status = 'APPROVED';
  const fields = { Type: 'ATTACHMENT', Attachments: rows(attachment) };
  const item = service.item(contact, fields, owner);
  attachment.item = item;
  service.publish(contact, item);
  const { afterMs, outcome = 'APPROVED' } = contact.scan ?? {};
  if (afterMs !== undefined) {
    service.environment.clock.schedule(afterMs, () => {
      if (attachment.status === 'IN_PROGRESS') settle(service, attachment, item, outcome);
    });
  }
  return item;
}

/**
 * Ends the scan of an attachment: its item comes again, with the outcome.
 *
 * @throws ServiceError ConflictException where no such attachment is being scanned
 */
export function settleScan(
  service: ChatService,
  contact: Contact,
  attachmentId: string,
  outcome: ScanOutcome,
): void {
  const attachment = contact.attachments.get(attachmentId);
  if (!attachment?.item || attachment.status !== 'IN_PROGRESS') {
    throw conflict('No attachment with this id is being scanned');
  }
  settle(service, attachment, attachment.item, outcome);
}

function settle(
  service: ChatService,
  attachment: Attachment,
  item: SentItem,
  outcome: ScanOutcome,
): void {
  attachment.status = outcome;
  const { contact } = attachment.owner;
  const Attachments = rows(attachment);
  contact.transcript.amend(item.Id, { Attachments });
  service.send(contact, { ...item, Attachments });
}

const rows = ({ id, name, contentType, status }: Attachment) => [
  { ContentType: contentType, AttachmentId: id, AttachmentName: name, Status: status },
];
