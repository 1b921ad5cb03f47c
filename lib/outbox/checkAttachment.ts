import { argumentsOf, invalidArgument, type NativeFile } from '../api/index.js';

/** Options of `sendAttachment`. */
export interface AttachmentOptions {
  /** 1 to 256 characters. @defaultValue the file's; a Blob has none */
  readonly name?: string;
  /** @defaultValue the file's if the service knows it, else that of the extension of its name */
  readonly contentType?: string;
  /** The most bytes that the instance takes. @defaultValue 20971520 (20 MiB) */
  readonly maxBytes?: number;
  /** Content types that the instance takes besides those that every one does. */
  readonly extraContentTypes?: readonly string[];
  /** Makes the sending idempotent across chats: 1 to 400 characters. @defaultValue one made by the chat */
  readonly clientToken?: string;
}

/** A file that the service can take. */
export interface CheckedAttachment {
  readonly file: Blob | NativeFile;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly clientToken: string | undefined;
}

/** ClientTokens have 500 characters at most (StartAttachmentUpload); two are made of this one. */
const MAX_TOKEN_LENGTH = 400;

/** Source: "Attachments: maximum file size" of Amazon Connect's service quotas. */
const MAX_BYTES = 20 * 1024 * 1024;
/** Source: StartAttachmentUpload's limit for AttachmentName, in characters. */
const MAX_NAME_LENGTH = 256;

/** Source: "Supported file types" of the Amazon Connect administrator guide. */
const TYPE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries({
    csv: 'text/csv',
    doc: 'application/msword',
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    heic: 'image/heic',
    jfif: 'image/jpeg',
    jpeg: 'image/jpeg',
    jpg: 'image/jpeg',
    mov: 'video/quicktime',
    mp4: 'video/mp4',
    pdf: 'application/pdf',
    png: 'image/png',
    ppt: 'application/vnd.ms-powerpoint',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    rtf: 'application/rtf',
    txt: 'text/plain',
    wav: 'audio/wav',
    xls: 'application/vnd.ms-excel',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  }),
);

const TYPES: ReadonlySet<string> = new Set([
  ...TYPE_OF.values(),
  'audio/vnd.wave',
  'audio/x-wav',
  'text/rtf',
]);

/** What browsers call types that the service knows by another name. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['application/x-rtf', 'application/rtf'],
  ['text/richtext', 'application/rtf'],
]);

/**
 * The file as it goes out.
 *
 * Browsers take a file's type from the settings of the system, so that it may be one that the service does
 * not know. The service's own list is by extension: if that is on it, its type goes out instead. A type in
 * the options goes out as it is given, or is refused.
 *
 * @throws ChatError `InvalidArgument`, naming what is wrong, the limit, and the size or type given.
 */
export function checkAttachment(
  file: Blob | NativeFile,
  options: AttachmentOptions = {},
): CheckedAttachment {
  const { must, text, number, integer } = argumentsOf('send an attachment');
  must('file', 'a File, a Blob or {uri, name, type, size}', file, isFile(file));
  const { maxBytes = MAX_BYTES, extraContentTypes = [] } = options;
  // A Blob has none.
  const name = text('name', options.name ?? (file as Partial<File>).name, MAX_NAME_LENGTH);

  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const extra = new Set(extraContentTypes.map(bare));
  const isTaken = (type: string) => TYPES.has(type) || extra.has(type);
  const stated = bare(options.contentType ?? file.type);
  const given = isTaken(stated) ? stated : (ALIASES.get(stated) ?? stated);
  const ofName = options.contentType === undefined ? TYPE_OF.get(extension) : undefined;
  const contentType = isTaken(given) ? given : (ofName ?? given);
  if (!isTaken(contentType)) {
    const taken = [...TYPE_OF.keys()].join(', ');
    const got = contentType.slice(0, 100) || 'none';
    throw invalidArgument(
      'send an attachment',
      `contentType must be that of one of ${taken}, or in extraContentTypes, got ${got}`,
    );
  }

  const { size } = file;
  number('maxBytes', maxBytes, 1, Infinity);
  integer('the size of the file', size, 1, maxBytes);
  const { clientToken } = options;
  if (clientToken !== undefined) text('clientToken', clientToken, MAX_TOKEN_LENGTH);
  return { file, name, contentType, size, clientToken };
}

/** Without parameters such as the charset. */
const bare = (type: unknown) =>
  typeof type === 'string' ? type.replace(/;.*/s, '').trim().toLowerCase() : '';

function isFile(file: unknown): boolean {
  const { size, slice, uri } = Object(file) as Partial<Blob & NativeFile>;
  return typeof size === 'number' && (typeof slice === 'function' || typeof uri === 'string');
}
