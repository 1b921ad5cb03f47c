import { CLIENTS, type Findings } from './compare.js';
import type { Fate } from './measure.js';
import type { Finding, Scenario } from './scenarios.js';

/** What was found, as tables in Markdown. */
export const tables = (findings: Findings): string =>
  [
    'What became of the messages that the agent sent:',
    '',
    ...messagesTable(findings),
    '',
    'What each client did about it:',
    '',
    ...doingsTable(findings),
  ].join('\n');

function messagesTable(findings: Findings): readonly string[] {
  const rows = [...findings].filter(([, byClient]) => [...byClient.values()][0]?.stream);
  return table(
    [
      'fault',
      ...CLIENTS.flatMap((client) =>
        client === 'amazon-connect-chatjs'
          ? [`chatjs \`onMessage\``, '`onTranscriptUpdated`']
          : [`\`${client}\` \`messages$\``, '`transcript$`'],
      ),
    ],
    rows.map(([{ name }, byClient]) => [
      name,
      ...CLIENTS.flatMap((client) => {
        const { stream, transcript } = byClient.get(client) ?? {};
        return [fateText(stream), fateText(transcript)];
      }),
    ]),
  );
}

const doingsTable = (findings: Findings): readonly string[] =>
  table(
    ['fault', ...CLIENTS.map((client) => `\`${client}\``), 'limit'],
    [...findings]
      .map(([scenario, byClient]) => [
        scenario.name,
        ...CLIENTS.map((client) => doingText(byClient.get(client) ?? {})),
        limitText(scenario),
      ])
      .filter((cells) => cells.slice(1).some((cell) => cell !== '')),
  );

function fateText(fate: Fate | undefined): string {
  if (!fate) return '';
  const { sent, lost, doubled, outOfOrder } = fate;
  const faults = [
    lost > 0 ? `${lost} of ${sent} lost` : '',
    doubled > 0 ? `${doubled} doubled` : '',
    outOfOrder > 0 ? `${outOfOrder} out of order` : '',
  ].filter(Boolean);
  return faults.length > 0 ? `**${faults.join(', ')}**` : 'right';
}

function doingText({ calls, recovery, thrown, accepted, ...finding }: Finding): string {
  const parts: string[] = [];
  if (calls !== undefined) {
    parts.push(`${calls.toLocaleString('en')} ${calls === 1 ? 'call' : 'calls'}`);
  }
  if (finding.pollsPerMinute !== undefined) {
    parts.push(`GetTranscript ${finding.pollsPerMinute.toLocaleString('en')} times a minute`);
  }
  if (accepted) {
    const { medianMs } = accepted;
    parts.push(
      medianMs === undefined ? '**not all sent**' : `accepted within ${medianMs.toFixed(0)} ms`,
    );
  }
  if (recovery) {
    const { afterMs } = recovery;
    parts.push(afterMs === undefined ? '**not back in 72 s**' : `back ${seconds(afterMs)} later`);
  }
  if ('foundAfterMs' in finding) {
    const { foundAfterMs } = finding;
    parts.push(
      foundAfterMs === undefined ? '**not found**' : `found after ${seconds(foundAfterMs)}`,
    );
  }
  if (thrown !== undefined) {
    parts.push(thrown > 0 ? '**throws out of its handler**' : 'throws nothing');
  }
  return parts.join(', ');
}

const limitText = ({
  limits: { calls, steps, foundAfterMs, pollsPerMinute, acceptedWithinMs },
}: Scenario): string =>
  [
    calls === undefined ? '' : `${calls} calls`,
    steps === undefined ? '' : `back within ${steps} × the last wait's ceiling`,
    pollsPerMinute === undefined ? '' : `GetTranscript ${pollsPerMinute} times a minute`,
    acceptedWithinMs === undefined ? '' : `accepted within ${acceptedWithinMs} ms`,
    foundAfterMs === undefined ? '' : `found within ${seconds(foundAfterMs)}`,
  ]
    .filter(Boolean)
    .join(', ');

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

export const table = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] =>
  [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
