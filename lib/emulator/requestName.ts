import type { OperationName } from './service/runOperation.js';

/** What is counted: the operations, and what goes with them. `OpenSocket` is a websocket handshake. */
export type RequestName =
  OperationName | 'StartChatContact' | 'UploadAttachment' | 'DownloadAttachment' | 'OpenSocket';
