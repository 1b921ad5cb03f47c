import { animationFrameScheduler } from 'rxjs';
import { type AgentDesk, createAgentDesk } from 'rx-connect-chat/desk';
import { webStorage } from 'rx-connect-chat/lite';
import { agentSocketUrl, contactsOf } from '../backend.js';
import { MAX_ITEMS } from '../transcript/transcriptView.js';
import { createAgentSocket } from './agentSocket.js';

/** The desk of an agent: a chat for each contact, all on one socket. */
export const createDesk = (agentId: string, endpoint: string): AgentDesk =>
  createAgentDesk(contactsOf(agentId), {
    endpoint,
    webSocketManager: createAgentSocket(agentSocketUrl(agentId)),
    frameScheduler: animationFrameScheduler,
    maxItems: MAX_ITEMS,
    receipts: { autoDelivered: true, throttleMs: 1_000 },
    typing: { throttleMs: 1_000 },
    storage: webStorage(), // of this tab, so that what is on its way out survives a reload
  });
