export type { ConnectChat } from './connectChat.js';
export { injectConnectChat, provideConnectChat } from './provideConnectChat.js';
