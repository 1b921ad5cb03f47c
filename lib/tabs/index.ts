export { shareChat } from './shareChat.js';
export type { ShareChatOptions, TabChannel, TabLocks, TabsOptions } from './tabsOptions.js';
