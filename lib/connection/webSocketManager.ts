/**
 * What the library uses of an agent's websocket manager, the one that amazon-connect-streams has for
 * all of an agent's chats. Structural: Streams is never imported, and what is optional here is used
 * where it is there.
 *
 * Each `on…` may answer a function that takes the callback off again; anything else is no answer.
 * Neither `init` nor a method that closes the socket is ever called.
 *
 * Source: amazon-connect-streams' WebSocketProvider, `connect.core.getWebSocketManager()`.
 */
export interface WebSocketManager {
  /** Calls back with each frame of `topic`, parsed; that of other contacts, too. */
  onMessage(topic: string, callback: (message: unknown) => void): unknown;
  /** Asks for the frames of `topics`; asking again changes nothing. */
  subscribeTopics(topics: string[]): unknown;
  /** Calls back when the socket is open again; where it is open already, perhaps at once. */
  onConnectionGain?(callback: () => void): unknown;
  /** Calls back when the socket is lost; the manager opens another by itself. */
  onConnectionLost?(callback: () => void): unknown;
  /** Calls back when the manager gives up. */
  onInitFailure?(callback: () => void): unknown;
  onDeepHeartbeatSuccess?(callback: () => void): unknown;
  onDeepHeartbeatFailure?(callback: () => void): unknown;
}

/** Whether `value` has what is needed of a {@link WebSocketManager}. */
export const isWebSocketManager = (value: unknown): value is WebSocketManager => {
  const { onMessage, subscribeTopics } = Object(value) as Partial<WebSocketManager>;
  return typeof onMessage === 'function' && typeof subscribeTopics === 'function';
};
