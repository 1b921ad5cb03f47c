import { BehaviorSubject } from 'rxjs';
import {
  type AgentDesk,
  createAgentDesk,
  type DeskChat,
  type DeskContact,
  type DeskOptions,
  type DeskSource,
} from '../../../lib/desk.js';
import type { EmulatedContact, EmulatedParticipant } from '../../../lib/emulator.js';
import type { Chat } from '../../../lib/lite.js';
import { type FakeWebSocketManager, fakeWebSocketManager } from '../../../lib/testing.js';
import { virtualService, type VirtualService } from '../../support/virtualService.js';
import { watch, type Watched } from '../../chat/support/watch.js';

/** Somebody who has asked for an agent, and got Bea. */
export interface Customer {
  readonly contact: EmulatedContact;
  readonly agent: EmulatedParticipant;
  readonly deskContact: DeskContact;
  readonly contactId: string;
}

export interface VirtualDesk extends VirtualService {
  readonly desk: AgentDesk;
  /** Another one, as after a reload. */
  readonly createDesk: (source: DeskSource) => AgentDesk;
  readonly manager: FakeWebSocketManager;
  /** Which contacts there are, as the desk is told. */
  readonly contacts$: BehaviorSubject<readonly DeskContact[]>;
  /** Another customer comes, and Bea joins; the desk is not told yet. */
  readonly customer: (displayName?: string) => Customer;
  /** Customers for whom the desk has a connected chat. */
  readonly serves: (...names: readonly string[]) => readonly Customer[];
  readonly chats: Watched<readonly DeskChat[]>;
  readonly opened: Watched<Chat>;
  /** What the desk shows of a customer now. */
  readonly shown: (customer: Customer) => DeskChat | undefined;
}

/** Bea's desk on virtual time, connected, with one websocket manager. */
export function virtualDesk(options: Partial<DeskOptions> = {}): VirtualDesk {
  const service = virtualService();
  const manager = fakeWebSocketManager(service, 'bea');
  service.advance(100);
  const contacts$ = new BehaviorSubject<readonly DeskContact[]>([]);
  const createDesk: VirtualDesk['createDesk'] = (source) =>
    createAgentDesk(source, {
      webSocketManager: manager,
      api: service.api,
      scheduler: service.scheduler,
      random: () => 0.5,
      ...options,
    });
  const desk = createDesk(contacts$);
  const customer: VirtualDesk['customer'] = (displayName = 'Ann') => {
    const contact = service.emulator.startChat({ displayName });
    const agent = contact.join({ displayName: 'Bea', agentId: 'bea' });
    const deskContact: DeskContact = {
      chatDetails: agent.details,
      getConnectionToken: () => [agent.connectionToken()],
    };
    return { contact, agent, deskContact, contactId: agent.details.contactId };
  };
  const chats = watch(desk.chats$);
  const opened = watch(desk.connect());
  return {
    ...service,
    desk,
    createDesk,
    manager,
    contacts$,
    customer,
    chats,
    opened,
    shown: ({ contactId }) => chats.last?.find((chat) => chat.contactId === contactId),
    serves: (...names) => {
      const customers = names.map(customer);
      contacts$.next([...contacts$.value, ...customers.map(({ deskContact }) => deskContact)]);
      service.advance(500);
      return customers;
    },
  };
}
