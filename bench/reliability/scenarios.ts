import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../performance/support/measure.js';
import { callsSince, type Fate, fates, recovery, type Recovery, say } from './measure.js';
import { type Stage, until } from './startClient.js';

/** What a scenario found out about one client; what it does not ask for is left out. */
export interface Finding {
  readonly stream?: Fate;
  readonly transcript?: Fate;
  /** CreateParticipantConnection, while the fault lasted. */
  readonly calls?: number;
  readonly recovery?: Recovery;
  /** From the moment that the socket went dead to the next attempt; undefined for never. */
  readonly foundAfterMs?: number | undefined;
  /** GetTranscript a minute. */
  readonly pollsPerMinute?: number;
  /** The texts that the client was told to send: how long they took (median), if all were accepted. */
  readonly accepted?: { readonly medianMs: number | undefined };
  /** Errors that nothing caught. */
  readonly thrown?: number;
}

/** What this library must not exceed; lost, doubled and thrown must be 0 everywhere. */
export interface Limits {
  readonly calls?: number;
  /** How long after the fault it may be back, as a multiple of the last wait's ceiling. */
  readonly steps?: number;
  readonly foundAfterMs?: number;
  readonly pollsPerMinute?: number;
  readonly acceptedWithinMs?: number;
  /** A frame lost amid others cannot come in its turn: nobody knew that it was missing. */
  readonly mayBeLate?: boolean;
}

/** One fault, and what it does to a client that is connected. */
export interface Scenario {
  readonly name: string;
  readonly limits: Limits;
  /** Whether amazon-connect-chatjs keeps the machine busy in it, so that it runs alone. */
  readonly isBusy?: boolean;
  /** Whether websockets are refused from the beginning. */
  readonly isBlocked?: boolean;
  readonly run: (stage: Stage) => Promise<Finding>;
}

const OUTAGE_MS = 5_000;
const IN_5_S: Limits = { calls: 6, steps: 1.1 };
const IN_60_S: Limits = { calls: 12, steps: 1.1 };
const DETECT_WITHIN_MS = 40_000;
/** How long the service takes to accept a text in the rows about blocked websockets. */
const ROUND_TRIP_MS = 50;
const BLOCKED_MS = 60_000;
const EACH_WAY = 20;

export const SCENARIOS: readonly Scenario[] = [
  away('network away for 5 s, as the device says, 20 messages sent meanwhile', true),
  away('network away for 5 s, which nobody says, 20 messages sent meanwhile', false),
  {
    name: 'frames doubled, 10 messages',
    limits: {},
    run: async (stage) => {
      stage.emulator.faults.doubleFrames();
      return fates(stage, await say(stage.agent, 10, 20));
    },
  },
  {
    name: 'frames reordered in threes, 12 messages',
    limits: {},
    run: async (stage) => {
      stage.emulator.faults.reorderFrames(3);
      return fates(stage, await say(stage.agent, 12, 5));
    },
  },
  {
    name: 'last frame before a cut lost',
    limits: {},
    run: async (stage) => {
      const sent = await say(stage.agent, 4, 20);
      stage.emulator.faults.dropFrames({ times: 1 });
      sent.push(...(await say(stage.agent, 1, 20)));
      const before = stage.events.length;
      stage.emulator.faults.cutSockets();
      return afterwards(stage, before, sent);
    },
  },
  {
    name: 'frame lost amid others, a cut later',
    limits: { mayBeLate: true },
    run: async (stage) => {
      const sent = await say(stage.agent, 2, 20);
      stage.emulator.faults.dropFrames({ times: 1 });
      sent.push(...(await say(stage.agent, 3, 200)));
      const before = stage.events.length;
      stage.emulator.faults.cutSockets();
      return afterwards(stage, before, sent);
    },
  },
  {
    name: 'socket half-open, 5 messages sent meanwhile',
    limits: { foundAfterMs: 20_500 },
    run: async (stage) => {
      const { emulator, agent } = stage;
      const startedAt = Date.now();
      const attempts = emulator.requests.count('OpenSocket');
      const undo = emulator.faults.silence();
      const sent = await say(agent, 5, 20);
      const isFound = () => emulator.requests.count('OpenSocket') > attempts;
      const found = await until(isFound, DETECT_WITHIN_MS);
      const foundAfterMs = found ? Date.now() - startedAt : undefined;
      undo();
      await sleep(500); // it subscribes
      sent.push(...(await say(agent, 1, 20)));
      return { foundAfterMs, ...(await fates(stage, sent)) };
    },
  },
  blocked('websockets blocked for 60 s, 20 messages each way', false),
  blocked('websockets blocked for the whole chat, 20 messages each way', true),
  refused('sockets refused for 5 s', OUTAGE_MS, IN_5_S),
  refused('sockets refused for 60 s', 60_000, IN_60_S),
  refused('sockets refused for 5 s, the service 150 ms away', OUTAGE_MS, IN_5_S, 150),
  {
    name: 'sockets cut, 429 for 5 s',
    limits: IN_5_S,
    isBusy: true,
    run: async (stage) => {
      const { faults } = stage.emulator;
      const startedAt = Date.now();
      const before = stage.events.length;
      const undo = faults.failOperation('CreateParticipantConnection', {
        error: 'ThrottlingException',
      });
      faults.expireWebsocketUrls(); // a client may have kept one
      faults.cutSockets();
      await sleep(OUTAGE_MS);
      const calls = callsSince(stage, startedAt);
      undo();
      return { calls, recovery: await recovery(stage, before) };
    },
  },
  {
    name: 'a frame that is not JSON',
    limits: {},
    run: async (stage) => {
      stage.emulator.faults.sendRaw('this is no JSON');
      const found = await fates(stage, await say(stage.agent, 1, 20));
      return { ...found, thrown: stage.events.filter(({ kind }) => kind === 'thrown').length };
    },
  },
];

