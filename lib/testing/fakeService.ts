import { asyncScheduler, type SchedulerLike } from 'rxjs';
import {
  DEFAULT_LIFETIMES,
  DEFAULT_LIMITS,
  Emulator,
  EmulatorModel,
  type Lifetimes,
} from '../emulator/model.js';
import type { FileTransfer, ParticipantApi, WebSocketConstructor } from '../lite.js';
import { createFakeChat } from './createFakeChat.js';
import type { MarbleHelpers } from './drawing.js';
import type { FakeChat, FakeChatOptions } from './FakeChat.js';
import type { FakeWebSocketManager } from './FakeWebSocketManager.js';
import { upTo } from './horizon.js';
import { laterBy } from './later.js';
import { ManagerOnService } from './ManagerOnService.js';
import { type TakenRequest, virtualApi } from './virtualApi.js';
import { virtualSocket } from './virtualSocket.js';
import { virtualStorage } from './virtualStorage.js';

/** The service, its network and its clock. */
export interface FakeServiceOptions {
  /**
   * Clock of the service and of its chats.
   * @defaultValue asyncScheduler, whose time TestScheduler.run and fake timers set
   */
  readonly scheduler?: SchedulerLike;
  /**
   * How many milliseconds a frame, a request or an answer takes. A function is asked for each.
   * @defaultValue 0: what is drawn at a frame is there at that frame
   */
  readonly latencyMs?: number | (() => number);
  readonly lifetimes?: Partial<Lifetimes>;
  /**
   * How long time goes on after the last of what is drawn, in milliseconds: then heartbeats and
   * renewals end, and with them a TestScheduler's work.
   * @defaultValue an hour with helpers of marbles, else Infinity
   */
  readonly horizonMs?: number;
  /** What the service's clock says at the beginning. @defaultValue 2026, or what `scheduler` says */
  readonly startTime?: Date;
}

/** A Participant Service without a network or a clock: the emulator's, on the time of a test. */
export interface FakeService {
  /** Clock of the service and of its chats. It goes no further than the horizon. */
  readonly scheduler: SchedulerLike;
  /** The service: its contacts, faults and requests. */
  readonly emulator: Emulator;
  readonly api: ParticipantApi;
  readonly webSocket: WebSocketConstructor;
  readonly transfer: FileTransfer;
  /** Another chat on this service. */
  chat(options?: FakeChatOptions): FakeChat;
}

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
/** Where a clock begins at 0, as virtual ones do, the service's begins here. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/**
 * A fake service for several chats, such as those of an agent's dashboard; {@link fakeChat} is one chat
 * on a service of its own.
 *
 * @param helpers - what TestScheduler.run calls back with, or the `m` of rxjs-marbles. It is what
 *   drawings need; without drawings, leave it out.
 */
export function fakeService(helpers: MarbleHelpers, options?: FakeServiceOptions): FakeService;
export function fakeService(options?: FakeServiceOptions): FakeService;
export function fakeService(
  first: MarbleHelpers | FakeServiceOptions = {},
  second: FakeServiceOptions = {},
): FakeService {
  const [helpers, options] = hasHelpers(first) ? [first, second] : [undefined, first];
  const { scheduler: clock = asyncScheduler, latencyMs = 0, lifetimes, startTime } = options;
  const { horizonMs = helpers ? HOUR_MS : Infinity } = options;
  const beganAt = clock.now();
  let drawnUpTo = beganAt;
  const scheduler = upTo(() => drawnUpTo + horizonMs, clock);
  const later = laterBy(scheduler);
  const offsetMs = (startTime?.getTime() ?? (beganAt < YEAR_MS ? EPOCH_MS : beganAt)) - beganAt;
  let ids = 0;

  const model = new EmulatorModel({
    clock: { now: () => offsetMs + scheduler.now(), schedule: later },
    id: () => `id-${String(ids++).padStart(6, '0')}`,
    lifetimes: { ...DEFAULT_LIFETIMES, ...lifetimes },
    limits: DEFAULT_LIMITS,
    urls: {
      websocket: (ticket) => `wss://virtual/${ticket}`,
      upload: (ticket) => `https://virtual/upload/${ticket}`,
      download: (ticket) => `https://virtual/download/${ticket}`,
      authentication: (sessionId) => `https://virtual/authentication/${sessionId}`,
    },
  });
  const network = {
    model,
    later,
    latencyMs: typeof latencyMs === 'number' ? () => latencyMs : latencyMs,
  };
  const listeners = new Map<string, (request: TakenRequest) => void>();

  const service: Omit<FakeService, 'chat'> = {
    scheduler,
    emulator: new Emulator(model, 'https://virtual', () => {
      model.service.clear();
      return Promise.resolve();
    }),
    api: virtualApi(network, (request) => listeners.get(request.participant.id)?.(request)),
    webSocket: virtualSocket(network, scheduler),
    transfer: virtualStorage(network),
  };
  const managers = new Map<string, FakeWebSocketManager>();
  const webSocketManager = (agentId: string) => {
    const manager = managers.get(agentId) ?? new ManagerOnService(service, agentId);
    managers.set(agentId, manager);
    return manager;
  };
  const context = {
    ...service,
    helpers,
    webSocketManager,
    listen: (participantId: string, listener: (request: TakenRequest) => void) =>
      listeners.set(participantId, listener),
    goOnUntil: (frame: number) => {
      drawnUpTo = Math.max(drawnUpTo, frame);
    },
  };
  return { ...service, chat: (chatOptions = {}) => createFakeChat(context, chatOptions) };
}

/**
 * A chat for a test, and the service behind it: a real `createChat` whose agent, network and clock the
 * test has in its hand. Draw what happens:
 *
 * ```ts
 * const { chat, sent$ } = fakeChat(helpers, { server: '--a-b-|', values: { a: 'Hello', b: types() } });
 * ```
 *
 * or without marbles, such as with fake timers, have it done: `fake.agent.say('Hello')`,
 * `fake.perform(cuts())`.
 *
 * @param helpers - what TestScheduler.run calls back with, or the `m` of rxjs-marbles. It is what
 *   drawings need; without drawings, leave it out.
 * @throws Error for a drawing that cannot be played, naming it and the letter.
 */
export function fakeChat(
  helpers: MarbleHelpers,
  options?: FakeServiceOptions & FakeChatOptions,
): FakeChat;
export function fakeChat(options?: FakeServiceOptions & FakeChatOptions): FakeChat;
export function fakeChat(
  first: MarbleHelpers | (FakeServiceOptions & FakeChatOptions) = {},
  second: FakeServiceOptions & FakeChatOptions = {},
): FakeChat {
  return hasHelpers(first)
    ? fakeService(first, second).chat(second)
    : fakeService(first).chat(first);
}

const hasHelpers = (value: MarbleHelpers | object): value is MarbleHelpers => 'hot' in value;
