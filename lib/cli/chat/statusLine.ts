import type { ItemStatus } from '../../lite.js';
import { inOneRow, type Line, lineOf, type Look, type Span } from '../text/index.js';
import type { Status, Task } from './output.js';

const OWN: Readonly<Record<ItemStatus, Span>> = {
  sending: { text: 'sending …', look: 'event' },
  sent: { text: '✓ sent', look: 'event' },
  delivered: { text: '✓✓ delivered', look: 'event' },
  read: { text: '✓✓ read', look: 'good' },
  failed: { text: '✗ not sent: /resend', look: 'bad' },
};

const CONNECTION: Readonly<Record<Status['connection'], readonly [text: string, look: Look]>> = {
  idle: ['not connected', 'event'],
  connecting: ['connecting …', 'event'],
  connected: ['connected', 'good'],
  reconnecting: ['reconnecting …', 'bad'],
  offline: ['no network', 'bad'],
  ended: ['over', 'event'],
  failed: ['not connected', 'bad'],
  closed: ['left', 'event'],
};

/** The status in one row, for a terminal that can draw it anew. */
export function statusRow({ connection, typing, growing, own, tasks }: Status): Line {
  const [state, look] = CONNECTION[connection];
  const parts: readonly Span[] = [
    { text: `● ${state}`, look },
    ...(own ? [OWN[own]] : []),
    ...tasks.map((task): Span => ({ text: bar(task), look: 'event' })),
    ...(typing.length > 0 ? [{ text: typingText(typing), look: 'other' } as const] : []),
    ...(growing === undefined ? [] : [{ text: growing, look: 'other' } as const]),
  ];
  return parts.flatMap((part, index) => (index > 0 ? [{ text: '  ' }, part] : [part]));
}

/** What is worth a line where lines stay: how the status has become what it is. */
export function statusLines(before: Status, after: Status): readonly Line[] {
  const typing = after.typing.filter((name) => !before.typing.includes(name));
  const isOwnNew = after.own !== before.own && after.own !== undefined && after.own !== 'sending';
  return [
    ...(typing.length > 0 ? [typingText(typing)] : []),
    ...(isOwnNew ? [`your message: ${OWN[after.own].text}`] : []),
    ...after.tasks.filter((task) => isStep(before.tasks, task)).map(progress),
  ].map((text) => lineOf(`· ${text}`, 'event'));
}

/** A line for each quarter is enough. */
function isStep(before: readonly Task[], { name, done = 0, count }: Task): boolean {
  const earlier = before.find((task) => task.name === name);
  return (
    earlier === undefined ||
    quarters(done) > quarters(earlier.done ?? 0) ||
    (count !== undefined && count > (earlier.count ?? 0))
  );
}

const quarters = (done: number) => Math.floor(done * 4);

const typingText = (names: readonly string[]): string =>
  `${names.map(inOneRow).join(', ')} ${names.length > 1 ? 'are' : 'is'} typing …`;

const progress = ({ name, done, count }: Task): string => {
  if (done !== undefined) return `${name} ${Math.floor(done * 100)}%`;
  return count === undefined ? `${name} …` : `${name}: ${count} …`;
};

const BAR_WIDTH = 12;

function bar(task: Task): string {
  if (task.done === undefined) return progress(task);
  const full = Math.round(task.done * BAR_WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${progress(task)}`;
}
