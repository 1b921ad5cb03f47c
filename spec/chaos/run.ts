import { inspect } from 'node:util';
import { from, map, type SchedulerLike, Subject, Subscription, tap } from 'rxjs';
import { createChat } from '../../lib/lite.js';
import type { ChatItem, ChatJournal, Transcript } from '../../lib/lite.js';
import { recordingLogger } from '../chat/support/recordingLogger.js';
import { virtualService } from '../support/virtualService.js';
import { keptId, lackingFields } from './lackingFields.js';
import type { Act, Schedule } from './schedule.js';
import { frameOf, itemIn, watchedSocket } from './watchedSocket.js';

/** What a chat made of a schedule, and what the service knows. */
export interface Result {
  /** Ids of the service's messages that the chat had to give, in the service's order. */
  readonly sent: readonly string[];
  /** Ids of what was there when the chat was joined. */
  readonly before: ReadonlySet<string>;
  /** Ids that `messages$` gave. */
  readonly got: readonly string[];
  /** Ids among them that came out with one that had waited 5 s for a gap before it: the most that it may. */
  readonly heldToTheLast: () => ReadonlySet<string>;
  /** Ids of all that the service keeps, and of all in the last `transcript$`. */
  readonly kept: readonly string[];
  readonly shown: readonly string[];
  /** What the customer wrote and the chat said was sent, or gave up. */
  readonly delivered: readonly string[];
  readonly failed: readonly string[];
  /** Contents of the customer's messages as the service has them. */
  readonly written: readonly string[];
  /** Whether frames got lost or late without the connection being lost, so that order can't be had. */
  readonly mayBeLate: boolean;
  /** Whether an item came that did not say when it was sent, so that its place can't be known. */
  readonly lackedTime: boolean;
  readonly ended: string | undefined;
  /** The last that `transcript$` gave. */
  readonly transcript: Transcript | undefined;
  readonly pendingTimers: number;
  /** When CreateParticipantConnection was called, in milliseconds since the start. */
  readonly connectionCalls: readonly number[];
  readonly errors: readonly unknown[];
  /** All that the chat logged, measured and erred with; empty unless it was asked for. */
  readonly told: string;
  /** The tokens and URLs that were given out. */
  readonly secrets: readonly string[];
}

export interface RunOptions {
  /** Whether all that the chat tells is kept. @defaultValue false */
  readonly listen?: boolean;
  readonly journal?: ChatJournal;
}

/** Every text that somebody writes begins with it. */
export const CONFIDENTIAL = 'confidential:';

const LOSES_SOCKET: ReadonlySet<Act['kind']> = new Set([
  ...([
    'cut',
    'refuse',
    'silence',
    'offline',
    'unsubscribed',
    'resume',
    'renewal',
    'away',
  ] as const),
]);
/** How long a message waits for those that were missed before it. */
const HOLD_MS = 5_000;
/** What makes pieces of a streamed answer get lost, or come after the whole. */
const disturbsPieces = (act: Act) =>
  LOSES_SOCKET.has(act.kind) || (act.kind === 'frames' && act.fault === 'reorder');
const SETTLE_MS = 100_000;
/** Tokens live 6 minutes here, so that sockets are renewed every 5. */
const TOKEN_LIFE_MS = 360_000;
const RENEWAL_MS = 300_000;

