import type { Json } from './journal.js';

/** Puts stand-ins in the place of what is confidential: the same for the same, wherever it comes. */
export interface Redactor {
  /** Of something that somebody has written. */
  readonly text: (text: string) => string;
  /** Any JSON: ids, times, types and statuses are kept, by their names. */
  readonly json: (value: unknown) => Json;
  /** An id, unless it is prose. */
  readonly id: (id: string) => string;
  /** A frame of the socket, which is text. */
  readonly frame: (data: unknown) => Json;
  /** A frame that a websocket manager hands over. */
  readonly message: (message: unknown) => Json;
  /** What a storage holds. */
  readonly stored: (text: string | null | undefined) => Json;
}

/** Fields whose texts are the service's own words: ids, times, types, statuses. */
const KEPT = new Set([
  ...['Id', 'Type', 'ContentType', 'AbsoluteTime', 'ParticipantId', 'ParticipantRole', 'Role'],
  ...['ContactId', 'InitialContactId', 'RelatedContactId', 'MessageId', 'AttachmentId', 'Status'],
  ...['RecipientParticipantId', 'ReadTimestamp', 'DeliveredTimestamp', 'MessageProcessingStatus'],
  ...['ConnectionExpiry', 'UrlExpiry', 'Expiry', 'expiry', 'ClientToken', 'clientToken'],
  ...['ScanDirection', 'SortOrder', 'scanDirection', 'sortOrder', 'time'],
  ...['topic', 'topics', 'status', 'statusContent', 'contentType', 'messageId', 'id', 'type'],
  ...['role', 'code', 'known', 'ended', 'participantId', 'contactId', 'initialContactId'],
  ...['continuedFromContactId', 'after'],
]);

/** What ids, times and types look like; prose has blanks. */
const WORD = /^[\w.:/+;=*-]{0,256}$/;

/** A URL's scheme, and its host where that is this machine: a chat takes plain http and ws there alone. */
const URL_OR_LOOPBACK = /^(https?|wss?):(?:\/\/(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/]))?/i;

/** A frame of more characters is none to the chat; what it holds does not count. */
const LONGEST_FRAME = 128 * 1024;

export function createRedactor(): Redactor {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();
  const standIn = (kind: string, original: string, form: (n: number) => string) => {
    if (original === '') return '';
    const key = `${kind} ${original}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    known.set(key, form(count));
    return form(count);
  };
  const text = (original: string) => standIn('text', original, (n) => `text ${n}`);

  const string = (original: string, field: string, isEvent: boolean): string => {
    const [, scheme, loopback] = URL_OR_LOOPBACK.exec(original) ?? [];
    if (scheme) {
      const host = loopback ? 'localhost' : 'journal.invalid';
      return standIn('url', original, (n) => `${scheme}://${host}/${n}`);
    }
    if (KEPT.has(field) && WORD.test(original)) return original;
    if (/token$/i.test(field)) return standIn('token', original, (n) => `token ${n}`);
    if (/^displayName$/i.test(field)) return standIn('name', original, (n) => `name ${n}`);
    if (/^attachmentName$/i.test(field)) return standIn('file', original, (n) => `file ${n}`);
    // What an event says is JSON, such as which message was read.
    const inner = isEvent && /^content$/i.test(field) ? parsed(original) : undefined;
    return typeof inner === 'object' && inner !== null
      ? JSON.stringify(json(inner))
      : text(original);
  };

  const json = (value: unknown, field = '', isEvent = false): Json => {
    switch (typeof value) {
      case 'string':
        return string(value, field, isEvent);
      case 'number':
      case 'boolean':
        return value;
      case 'object':
        break;
      default:
        return null;
    }
    if (value === null) return null;
    if (Array.isArray(value)) return value.map((each) => json(each, field, isEvent));
    if (value instanceof Date) return value.toISOString();
    const { ContentType, contentType } = value as Readonly<Record<string, unknown>>;
    const is = ContentType ?? contentType;
    const isOfEvent = typeof is === 'string' && is.includes('.event.');
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => each !== undefined && typeof each !== 'function')
        .map(([name, each]) => [name, json(each, name, isOfEvent)]),
    );
  };

  /** A frame that is text down to its item, or has been parsed down to it. */
  const withItem = (frame: object): Json => {
    const { content } = frame as { readonly content?: unknown };
    if (typeof content !== 'string') return json(frame);
    if (content.length > LONGEST_FRAME) return { length: content.length };
    const item = parsed(content);
    if (typeof item !== 'object' || item === null) return json(frame);
    return { ...(json({ ...frame, content: '' }) as object), content: JSON.stringify(json(item)) };
  };

  return {
    text,
    id: (id) => string(id, 'id', false),
    json: (value) => json(value),
    frame: (data) => {
      if (typeof data !== 'string') return { length: 0 };
      if (data.length > LONGEST_FRAME) return { length: data.length };
      const frame = parsed(data);
      return JSON.stringify(
        typeof frame === 'object' && frame !== null ? withItem(frame) : json(frame),
      );
    },
    message: (message) =>
      typeof message === 'object' && message !== null ? withItem(message) : json(message),
    stored: (stored) => (stored ? JSON.stringify(json(parsed(stored))) : null),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
