import { createChatSession } from '../../../lib/chatjs/chatSession.js';
import type { CustomerChatSession } from '../../../lib/chatjs/sessionTypes.js';
import type { EmulatedContact, EmulatedParticipant } from '../../../lib/emulator.js';
import { type ParticipantApi, resolveEndpoint } from '../../../lib/lite.js';
import {
  virtualService,
  type VirtualService,
  type VirtualServiceOptions,
} from '../../support/virtualService.js';

interface Endpoint {
  readonly endpoint: string;
  readonly userAgentSuffix: string | undefined;
}

/** `connect.ChatSession` on virtual time. */
export interface VirtualPage extends VirtualService {
  readonly ChatSession: ReturnType<typeof createChatSession>['ChatSession'];
  /** Lets `ms` milliseconds pass, and promises settle as they would. */
  readonly pass: (ms: number) => Promise<void>;
  /** Where the page's API was asked to be, and what it was to say of the page. */
  readonly endpoints: readonly Endpoint[];
  /** The events that were sent, as the service got them. */
  readonly events: readonly Parameters<ParticipantApi['sendEvent']>[0][];
}

export function virtualPage(options: VirtualServiceOptions = {}): VirtualPage {
  const service = virtualService(options);
  const endpoints: Endpoint[] = [];
  const events: Parameters<ParticipantApi['sendEvent']>[0][] = [];
  const api: ParticipantApi = {
    ...service.api,
    sendEvent: (request) => {
      events.push(request);
      return service.api.sendEvent(request);
    },
  };
  const { ChatSession } = createChatSession({
    scheduler: service.scheduler,
    random: () => 0.5,
    webSocket: service.webSocket,
    api: ({ userAgentSuffix, ...where }) => {
      endpoints.push({ endpoint: resolveEndpoint(where), userAgentSuffix });
      return api;
    },
  });
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 10) {
      service.advance(Math.min(left, 10));
      await new Promise(setImmediate);
    }
  };
  return { ...service, ChatSession, pass, endpoints, events };
}

/** What a handler is told. */
export interface HeardEvent {
  readonly chatDetails: unknown;
  readonly data?: unknown;
}

/** A customer's session, connected, with Bea, an agent; `heard` is what it was told since. */
export async function connectedSession(options: VirtualServiceOptions = {}): Promise<
  VirtualPage & {
    readonly contact: EmulatedContact;
    readonly agent: EmulatedParticipant;
    readonly session: CustomerChatSession;
    readonly heard: [method: string, event: HeardEvent][];
  }
> {
  const page = virtualPage(options);
  const contact = page.emulator.startChat({ displayName: 'Ann' });
  const agent = contact.join({ displayName: 'Bea' });
  const session = page.ChatSession.create({
    chatDetails: contact.details,
    type: 'CUSTOMER',
    disableCSM: true,
  });
  const heard: [string, HeardEvent][] = [];
  const connected = session.connect();
  await page.pass(200);
  await connected;
  for (const name of HEARD) session[name]((event) => heard.push([name, event]));
  return { ...page, contact, agent, session, heard };
}

const HEARD = [
  'onMessage',
  'onTyping',
  'onReadReceipt',
  'onDeliveredReceipt',
  'onConnectionEstablished',
  'onConnectionLost',
  'onConnectionBroken',
  'onEnded',
] as const;
