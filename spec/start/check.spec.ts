import { of } from 'rxjs';
import type { ChatMessage, Transcript, WireItem } from 'rx-connect-chat';
import {
  checkEnd,
  checkMessages,
  checkOrder,
  checkTranscript,
} from '../../examples/conversation/check.js';
import type { Side } from '../../examples/conversation/side.js';

const kept: readonly WireItem[] = ['a', 'b', 'c'].map((name) => ({
  Id: name,
  Type: 'MESSAGE',
  ContentType: 'text/plain',
  Content: `text ${name}`,
}));

const sideWith = (names: readonly string[], reason = 'ended') => {
  const received = names.map((id) => ({ id, content: `text ${id}` }) as ChatMessage);
  const transcript$ = of({ items: received } as unknown as Transcript);
  return { received, chat: { transcript$, ended$: of({ reason }) } } as unknown as Side;
};

describe('what the conversation is checked for', () => {
  it.each([
    ['nothing wrong', ['a', 'b', 'c'], undefined],
    ['one missing', ['a', 'c'], 'number 2 is "text c" (c) instead of "text b" (b)'],
    ['one twice', ['a', 'a', 'b', 'c'], 'number 2 is "text a" (a) instead of "text b" (b)'],
    ['another order', ['b', 'a', 'c'], 'number 1 is "text b" (b) instead of "text a" (a)'],
    ['the last missing', ['a', 'b'], 'number 3 is missing instead of "text c" (c)'],
    ['one too many', ['a', 'b', 'c', 'd'], 'number 4 is "text d" (d) instead of nothing'],
  ])('finds %s', async (_, names, wrong) => {
    const side = sideWith(names);

    expect(checkMessages('', side, kept, []).wrong).toBe(wrong);
    expect((await checkTranscript('', side, kept)).wrong).toBe(wrong);
  });

  it('leaves out what was said before', () => {
    const side = sideWith(['b', 'c']);

    expect(checkMessages('', side, kept, kept.slice(0, 1)).wrong).toBeUndefined();
  });

  it('finds missed messages out of order, or missing', () => {
    expect(checkOrder('', sideWith(['a', 'c', 'b']), ['text a', 'text b']).wrong).toBeUndefined();
    expect(checkOrder('', sideWith(['b', 'a']), ['text a', 'text b']).wrong).toBeDefined();
    expect(checkOrder('', sideWith(['a']), ['text a', 'text b']).wrong).toBeDefined();
  });

  it('finds an end of another kind', async () => {
    expect((await checkEnd('', sideWith([]))).wrong).toBeUndefined();
    expect((await checkEnd('', sideWith([], 'expired'))).wrong).toBe('it ended with expired');
  });
});
