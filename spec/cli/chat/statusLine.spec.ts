import { IDLE, type Output, reduceStatus, type Status } from '../../../lib/cli/chat/output.js';
import { statusLines, statusRow } from '../../../lib/cli/chat/statusLine.js';

const after = (...outputs: readonly Output[]): Status => outputs.reduce(reduceStatus, IDLE);
const textOf = (status: Status) =>
  statusRow(status)
    .map(({ text }) => text)
    .join('');
const uploading = (done?: number): Output => ({
  type: 'task',
  name: 'sending a.txt',
  task: { name: 'sending a.txt', ...(done !== undefined && { done }) },
});
const uploaded: Output = { type: 'task', name: 'sending a.txt', task: undefined };

describe('the status line', () => {
  it('tells all that is the case', () => {
    const change = { connection: 'connected', typing: ['Bob', 'Eve\n'], own: 'read' } as const;
    expect(textOf(after({ type: 'status', change }, uploading(0.5)))).toBe(
      '● connected  ✓✓ read  ██████░░░░░░ sending a.txt 50%  Bob, Eve are typing …',
    );
    expect(textOf(after({ type: 'status', change: { growing: 'Bot: …an answer' } }))).toBe(
      '● not connected  Bot: …an answer',
    );
    expect(textOf(after(uploading()))).toBe('● not connected  sending a.txt …');
    expect(textOf(after(uploading(), uploaded))).toBe('● not connected');
  });

  it('is told in lines where lines stay: what begins, each step, and no more', () => {
    const typing = (...names: readonly string[]): Output => ({
      type: 'status',
      change: { typing: names },
    });
    const own = (status: Status['own']): Output => ({ type: 'status', change: { own: status } });
    const lines: string[] = [];
    let status = IDLE;
    for (const output of [
      ...[typing('Bob'), typing('Bob', 'Eve'), typing('Eve'), typing(), typing('Bob')],
      ...[own('sending'), own('sent'), own('sent'), own('read')],
      ...[undefined, 0, 0.1, 0.3, 0.4, 1].map(uploading),
      uploaded,
    ]) {
      const next = reduceStatus(status, output);
      lines.push(...statusLines(status, next).map((line) => line.map(({ text }) => text).join('')));
      status = next;
    }
    expect(lines).toEqual([
      '· Bob is typing …',
      '· Eve is typing …',
      '· Bob is typing …',
      '· your message: ✓ sent',
      '· your message: ✓✓ read',
      '· sending a.txt …',
      '· sending a.txt 30%',
      '· sending a.txt 100%',
    ]);
  });
});
