import { mergeMessages } from '../../lib/chat/storage/mergeMessages.js';
import type { StoredMessage, StoredMessages } from '../../lib/chat/storage/snapshot.js';

const message = (clientToken: string, content = clientToken): StoredMessage => ({
  content,
  contentType: 'text/plain',
  clientToken,
});
const messages = (...clientTokens: string[]) => clientTokens.map((token) => message(token));
const failed = (clientToken: string) => ({ raw: {}, status: 'failed' as const, clientToken });

/** What is stored; tokens in capitals are this page's. */
const merge = (stored: Partial<StoredMessages>, outbox: readonly string[], sent: string[] = []) =>
  mergeMessages(
    { outbox: [], failed: [], sent: [], ...stored },
    { outbox: messages(...outbox), sent },
    (token) => token === token.toUpperCase(),
  );
const tokens = ({ outbox }: StoredMessages) => outbox.map(({ clientToken }) => clientToken);

describe('mergeMessages', () => {
  it.each([
    ['what another page has stored', ['a'], ['B'], ['a', 'B']],
    ['the stored order', ['a', 'B', 'c'], ['B', 'D'], ['a', 'B', 'c', 'D']],
    ["this page's order", ['C', 'a', 'B'], ['B', 'C'], ['B', 'a', 'C']],
    ['nothing of this page that it does not have any more', ['a', 'B'], [], ['a']],
    ['nothing where nothing waits', [], [], []],
  ])('keeps %s', (_, stored, own, kept) => {
    expect(tokens(merge({ outbox: messages(...stored) }, own))).toEqual(kept);
  });

  it('keeps nothing that any page knows to be sent', () => {
    const merged = merge({ outbox: messages('a', 'B'), sent: ['a', 'B'] }, ['B', 'C']);
    expect(tokens(merged)).toEqual(['C']);
  });

  it('remembers the last 200 that were sent, of this page those that it had stored', () => {
    const before = Array.from({ length: 200 }, (_, i) => `${i}`);
    const { sent } = merge({ sent: before }, [], ['A', 'never stored']);
    expect(sent).toHaveLength(200);
    expect(sent.slice(-2)).toEqual(['199', 'A']);
  });

  it('keeps what has failed on another page, the last 20', () => {
    const others = Array.from({ length: 30 }, (_, i) => failed(`failed-${i}`));
    const merged = merge(
      { failed: [failed('OWN'), failed('sent'), ...others], sent: ['sent'] },
      [],
    );
    expect(merged.failed).toEqual(others.slice(10));
  });

  it('keeps half a million characters of other pages', () => {
    const others = Array.from({ length: 100 }, (_, i) => message(`other-${i}`, 'x'.repeat(10_000)));
    const kept = tokens(merge({ outbox: others }, ['OWN']));
    expect(kept.slice(0, 2)).toEqual(['other-0', 'other-1']);
    expect(kept.at(-1)).toBe('OWN');
    expect(kept).toHaveLength(50);
  });
});
