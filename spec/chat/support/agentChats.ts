import type { EmulatedContact, EmulatedParticipant } from '../../../lib/emulator.js';
import { type Chat, type ChatOptions, createChat } from '../../../lib/lite.js';
import {
  type FakeWebSocketManager,
  fakeWebSocketManager,
  type FakeWebSocketManagerOptions,
} from '../../../lib/testing.js';
import {
  virtualService,
  type VirtualService,
  type VirtualServiceOptions,
} from '../../support/virtualService.js';
import { watch } from './watch.js';

/** A contact of the agent, and the agent's chat of it. */
export interface AgentContact {
  readonly contact: EmulatedContact;
  /** The agent, as far as this contact knows. */
  readonly agent: EmulatedParticipant;
  readonly chat: Chat;
}

export interface AgentDesk extends VirtualService {
  readonly manager: FakeWebSocketManager;
  /** Another contact for the agent; its chat is not connected yet. */
  readonly takes: (options?: Partial<ChatOptions>, continuing?: EmulatedContact) => AgentContact;
  /** The same, connected. */
  readonly serves: (options?: Partial<ChatOptions>) => AgentContact;
}

/** An agent called Bea on virtual time, with one websocket manager for all her contacts. */
export function agentDesk({
  service: serviceOptions,
  ...managerOptions
}: FakeWebSocketManagerOptions & { readonly service?: VirtualServiceOptions } = {}): AgentDesk {
  const service = virtualService(serviceOptions);
  const manager = fakeWebSocketManager(service, 'bea', managerOptions);
  service.advance(100);

  const takes: AgentDesk['takes'] = (options, continuing) => {
    const contact = continuing ?? service.emulator.startChat({ displayName: 'Ann' });
    const agent = contact.join({ displayName: 'Bea', agentId: 'bea', announce: false });
    const chat = createChat({
      chatDetails: agent.details,
      type: 'AGENT',
      webSocketManager: manager,
      getConnectionToken: () => [agent.connectionToken()],
      api: service.api,
      scheduler: service.scheduler,
      random: () => 0.5,
      ...options,
    });
    return { contact, agent, chat };
  };
  return {
    ...service,
    manager,
    takes,
    serves: (options) => {
      const taken = takes(options);
      watch(taken.chat.connect());
      service.advance(100);
      return taken;
    },
  };
}
