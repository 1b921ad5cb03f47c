export { createCredentials } from './credentials.js';
export type { Credentials } from './credentials.js';
export type { Heartbeat } from './heartbeat.js';
export { keepConnected } from './keepConnected.js';
export type { ConnectionEvent, ReconnectOptions } from './keepConnected.js';
export { browserNetwork$ } from './network.js';
export type { WebSocketConstructor, WebSocketLike } from './socket.js';
export { IDLE, reduceProgress } from './state.js';
export type { ConnectionProgress, ConnectionState, EndReason } from './state.js';
