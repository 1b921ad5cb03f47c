/**
 * How far an upload has come. `sentBytes` tells what the environment can tell: in browsers and React
 * Native, what has gone out so far; elsewhere nothing, then all. It falls back where the storage has
 * to be tried again.
 */
export type UploadProgress =
  | {
      readonly done: false;
      /** The service is asked where to, the bytes go there, the service is told that they are there. */
      readonly phase: 'starting' | 'sending' | 'completing';
      readonly sentBytes: number;
      readonly totalBytes: number;
    }
  /** The service has the file. Whether it lets others have it shows in `transcript$`. */
  | {
      readonly done: true;
      readonly phase: 'done';
      readonly attachmentId: string;
      readonly sentBytes: number;
      readonly totalBytes: number;
    };

/** A file's address, which whoever has it may use until it expires. */
export interface AttachmentLink {
  readonly url: string;
  /** When the URL expires, by the service's clock. */
  readonly expiry: Date;
  /** Bytes of the file. */
  readonly size: number;
}

/** What `attachmentUrl` and `attachmentLink` may be told. */
export interface LinkOptions {
  /** How long the URL is to last: a whole number of seconds from 5 to 300. @defaultValue the service's */
  readonly expiresInSeconds?: number;
}
