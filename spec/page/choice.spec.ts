import {
  type Choice,
  type ChoiceChange,
  neighbour,
  nextWaiting,
  NO_CHOICE,
  reduceChoice,
} from '../../examples/page/desk/choice.js';

/** Chats by a letter each; a capital one waits. */
const chats = (letters: string) =>
  [...letters].map((letter) => ({
    contactId: letter.toLowerCase(),
    waitingSince: letter === letter.toUpperCase() ? new Date(0) : undefined,
  }));
const are = (letters: string): ChoiceChange => ({ type: 'chats', chats: chats(letters) });
const choose = (contactId: string): ChoiceChange => ({ type: 'choose', contactId });
const want = (contactId: string): ChoiceChange => ({ type: 'want', contactId });
const chosenAfter = (...changes: readonly ChoiceChange[]) =>
  changes.reduce(reduceChoice, NO_CHOICE).chosen;
const choiceOf = (letters: string, chosen: string | undefined): Choice => ({
  ...NO_CHOICE,
  chats: chats(letters),
  chosen,
});

describe('the open chat of a desk', () => {
  it.each([
    ['is the first that comes', [are('a')], 'a'],
    ['stays when others come', [are('a'), are('aB')], 'a'],
    ['stays when others go', [are('abc'), choose('b'), are('b')], 'b'],
    ['is what comes to the place of one that goes', [are('abcd'), choose('b'), are('acd')], 'c'],
    ['is the last where the last goes', [are('abc'), choose('c'), are('ab')], 'b'],
    ['is none where all go', [are('a'), are('')], undefined],
    ['is one that is wanted, at once', [are('ab'), want('b')], 'b'],
    ['is one that is wanted, once it comes', [are('a'), want('c'), are('ab'), are('abc')], 'c'],
    ['is what is chosen meanwhile', [are('ab'), want('c'), choose('b'), are('abc')], 'b'],
  ] as const)('%s', (_, changes, chosen) => {
    expect(chosenAfter(...changes)).toBe(chosen);
  });

  it.each([
    ['a', 1, 'b'],
    ['b', -1, 'a'],
    ['a', -1, 'a'],
    ['c', 5, 'c'],
    ['c', -Infinity, 'a'],
    ['a', Infinity, 'c'],
    [undefined, 1, 'a'],
  ])('from %s by %s rows is %s', (chosen, by, expected) => {
    expect(neighbour(choiceOf('abc', chosen), by)).toBe(expected);
  });

  it.each([
    ['aBcD', 'a', 1, 'b'],
    ['aBcD', 'b', 1, 'd'],
    ['aBcD', 'd', 1, 'b'],
    ['aBcD', 'a', -1, 'd'],
    ['aBcD', 'd', -1, 'b'],
    ['aBcD', undefined, 1, 'b'],
    ['aBcD', undefined, -1, 'd'],
    ['Abc', 'a', 1, 'a'],
    ['abc', 'a', 1, undefined],
    ['', undefined, 1, undefined],
  ] as const)('of %s, from %s on by %s, the next who waits is %s', (letters, from, by, next) => {
    expect(nextWaiting(choiceOf(letters, from), by)).toBe(next);
  });
});
