/**
 * What the library uses of an agent's websocket manager, the one that amazon-connect-streams has for
 * all of an agent's chats. Structural: Streams is never imported. Optional methods are used if present.
 *
 * Each `on…` may return a function that removes the callback; any other result is ignored. Neither
 * `init` nor a method that closes the socket is ever called.
 *
 * Source: amazon-connect-streams' WebSocketProvider, `connect.core.getWebSocketManager()`.
 */
export interface WebSocketManager {
  /** Calls back with each frame of `topic`, parsed, including those of other contacts. */
  onMessage(topic: string, callback: (message: unknown) => void): unknown;
  /** Subscribes to the frames of `topics`. Idempotent. */
  subscribeTopics(topics: string[]): unknown;
  /** Calls back when the socket is open again; if it is open already, perhaps at once. */
  onConnectionGain?(callback: () => void): unknown;
  /** Calls back when the socket is lost; the manager opens another by itself. */
  onConnectionLost?(callback: () => void): unknown;
  /** Calls back when the manager gives up. */
  onInitFailure?(callback: () => void): unknown;
  onDeepHeartbeatSuccess?(callback: () => void): unknown;
  onDeepHeartbeatFailure?(callback: () => void): unknown;
}

/** Whether `value` has the required methods of a {@link WebSocketManager}. */
export const isWebSocketManager = (value: unknown): value is WebSocketManager => {
  const { onMessage, subscribeTopics } = Object(value) as Partial<WebSocketManager>;
  return typeof onMessage === 'function' && typeof subscribeTopics === 'function';
};
