import { invalidArgument, type NativeFile } from '../participant/index.js';

/** What `sendAttachment` is told besides the file. */
export interface AttachmentOptions {
  /** 1 to 256 characters. @defaultValue the file's; a Blob has none */
  readonly name?: string;
  /** @defaultValue the file's, or what the extension of its name stands for */
  readonly contentType?: string;
  /** The most bytes that the instance takes. @defaultValue 20971520 (20 MiB) */
  readonly maxBytes?: number;
  /** Content types that the instance takes besides those that every one does. */
  readonly extraContentTypes?: readonly string[];
}

/** A file that the service can take. */
export interface CheckedAttachment {
  readonly file: Blob | NativeFile;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
}

/** Source: "Attachments: maximum file size" of Amazon Connect's service quotas. */
const MAX_BYTES = 20 * 1024 * 1024;
/** Source: StartAttachmentUpload's limit for AttachmentName, in characters. */
const MAX_NAME_LENGTH = 256;

const OFFICE = 'application/vnd.openxmlformats-officedocument.';

/** Source: "Supported file types" of the Amazon Connect administrator guide. */
const TYPE_OF: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  doc: 'application/msword',
  docx: `${OFFICE}wordprocessingml.document`,
  heic: 'image/heic',
  jfif: 'image/jpeg',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: `${OFFICE}presentationml.presentation`,
  rtf: 'application/rtf',
  txt: 'text/plain',
  wav: 'audio/wav',
  xls: 'application/vnd.ms-excel',
  xlsx: `${OFFICE}spreadsheetml.sheet`,
};

const TYPES: ReadonlySet<string> = new Set([
  ...Object.values(TYPE_OF),
  'audio/vnd.wave',
  'audio/x-wav',
  'text/rtf',
]);

/**
 * The file as it goes out.
 *
 * @throws ChatError `InvalidArgument`, naming what is wrong, the limit, and the size or type given.
 */
export function checkAttachment(
  file: Blob | NativeFile,
  options: AttachmentOptions = {},
): CheckedAttachment {
  if (!isFile(file)) {
    throw invalid(`file must be a File, a Blob or {uri, name, type, size}, got ${typeof file}`);
  }
  const { maxBytes = MAX_BYTES, extraContentTypes = [] } = options;
  const name: unknown = options.name ?? (file as Partial<File>).name;
  if (typeof name !== 'string') throw invalid('name is missing: a Blob has none, so pass one');
  if (name.length < 1 || name.length > MAX_NAME_LENGTH) {
    throw invalid(`name must have 1 to ${MAX_NAME_LENGTH} characters, got ${name.length}`);
  }

  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const given = bare(options.contentType ?? file.type);
  const contentType =
    given === '' && Object.hasOwn(TYPE_OF, extension) ? TYPE_OF[extension]! : given;
  if (!TYPES.has(contentType) && !extraContentTypes.some((type) => bare(type) === contentType)) {
    const got = contentType === '' ? 'none' : contentType.slice(0, 100);
    const taken = Object.keys(TYPE_OF).join(', ');
    throw invalid(
      `contentType must be that of one of ${taken}, or in extraContentTypes, got ${got}`,
    );
  }

  if (!(maxBytes >= 1)) throw invalid(`maxBytes must be at least 1, got ${maxBytes}`);
  const { size } = file;
  if (!Number.isInteger(size) || size < 1 || size > maxBytes) {
    throw invalid(`file must have 1 to ${maxBytes} bytes, got ${size}`);
  }
  return { file, name, contentType, size };
}

/** Without parameters such as the charset. */
const bare = (type: unknown) =>
  typeof type === 'string' ? type.replace(/;.*/s, '').trim().toLowerCase() : '';

function isFile(file: unknown): boolean {
  if (typeof file !== 'object' || file === null) return false;
  const { size, slice, uri } = file as Partial<Blob & NativeFile>;
  return typeof size === 'number' && (typeof slice === 'function' || typeof uri === 'string');
}

const invalid = (because: string) => invalidArgument('send an attachment', because);
