import { MAX_CONTENT_BYTES } from '../../wire/index.js';

/** The passing of time, so that the same service runs on a real clock and on a virtual one. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `task` once in `delayMs` milliseconds, unless the function it answers is called before. */
  schedule(delayMs: number, task: () => void): () => void;
}

/** How long things last, in milliseconds. The defaults are the real service's where it is known. */
export interface Lifetimes {
  /** From the issue of a websocket URL to the last handshake with it. @defaultValue 100 s */
  readonly websocketUrl: number;
  /** The longest a socket stays open. @defaultValue 60 min */
  readonly socket: number;
  /** @defaultValue 24 h */
  readonly connectionToken: number;
  /** Of upload and download URLs. @defaultValue 60 s */
  readonly attachmentUrl: number;
  /** A chat without an end of its own ends after this. @defaultValue 25 h */
  readonly chat: number;
  /**
   * From the customer's leaving until the flow ends the chat, unless it goes on. @defaultValue 180 ms, what
   * it took in the one transcript of the service that is public
   */
  readonly chatAfterCustomer: number;
  /** From the end of a chat until the service closes its sockets. @defaultValue 500 ms */
  readonly socketAfterEnd: number;
  /**
   * From the end of a chat until GetTranscript is refused, too. The service refuses it at once; another value
   * is for what a client does with an answer. @defaultValue 0
   */
  readonly transcriptAfterEnd: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** @see Lifetimes */
export const DEFAULT_LIFETIMES: Lifetimes = {
  websocketUrl: 100 * SECOND,
  socket: 60 * MINUTE,
  connectionToken: 24 * HOUR,
  attachmentUrl: MINUTE,
  chat: 25 * HOUR,
  chatAfterCustomer: 180,
  socketAfterEnd: 500,
  transcriptAfterEnd: 0,
};

/** What the service takes, and what it keeps: nothing in it grows without bound. */
export interface Limits {
  /** Bytes of UTF-8 of one message or event. @defaultValue 16384 */
  readonly messageBytes: number;
  /** Bytes of one attachment, 104857600 at most. @defaultValue 20 MiB */
  readonly attachmentSize: number;
  /** Content types of attachments, in lower case. @defaultValue those that every instance takes */
  readonly attachmentContentTypes: readonly string[];
  /** Attachments of one contact. @defaultValue 35 */
  readonly attachmentsPerContact: number;
  /** Bytes of all attachments kept; further uploads are refused with 402. @defaultValue 256 MiB */
  readonly attachmentBytes: number;
  /** Contacts kept. The longest ended ones make room; if none has ended, no chat can start. @defaultValue 1000 */
  readonly contacts: number;
  /** Items kept of a contact; the oldest make room. @defaultValue 20000 */
  readonly itemsPerContact: number;
  /** Participants of one contact, those who left included. @defaultValue 100 */
  readonly participantsPerContact: number;
  /** Agents known by their id; those without contacts and sockets make room. @defaultValue 1000 */
  readonly agents: number;
  /** Tokens and URLs kept of each kind; the oldest are forgotten. @defaultValue 10000 */
  readonly tokens: number;
  /** Answers kept for repeated ClientTokens, per participant; the oldest are forgotten. @defaultValue 1000 */
  readonly rememberedAnswers: number;
  /** Requests kept in the log. @defaultValue 10000 */
  readonly loggedRequests: number;
}

/**
 * The file types that a chat takes. Source: "Supported file types" of the Amazon Connect administrator
 * guide: csv, doc(x), heic, jfif, jp(e)g, mov, mp4, pdf, png, ppt(x), rtf, txt, wav, xls(x).
 */
const ATTACHMENT_CONTENT_TYPES: readonly string[] = [
  'application/msword',
  'application/pdf',
  'application/rtf',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/x-rtf',
  'audio/vnd.wave',
  'audio/wav',
  'audio/x-wav',
  'image/heic',
  'image/jpeg',
  'image/png',
  'text/csv',
  'text/plain',
  'text/richtext',
  'text/rtf',
  'video/mp4',
  'video/quicktime',
];

/** Source: "Maximum file size" of attachments in the Amazon Connect administrator guide. */
const MAX_ATTACHMENT_SIZE = 104_857_600;

/** The limits of a service. @throws RangeError for an `attachmentSize` that no instance can have */
export function limitsOf(limits: Partial<Limits> = {}): Limits {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const { attachmentSize: size } = all;
  if (!Number.isInteger(size) || size < 1 || size > MAX_ATTACHMENT_SIZE) {
    throw new RangeError(
      `limits.attachmentSize must be an integer from 1 to ${MAX_ATTACHMENT_SIZE}, got ${size}`,
    );
  }
  return all;
}

/** @see Limits */
export const DEFAULT_LIMITS: Limits = {
  messageBytes: MAX_CONTENT_BYTES,
  attachmentSize: 20 * 1024 * 1024,
  attachmentContentTypes: ATTACHMENT_CONTENT_TYPES,
  attachmentsPerContact: 35,
  attachmentBytes: 256 * 1024 * 1024,
  contacts: 1_000,
  itemsPerContact: 20_000,
  participantsPerContact: 100,
  agents: 1_000,
  tokens: 10_000,
  rememberedAnswers: 1_000,
  loggedRequests: 10_000,
};

/** The addresses under which a shell serves what the service hands out. */
export interface ServiceUrls {
  websocket(ticket: string): string;
  upload(ticket: string): string;
  download(ticket: string): string;
  authentication(sessionId: string, redirectUri: string): string;
}

/** What the service needs from the world around it. */
export interface ServiceEnvironment {
  readonly clock: Clock;
  /** A new id or token at each call, never the same twice. */
  readonly id: () => string;
  readonly urls: ServiceUrls;
  /** Asked whenever something is issued, so that it can change meanwhile. */
  readonly lifetimes: () => Lifetimes;
  readonly limits: Limits;
}
