import { Subject, Subscription } from 'rxjs';
import { WebSocket } from 'ws';
import { type EmulatedContact, startEmulator } from '../../lib/emulator.js';
import { type ChatMessage, createChat, type Transcript } from '../../lib/lite.js';
import type { Schedule } from '../chaos/schedule.js';
import { eventually } from '../emulator/support/eventually.js';
import { type FastScheduler, fastScheduler } from './fastScheduler.js';
import { mayMakeLate, perform, type Stage } from './perform.js';

/** How much faster than on the wall time goes for the chats. */
const SPEED = 25;
/** Longest waits and spells of a schedule, in the chat's milliseconds. */
const MAX_AFTER_MS = 10_000;
const MAX_FOR_MS = 40_000;
/** Tokens that live so short are renewed every 30 s, and the sockets with them. */
const TOKEN_LIFE_MS = 90_000;
const RENEWAL_MS = 31_000;
/** Live items wait no longer than 5 s for those before them: a fetch that takes longer makes late. */
const FETCH_IN_TIME_MS = 4_000;

/** Real milliseconds. The emulator sends reordered frames within 50. */
const ORDERING_WINDOW_MS = 500;
const SETTLE_WITHIN_MS = 40_000;

/** A conversation of `schedule` over real sockets. Rejects with what is wrong about it. */
export async function converse(schedule: Schedule): Promise<void> {
  const scheduler = fastScheduler(SPEED);
  const emulator = await startEmulator({
    now: () => Math.floor(scheduler.now()),
    lifetimes: { connectionToken: TOKEN_LIFE_MS },
  });
  try {
    await talk(schedule, emulator, scheduler);
  } finally {
    scheduler.stop();
    await emulator.close();
  }
}

