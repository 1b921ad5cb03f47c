import { argumentsOf } from '../../lib/api/argumentsOf.js';
import { ChatError } from '../../lib/api/errors.js';

const { must, object, text, number, integer, choice } = argumentsOf('do it');

const refusal = (check: () => unknown): ChatError => {
  try {
    check();
  } catch (error) {
    if (error instanceof ChatError) return error;
  }
  throw new Error('it was not refused');
};

describe('argumentsOf', () => {
  it('accepts valid arguments', () => {
    expect(text('name', 'abc', 3)).toBe('abc');
    expect(text('name', 'abc')).toBe('abc');
    object('name', {});
    number('name', Infinity, 1, Infinity);
    integer('name', 5, 5, 5);
    choice('name', 'A', ['A', 'B']);
    must('name', 'anything', undefined, true);
  });

  it.each<[() => unknown, string]>([
    [() => text('name', '', 3), 'a string of 1 to 3 characters, got a string of 0 characters'],
    [
      () => text('name', 'secret', 3),
      'a string of 1 to 3 characters, got a string of 6 characters',
    ],
    [() => text('name', ''), 'a string that is not empty, got a string of 0 characters'],
    [() => text('name', null), 'a string that is not empty, got null'],
    [() => object('name', ['secret']), 'an object, got a list'],
    [() => object('name', null), 'an object, got null'],
    [() => number('name', NaN, 0, 1), 'a number from 0 to 1, got NaN'],
    [() => number('name', '1', 0, 1), 'a number from 0 to 1, got a string of 1 characters'],
    [() => number('name', 2, 0, 1), 'a number from 0 to 1, got 2'],
    [() => integer('name', 0.5, 0, 1), 'an integer from 0 to 1, got 0.5'],
    [() => choice('name', { secret: 1 }, ['A', 'B']), 'A or B, got object'],
    [() => must('name', 'a time', new Date(NaN), false), 'a time, got an invalid Date'],
  ])(
    'names the argument, the limit and the kind or size of what was given %#',
    (check, because) => {
      const error = refusal(check);

      expect(error.code).toBe('InvalidArgument');
      expect(error.message).toBe(`cannot do it: name must be ${because}`);
    },
  );
});