function away(name: string, isTold: boolean): Scenario {
  return {
    name,
    limits: isTold ? { calls: 6 } : IN_5_S, // who is told tries at once
    run: async (stage) => {
      if (isTold) stage.setOnline(false);
      const startedAt = Date.now();
      const before = stage.events.length;
      const online = stage.emulator.faults.offline();
      const sent = await say(stage.agent, 20, OUTAGE_MS / 20);
      const calls = callsSince(stage, startedAt);
      online();
      if (isTold) stage.setOnline(true);
      return { calls, ...(await afterwards(stage, before, sent)) };
    },
  };
}

function refused(name: string, forMs: number, limits: Limits, latencyMs = 0): Scenario {
  return {
    name,
    limits,
    isBusy: true,
    run: async (stage) => {
      const { faults } = stage.emulator;
      const startedAt = Date.now();
      const before = stage.events.length;
      if (latencyMs > 0) faults.delayOperation('CreateParticipantConnection', latencyMs);
      const undo = faults.refuseSockets();
      faults.cutSockets();
      await sleep(forMs);
      const calls = callsSince(stage, startedAt);
      undo();
      return { calls, recovery: await recovery(stage, before) };
    },
  };
}

function blocked(name: string, isBlocked: boolean): Scenario {
  return {
    name,
    isBlocked,
    isBusy: true,
    limits: { pollsPerMinute: 20, acceptedWithinMs: 2 * ROUND_TRIP_MS },
    run: async (stage) => {
      const { agent, contact, emulator, events, send } = stage;
      emulator.faults.delayOperation('SendMessage', ROUND_TRIP_MS);
      const unblock = isBlocked ? undefined : emulator.faults.refuseSockets();
      emulator.faults.cutSockets();
      await sleep(OUTAGE_MS); // until it is polled, if it is
      const before = new Set(contact.transcript.map(({ Id }) => Id));
      const polls = emulator.requests.count('GetTranscript');
      for (let i = 0; i < EACH_WAY; i++) {
        send(`own ${i}`);
        await say(agent, 1, BLOCKED_MS / EACH_WAY);
      }
      const pollsPerMinute = emulator.requests.count('GetTranscript') - polls;
      unblock?.();
      const sent = contact.transcript.flatMap(({ Id, Type }) =>
        Id !== undefined && Type === 'MESSAGE' && !before.has(Id) ? [Id] : [],
      );
      const found = await fates(stage, sent);
      const took = events.flatMap((event) => (event.kind === 'accepted' ? [event.ms] : []));
      const medianMs = took.length < EACH_WAY ? undefined : median(took);
      return { ...found, pollsPerMinute, accepted: { medianMs } };
    },
  };
}

/** What became of `sent` and of one message more, once the client is back. */
async function afterwards(stage: Stage, before: number, sent: readonly string[]): Promise<Finding> {
  const back = await recovery(stage, before);
  const last = await say(stage.agent, 1, 20);
  return { recovery: back, ...(await fates(stage, [...sent, ...last])) };
}
