import type { ConnectionState } from 'rx-connect-chat/lite';

/** What people read about the connection. */
export interface ConnectionText {
  readonly text: string;
  /** The same without what changes every second: what a screen reader is told. */
  readonly announcement: string;
}

/** What to say about `state` at `now`, milliseconds since 1970. */
export function describeConnection(state: ConnectionState, now: number): ConnectionText {
  switch (state.status) {
    case 'idle':
      return plain('Not connected');
    case 'connecting':
      return plain(
        state.reason
          ? `Not connected (${state.reason.code}), attempt ${state.attempt}`
          : 'Connecting',
      );
    case 'connected':
      return plain(state.transport === 'polling' ? 'Connected, without a websocket' : 'Connected');
    case 'reconnecting': {
      const seconds = Math.ceil((state.nextAttempt.getTime() - now) / 1_000);
      const announcement = 'Connection lost, reconnecting';
      return seconds > 0
        ? { text: `Connection lost, attempt ${state.attempt} in ${seconds} s`, announcement }
        : { text: `Reconnecting, attempt ${state.attempt}`, announcement };
    }
    case 'offline':
      return plain('No network');
    case 'ended':
      return plain(ENDED[state.reason]);
    case 'failed':
      return plain(`Failed: ${state.error.message}`);
    case 'closed':
      return plain('Closed');
  }
}

const ENDED = {
  ended: 'The chat has ended',
  transferred: 'Handed over to a colleague',
  left: 'You left the chat',
  expired: 'The chat has expired',
} as const;

const plain = (text: string): ConnectionText => ({ text, announcement: text });
