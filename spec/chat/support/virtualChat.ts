import type {
  EmulatedContact,
  EmulatedParticipant,
  StartChatOptions,
} from '../../../lib/emulator.js';
import { type Chat, type ChatOptions, type Connection, createChat } from '../../../lib/lite.js';
import {
  virtualService,
  type VirtualService,
  type VirtualServiceOptions,
} from '../../support/virtualService.js';
import { watch, type Watched } from './watch.js';

/** How long a connection takes at most where nothing goes wrong, in milliseconds. */
const CONNECT_MS = 100;

export interface VirtualChatOptions extends Partial<ChatOptions> {
  readonly service?: VirtualServiceOptions;
  readonly startChat?: StartChatOptions;
}

/** One contact on virtual time: Bea, the agent, is there; the chat is not connected yet. */
export interface VirtualChat extends VirtualService {
  readonly contact: EmulatedContact;
  readonly agent: EmulatedParticipant;
  /** The customer's, or with the type AGENT Bea's. */
  readonly chat: Chat;
  /** Another chat on the same service. */
  readonly create: (options: Pick<ChatOptions, 'chatDetails'> & Partial<ChatOptions>) => Chat;
}

export function virtualChat({
  service: serviceOptions,
  startChat,
  ...options
}: VirtualChatOptions = {}): VirtualChat {
  const service = virtualService(serviceOptions);
  const contact = service.emulator.startChat(startChat);
  const agent = contact.join({ displayName: 'Bea' });
  const create: VirtualChat['create'] = (own) =>
    createChat({
      api: service.api,
      webSocket: service.webSocket,
      transfer: service.transfer,
      scheduler: service.scheduler,
      random: () => 0.5,
      ...own,
    });
  const { details } = options.type === 'AGENT' ? agent : contact;
  return { ...service, contact, agent, create, chat: create({ chatDetails: details, ...options }) };
}

/** The same, connected. */
export function connectedChat(
  options: VirtualChatOptions = {},
): VirtualChat & { readonly connection: Watched<Connection> } {
  const virtual = virtualChat(options);
  const connection = watch(virtual.chat.connect());
  virtual.advance(CONNECT_MS);
  return { ...virtual, connection };
}