async function talk(
  { steps, history, seed }: Schedule,
  emulator: Stage['emulator'],
  scheduler: FastScheduler,
): Promise<void> {
  const contact = emulator.startChat();
  const agent = contact.join({ displayName: 'Agent' });
  const bot = contact.join({ role: 'SYSTEM', displayName: 'Bot' });
  agent.say('before');

  const network$ = new Subject<boolean>();
  const resume$ = new Subject<void>();
  const chat = createChat({
    chatDetails: contact.details,
    endpoint: emulator.url,
    webSocket: WebSocket,
    orderingWindowMs: ORDERING_WINDOW_MS * SPEED,
    random: randomOf(seed),
    scheduler,
    history,
    network$,
    resume$,
  });

  const got: ChatMessage[] = [];
  const errors: unknown[] = [];
  const delivered: string[] = [];
  const failed: string[] = [];
  let last: Transcript | undefined;
  let ended: string | undefined;
  let inTime = true;
  let fills = 0;
  let written = 0;
  let connected = Subscription.EMPTY;
  const fail = (error: unknown) => errors.push(error);
  chat.messages$.subscribe({ next: (message) => got.push(message), error: fail });
  chat.transcript$.subscribe({ next: (transcript) => (last = transcript), error: fail });
  chat.ended$.subscribe({ next: ({ reason }) => (ended = reason), error: fail });
  /** Since when messages may wait for a gap before them; a loss does not end that. */
  let holdsSince = Infinity;
  chat.connectionState$.subscribe(({ status }) => {
    if (status === 'connected') holdsSince = Math.min(holdsSince, scheduler.now());
  });
  chat.metrics$.subscribe((metric) => {
    if (metric.type === 'gap-filled') {
      fills++;
      inTime &&= metric.ms < FETCH_IN_TIME_MS && scheduler.now() - holdsSince < FETCH_IN_TIME_MS;
      holdsSince = Infinity;
    }
    if (metric.type === 'gap-unfilled') inTime = false;
  });

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      scheduler.schedule(() => {
        resolve();
      }, ms);
    });
  const undone: Promise<void>[] = [];
  const connect = () => {
    connected = chat.connect().subscribe({ error: fail });
  };
  const stage: Stage = {
    ...{ emulator, contact, agent, bot, network$, resume$, connect },
    real: (ms) => ms / SPEED,
    leave: () => {
      connected.unsubscribe();
    },
    write: () => {
      const text = `customer ${written++}`;
      chat.sendMessage(text).subscribe({
        next: () => delivered.push(text),
        error: () => failed.push(text),
      });
    },
    later: (ms, task) => {
      undone.push(sleep(Math.min(ms, MAX_FOR_MS)).then(task));
    },
  };

  connect();
  await eventually(() => {
    expect(fills).toBe(1);
  }, SETTLE_WITHIN_MS);
  const before = new Set(contact.transcript.map(({ Id }) => Id));

  for (const { afterMs, act } of steps) {
    await sleep(Math.min(afterMs, MAX_AFTER_MS));
    perform(act, stage);
    if (act.kind === 'renewal') await sleep(RENEWAL_MS);
  }
  await Promise.all(undone);
  emulator.faults.clear();
  network$.next(true);
  fills = 0;
  emulator.faults.cutSockets(); // finds what a frame lost that nobody missed

  const keptIds = () => kept(contact).map(({ Id }) => Id);
  const sentIds = () =>
    kept(contact).flatMap(({ Id, Type }) => (Type === 'MESSAGE' && !before.has(Id) ? [Id] : []));
  const gotIds = () => got.map(({ id }) => id);
  const shownIds = () =>
    last?.items.filter(({ status }) => status !== 'failed').map(({ id }) => id);
  /** What was there before is shown as far as `history` asks for it; all the rest is. */
  const dueIds = () => {
    const old = keptIds().filter((id) => before.has(id));
    return [
      ...old.slice(old.length - Math.min(history, old.length)),
      ...keptIds().slice(old.length),
    ];
  };
  await eventually(() => {
    expect(fills).toBeGreaterThan(0);
    expect(emulator.sockets().subscribed).toBeGreaterThan(0);
    expect(delivered.length + failed.length).toBe(written);
    expect([...gotIds()].sort()).toEqual([...sentIds()].sort());
    expect(shownIds()).toEqual(dueIds());
  }, SETTLE_WITHIN_MS);
  contact.end();
  await eventually(() => {
    expect(ended).toBe('ended');
    expect(emulator.sockets().open).toBe(0);
  }, SETTLE_WITHIN_MS);

  expect(errors).toEqual([]);
  expect([...gotIds()].sort()).toEqual([...sentIds()].sort()); // once: nothing came after
  if (inTime && !steps.some(({ act }) => mayMakeLate(act))) expect(gotIds()).toEqual(sentIds());
  expect(shownIds()).toEqual(dueIds());
  expectOwnMessagesOnce(contact, delivered, failed);
  expectNoStorm(emulator);
  expect(scheduler.pending).toBe(0);
}

/** What the service keeps, in its order. */
const kept = (contact: EmulatedContact) =>
  contact.transcript
    .filter(({ Type }) => Type !== 'MESSAGE_METADATA')
    .sort((a, b) => ((a.AbsoluteTime ?? '') < (b.AbsoluteTime ?? '') ? -1 : 1));

function expectOwnMessagesOnce(
  contact: EmulatedContact,
  delivered: readonly string[],
  failed: readonly string[],
): void {
  const written = kept(contact)
    .filter(
      ({ ParticipantId, Type }) => ParticipantId === contact.participantId && Type === 'MESSAGE',
    )
    .map(({ Content }) => Content);
  expect(new Set(written).size).toBe(written.length);
  expect(written).toEqual(expect.arrayContaining([...delivered]));
  for (const text of written) expect([...delivered, ...failed]).toContain(text);
}

/** Never more than 12 calls in 60 s; a busy machine may take a little off the time between two. */
function expectNoStorm({ requests }: Stage['emulator']): void {
  const times = requests.entries
    .filter(({ operation }) => operation === 'CreateParticipantConnection')
    .map(({ time }) => time);
  times.forEach((time, i) => {
    const next = times[i + 12];
    if (next !== undefined) expect(next - time).toBeGreaterThan(0.8 * 60_000);
  });
}

/** A small generator, so that a seed gives the same waits; what happens on sockets is chance anyway. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
