import type { ConnectionState } from '../lite.js';

/** How the connection is, in the words of amazon-connect-chatjs. */
export type ConnectionStatus = 'NeverEstablished' | 'Establishing' | 'Established' | 'Broken';

const STATUS: Partial<Record<ConnectionState['status'], ConnectionStatus>> = {
  idle: 'NeverEstablished',
  connecting: 'Establishing',
  connected: 'Established',
};

/** @see ConnectionStatus */
export const connectionStatus = (state: ConnectionState): ConnectionStatus =>
  state.status === 'connected' && state.transport === 'polling'
    ? 'Broken'
    : (STATUS[state.status] ?? 'Broken');
