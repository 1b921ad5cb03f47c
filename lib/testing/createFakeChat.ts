import { BehaviorSubject, NEVER, type SchedulerLike, Subject } from 'rxjs';
import type { Emulator } from '../emulator/model.js';
import {
  type ChatOptions,
  createChat,
  type FileTransfer,
  type ParticipantApi,
  type WebSocketConstructor,
} from '../lite.js';
import type { MarbleHelpers } from './drawing.js';
import type { FakeChat, FakeChatOptions } from './FakeChat.js';
import type { FakeWebSocketManager } from './FakeWebSocketManager.js';
import { playDrawings } from './playDrawings.js';
import { type Sent, sentBy } from './sent.js';
import type { TakenRequest } from './virtualApi.js';

/** What a fake chat stands on. */
export interface FakeChatContext {
  readonly emulator: Emulator;
  readonly scheduler: SchedulerLike;
  readonly api: ParticipantApi;
  readonly webSocket: WebSocketConstructor;
  readonly transfer: FileTransfer;
  readonly helpers: MarbleHelpers | undefined;
  readonly webSocketManager: (agentId: string) => FakeWebSocketManager;
  /** Has `listener` called with what this participant asks. */
  readonly listen: (participantId: string, listener: (request: TakenRequest) => void) => void;
  /** Says that there is something to do up to this frame. */
  readonly goOnUntil: (frame: number) => void;
}

/** The one agent of a service, unless somebody says otherwise. */
const AGENT_ID = 'agent';

export function createFakeChat(context: FakeChatContext, options: FakeChatOptions): FakeChat {
  if (!context.helpers && (options.server ?? options.network) !== undefined) {
    throw new Error(
      "a drawing needs the helpers of TestScheduler.run, or rxjs-marbles' m: fakeChat(helpers, { server })",
    );
  }
  const { emulator, scheduler, api, webSocket, transfer } = context;
  const { type = 'CUSTOMER', agentName = 'Agent', startChat } = options;
  const contact = emulator.startChat(startChat);
  const { customer } = contact;
  const isAgents = type === 'AGENT';
  const webSocketManager = isAgents ? context.webSocketManager(AGENT_ID) : undefined;
  const agent = contact.join({
    displayName: agentName,
    ...(isAgents && { agentId: AGENT_ID, announce: false }),
  });
  const [self, peer] = isAgents ? [agent, customer] : [customer, agent];

  const scope = { participantId: self.id };
  const network$ = new BehaviorSubject(true);
  const undos: (() => void)[] = [];
  const sent$ = new Subject<Sent>();
  const sent: Sent[] = [];
  const repeated = new Set<string>();
  context.listen(self.id, (request) => {
    const { ClientToken } = request.input;
    if (typeof ClientToken === 'string') {
      const key = JSON.stringify([request.operation, request.input]);
      if (repeated.has(key)) return;
      repeated.add(key);
    }
    for (const each of sentBy(request)) {
      sent.push(each);
      sent$.next(each);
    }
  });

  const chatOptions: ChatOptions = {
    api,
    webSocket,
    transfer,
    chatDetails: self.details,
    type,
    ...(webSocketManager && {
      webSocketManager,
      getConnectionToken: () => [self.connectionToken()],
    }),
    network$: network$.asObservable(),
    resume$: NEVER,
    visible$: NEVER,
    pageHide$: NEVER,
    scheduler,
    frameScheduler: scheduler,
    random: () => 0.5,
    orderingWindowMs: 0,
    ...options.chat,
  };
  const fake: FakeChat = {
    chat: createChat(chatOptions),
    options: chatOptions,
    sent$: sent$.asObservable(),
    sent,
    self,
    peer,
    agent,
    customer,
    contact,
    emulator,
    webSocketManager,
    scheduler,
    perform: (act) => {
      if (typeof act(fake) !== 'function') return;
      throw new Error(
        "an act is a function of the fake chat; this one gave a function: is it to be called, as in says('Hello')?",
      );
    },
    participant: (displayName) => {
      const all = contact.participants;
      const found = all.filter((each) => each.displayName === displayName).at(-1);
      if (found) return found;
      const names = all.map((each) => each.displayName).join(', ');
      throw new Error(`nobody here is called ${displayName}; there are ${names}`);
    },
    hang: () => {
      undos.push(emulator.faults.silence(scope));
    },
    goOffline: () => {
      undos.push(emulator.faults.offline(scope));
      network$.next(false);
    },
    comeBack: () => {
      for (const undo of undos.splice(0)) undo();
      network$.next(true);
    },
  };
  if (context.helpers) playDrawings(context.helpers, options, fake, context.goOnUntil);
  return fake;
}
