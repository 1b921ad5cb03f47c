export { injectConnectChat, provideConnectChat } from './angular/index.js';
export type { ConnectChat } from './angular/index.js';
