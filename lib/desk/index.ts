export { createAgentDesk } from './createAgentDesk.js';
export type {
  AgentDesk,
  DeskChange,
  DeskChat,
  DeskContact,
  DeskOptions,
  DeskSource,
  DeskTotals,
} from './desk.js';
export { streamsContacts } from './streamsContacts.js';
export type {
  StreamsAgent,
  StreamsApi,
  StreamsChatConnection,
  StreamsContact,
} from './streamsContacts.js';
