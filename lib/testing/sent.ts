import { EVENT_PREFIX, eventType } from '../wire/index.js';
import type { TakenRequest } from './virtualApi.js';

/** What the app under test has sent, as the service took it: small and plain, to be compared. */
export type Sent =
  | {
      readonly kind: 'message';
      readonly content: string;
      /** Left out for plain text. */
      readonly contentType?: string;
    }
  | { readonly kind: 'typing' }
  /** A receipt, and the content of its message, or the name of its attachment. */
  | { readonly kind: 'read' | 'delivered'; readonly of: string }
  /** Any other event, by its name such as `participant.idle`. */
  | { readonly kind: 'event'; readonly name: string; readonly content?: string }
  | { readonly kind: 'attachment'; readonly name: string }
  /** The participant has left. */
  | { readonly kind: 'disconnect' };

/** What a request has sent; nothing, if it asked for something. */
export function sentBy({ operation, participant, input }: TakenRequest): readonly Sent[] {
  const { contact } = participant;
  const content = textOf(input['Content']);
  const contentType = textOf(input['ContentType']);
  switch (operation) {
    case 'SendMessage':
      return [{ kind: 'message', content, ...(contentType !== 'text/plain' && { contentType }) }];
    case 'SendEvent':
      return [sentEvent(contentType, content, (id) => contentOf(contact, id))];
    case 'CompleteAttachmentUpload': {
      const ids = input['AttachmentIds'] as readonly string[];
      return ids.map((id) => ({
        kind: 'attachment',
        name: contact.attachments.get(id)?.name ?? id,
      }));
    }
    case 'DisconnectParticipant':
      return [{ kind: 'disconnect' }];
    default:
      return [];
  }
}

function sentEvent(
  contentType: string,
  content: string,
  contentOfId: (id: string) => string,
): Sent {
  switch (contentType) {
    case eventType('typing'):
      return { kind: 'typing' };
    case eventType('message.read'):
    case eventType('message.delivered'): {
      const { messageId } = JSON.parse(content) as { readonly messageId: string };
      const kind = contentType === eventType('message.read') ? 'read' : 'delivered';
      return { kind, of: contentOfId(messageId) };
    }
    default: {
      const name = contentType.replace(EVENT_PREFIX, '');
      return { kind: 'event', name, ...(content && { content }) };
    }
  }
}

function contentOf({ transcript }: TakenRequest['participant']['contact'], id: string): string {
  const item = transcript.find(id)?.item;
  return item?.Content ?? item?.Attachments?.[0]?.AttachmentName ?? id;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
