export { createAgentDesk, streamsContacts } from './desk/index.js';
export type {
  AgentDesk,
  DeskChange,
  DeskChat,
  DeskContact,
  DeskOptions,
  DeskSource,
  DeskTotals,
  StreamsAgent,
  StreamsApi,
  StreamsChatConnection,
  StreamsContact,
} from './desk/index.js';
