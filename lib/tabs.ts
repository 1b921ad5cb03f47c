export { shareChat } from './tabs/index.js';
export type { ShareChatOptions, TabChannel, TabLocks, TabsOptions } from './tabs/index.js';
