import type { ConnectionState } from '../lite.js';

const STATUS = {
  idle: 'NeverEstablished',
  connecting: 'Establishing',
  connected: 'Established',
  reconnecting: 'Broken',
  offline: 'Broken',
  ended: 'Broken',
  failed: 'Broken',
  closed: 'Broken',
} as const;

/** How the connection is, in the words of amazon-connect-chatjs. */
export type ConnectionStatus = (typeof STATUS)[ConnectionState['status']];

/** @see ConnectionStatus */
export const connectionStatus = ({ status }: ConnectionState): ConnectionStatus => STATUS[status];
