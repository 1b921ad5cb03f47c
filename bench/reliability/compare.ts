import type { ClientName } from './clientEvent.js';
import { type Finding, type Scenario, SCENARIOS } from './scenarios.js';
import { type Stage, startClient } from './startClient.js';

/** Scenario by scenario, what was found out about each client. */
export type Findings = ReadonlyMap<Scenario, ReadonlyMap<ClientName, Finding>>;

export const CLIENTS: readonly ClientName[] = [
  'amazon-connect-chatjs',
  'rx-connect-chat/lite',
  'rx-connect-chat',
];

/** How many processes start at a time, so that none is slow for its start's sake. */
const STARTING = 3;

/**
 * Runs every client through every scenario, each in a process of its own against a service of its
 * own: at the same time, but for those that keep the machine busy, which come one after another.
 */
export async function compare(say: (progress: string) => void): Promise<Findings> {
  const pairs = SCENARIOS.flatMap((scenario) => CLIENTS.map((client) => ({ scenario, client })));
  const stages = new Map<(typeof pairs)[number], Stage>();
  try {
    for (let i = 0; i < pairs.length; i += STARTING) {
      const starting = pairs.slice(i, i + STARTING);
      await Promise.all(
        starting.map(async (pair) =>
          stages.set(pair, await startClient(pair.client, pair.scenario.isBlocked)),
        ),
      );
    }
    say(`${pairs.length} clients are connected`);

    const findings = new Map(
      SCENARIOS.map((scenario) => [scenario, new Map<ClientName, Finding>()]),
    );
    const examine = async ([{ scenario, client }, stage]: [(typeof pairs)[number], Stage]) => {
      findings.get(scenario)?.set(client, await scenario.run(stage));
      say(`${client}: ${scenario.name}`);
    };
    // The longer it waits for its turn, the less else goes on: the one that counts most comes last.
    const [busy, calm] = parted([...stages], ([{ scenario, client }]) => isBusy(scenario, client));
    await Promise.all([inTurn(busy.reverse(), examine), ...calm.map(examine)]);
    return findings;
  } finally {
    await Promise.all([...stages.values()].map((stage) => stage.close()));
  }
}

const isBusy = (scenario: Scenario, client: ClientName) =>
  scenario.isBusy === true && client === 'amazon-connect-chatjs';

async function inTurn<T>(values: readonly T[], task: (value: T) => Promise<void>): Promise<void> {
  for (const value of values) await task(value);
}

const parted = <T>(values: readonly T[], isFirst: (value: T) => boolean): readonly [T[], T[]] => [
  values.filter(isFirst),
  values.filter((value) => !isFirst(value)),
];