/** A conversation of `schedule` in virtual time, from before the chat is joined to after its end. */
export function run(
  { steps, latencyMs, history, seed, blockedForMs = 0, lacking = 0 }: Schedule,
  { listen = false, journal }: RunOptions = {},
): Result {
  const random = randomOf(seed);
  const lacks = lackingFields(lacking, !steps.some(({ act }) => act.kind === 'clock'));
  const service = virtualService({
    latencyMs: () => 1 + Math.floor(random() * latencyMs),
    lifetimes: { connectionToken: TOKEN_LIFE_MS },
  });
  const { emulator, scheduler, advance } = service;
  const contact = emulator.startChat();
  const agent = contact.join({ displayName: 'Agent' });
  const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
  advance(1); // the service's times differ
  agent.say(`${CONFIDENTIAL} before`);

  let offsetMs = 0;
  const clock: SchedulerLike = {
    now: () => scheduler.now() + offsetMs,
    schedule: scheduler.schedule.bind(scheduler),
  };
  const network$ = new Subject<boolean>();
  const resume$ = new Subject<void>();
  const { logger, lines } = recordingLogger();
  const secrets = [contact.details.participantToken];
  const chat = createChat({
    chatDetails: contact.details,
    api: {
      ...service.api,
      createParticipantConnection: (request) =>
        from(service.api.createParticipantConnection(request)).pipe(
          tap(({ ConnectionCredentials, Websocket }) => {
            secrets.push(ConnectionCredentials?.ConnectionToken ?? '', Websocket?.Url ?? '');
          }),
        ),
      getTranscript: (request) =>
        from(service.api.getTranscript(request)).pipe(
          map((page) => ({
            ...page,
            Transcript: page.Transcript?.map((item) => lacks.of(item, 'transcript')),
          })),
        ),
    },
    ...(listen && { logger, logLevel: 'debug' }),
    ...(journal && { journal }),
    webSocket: watchedSocket(service.webSocket, (data) => {
      const item = itemIn(data);
      frames.push({ id: item?.Id, at: scheduler.now() });
      return lacking > 0 && item !== undefined ? frameOf(lacks.of(item, 'socket')) : data;
    }),
    scheduler: clock,
    random,
    history,
    network$,
    resume$,
  });

  const frames: { readonly id: unknown; readonly at: number }[] = [];
  const received: { readonly item: ChatItem; readonly at: number }[] = [];
  const errors: unknown[] = [];
  const delivered: string[] = [];
  const failed: string[] = [];
  let last: Transcript | undefined;
  let ended: string | undefined;
  let mayBeLate = false;
  let reordered = false;
  let written = 0;
  let isOnSocket = false;
  let connected = Subscription.EMPTY;
  const heard: unknown[] = [];
  const hear = (what: unknown) => {
    if (listen) heard.push(what);
  };
  const fail = (error: unknown) => errors.push(error);
  const connect = () => {
    connected = chat.connect().subscribe({ error: fail });
  };
  const later = (ms: number, task: () => void) => scheduler.schedule(task, ms);

  chat.messages$.subscribe({
    next: (item) => received.push({ item, at: scheduler.now() }),
    error: fail,
  });
  chat.transcript$.subscribe({ next: (transcript) => (last = transcript), error: fail });
  chat.ended$.subscribe({ next: ({ reason }) => (ended = reason), error: fail });
  chat.metrics$.subscribe({ next: hear, error: fail });
  chat.connectionState$.subscribe({
    next: (state) => {
      isOnSocket = state.status === 'connected' && state.transport === 'websocket';
      hear(state);
    },
    error: fail,
  });
  const isBlocked = blockedForMs > 0;
  if (isBlocked) later(blockedForMs, emulator.faults.refuseSockets());
  connect();
  advance(isBlocked ? 6_000 : 1_000); // until it is polled
  const before = new Set(contact.transcript.map(({ Id }) => Id ?? ''));

  const { faults } = emulator;
  const scope = { participantId: contact.participantId };
  const perform = (act: Act) => {
    // One that is held back when its socket goes comes after those that overtook it.
    mayBeLate ||= reordered && LOSES_SOCKET.has(act.kind);
    switch (act.kind) {
      case 'customer-writes': {
        const text = `${CONFIDENTIAL} customer ${written++}`;
        chat.sendMessage(text).subscribe({
          next: () => delivered.push(text),
          error: (error: unknown) => {
            failed.push(text);
            hear(error);
          },
        });
        break;
      }
      case 'agent-writes':
        for (let i = 0; i < act.count; i++) {
          agent.say(`${CONFIDENTIAL} agent ${scheduler.now()} ${i}`);
          advance(1);
        }
        break;
      case 'agent-types':
        agent.type();
        break;
      case 'bot-streams': {
        const stream = bot.stream();
        for (let i = 0; i < act.pieces; i++) {
          stream.send(`${CONFIDENTIAL} piece ${i} `);
          advance(3);
        }
        // Its time is that of its first piece: one that ends late comes late, and one whose first piece
        // was lost is taken for younger than it is.
        mayBeLate ||=
          isBlocked || !act.finishes || steps.some(({ act: other }) => disturbsPieces(other));
        if (act.finishes) stream.complete();
        else {
          later(20_000, () => {
            stream.complete();
          });
        }
        break;
      }
      case 'frames': {
        const options = { ...scope, times: act.times };
        if (act.fault === 'drop') faults.dropFrames(options);
        if (act.fault === 'double') faults.doubleFrames(options);
        if (act.fault === 'reorder') faults.reorderFrames(3, options);
        if (act.fault === 'delay') faults.delayFrames(2_000, options);
        mayBeLate ||= act.fault === 'drop' || act.fault === 'delay';
        reordered ||= act.fault === 'reorder';
        break;
      }
      case 'cut':
        faults.cutSockets(scope);
        break;
      case 'refuse':
        faults.cutSockets(scope);
        later(act.forMs, faults.refuseSockets(scope));
        break;
      case 'silence':
        later(act.forMs, faults.silence(scope));
        mayBeLate = true; // a short silence is a loss that nobody notices at once
        break;
      case 'offline': {
        const online = faults.offline(scope);
        if (act.told) network$.next(false);
        later(act.forMs, () => {
          online();
          network$.next(true);
        });
        break;
      }
      case 'unsubscribed':
        if (act.refused) faults.refuseSubscriptions('failure', { ...scope, times: act.times });
        else faults.withholdSubscriptionAnswers({ ...scope, times: act.times });
        faults.cutSockets(scope);
        break;
      case 'fails':
        faults.failOperation(act.operation, { ...scope, error: act.error, times: act.times });
        mayBeLate ||= act.operation === 'GetTranscript';
        break;
      case 'loses-answer':
        faults.loseAnswer(act.operation, { ...scope, times: act.times });
        mayBeLate ||= act.operation === 'GetTranscript';
        break;
      case 'slow':
        faults.delayOperation(act.operation, act.byMs, { ...scope, times: act.times });
        mayBeLate ||= act.operation === 'GetTranscript';
        break;
      case 'tokens-expire':
        faults.expireTokens(scope);
        mayBeLate = true; // one that is less than 30 s old is not renewed, and the gap has to wait
        break;
      case 'garbage':
        faults.sendRaw(`{"topic":"aws/chat","content":"{${CONFIDENTIAL}"}`, scope);
        faults.sendRaw(CONFIDENTIAL, scope);
        faults.sendRaw('null', scope);
        break;
      case 'resume':
        resume$.next();
        break;
      case 'renewal':
        advance(RENEWAL_MS);
        break;
      case 'clock':
        offsetMs += act.byMs;
        break;
      case 'away':
        connected.unsubscribe();
        later(act.forMs, connect);
        break;
    }
  };

  for (const { afterMs, act } of steps) {
    advance(afterMs);
    perform(act);
  }
  advance(SETTLE_MS);
  faults.clear();
  network$.next(true);
  // Either finds what a frame lost that nobody missed; a cut does without the 5 minutes of idling.
  if (seed % 4 === 0) advance(RENEWAL_MS);
  else faults.cutSockets(scope);
  advance(SETTLE_MS);
  // The service tells of the end over the socket alone. A chat that is polled tries one when it is used again,
  // and what comes on a socket that has just been replaced is lost.
  resume$.next();
  for (let i = 0; i < 300 && !(isOnSocket && emulator.sockets().open === 1); i++) advance(1_000);
  contact.end();
  advance(SETTLE_MS);

  const kept = contact.transcript
    .filter(({ Type }) => Type !== 'MESSAGE_METADATA')
    .sort((a, b) => ((a.AbsoluteTime ?? '') < (b.AbsoluteTime ?? '') ? -1 : 1));
  const got = received.map(({ item, at }) => ({ id: keptId(item, kept), at }));
  const messages = kept.filter(({ Type }) => Type === 'MESSAGE' || Type === 'ATTACHMENT');
  return {
    sent: messages.map(({ Id }) => Id ?? '').filter((id) => !before.has(id)),
    before,
    got: got.map(({ id }) => id),
    heldToTheLast: () => {
      const receivedAt = new Map<unknown, number>();
      for (const { id, at } of [...frames].reverse()) receivedAt.set(id, at);
      const waited = ({ id, at }: { id: string; at: number }) => at - (receivedAt.get(id) ?? at);
      const releases = new Set(got.filter((g) => waited(g) >= HOLD_MS).map(({ at }) => at));
      return new Set(got.filter(({ at }) => releases.has(at)).map(({ id }) => id));
    },
    kept: kept.map(({ Id }) => Id ?? ''),
    shown:
      last?.items.filter(({ status }) => status !== 'failed').map((item) => keptId(item, kept)) ??
      [],
    delivered,
    failed,
    written: messages
      .filter(({ ParticipantId }) => ParticipantId === contact.participantId)
      .map(({ Content }) => Content ?? ''),
    mayBeLate: mayBeLate || lacks.lackedTime,
    lackedTime: lacks.lackedTime,
    ended,
    transcript: last,
    pendingTimers: service.pendingTimers(),
    connectionCalls: emulator.requests.entries
      .filter(({ operation }) => operation === 'CreateParticipantConnection')
      .map(({ time }) => time)
      .sort((a, b) => a - b), // logged when they are answered
    errors,
    told: listen ? inspect([lines, heard], { depth: 10, maxArrayLength: Infinity }) : '',
    secrets: secrets.filter((secret) => secret !== ''),
  };
}

/** A small generator (mulberry32), so that a seed gives the same run everywhere. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
