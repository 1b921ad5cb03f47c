import { safeRandom } from '../../lib/chat/safeRandom.js';
import { recordingLogger } from './support/recordingLogger.js';

describe('chance', () => {
  it('is what the option gives', () => {
    const { lines, logger } = recordingLogger();
    const values = [0, 0.25, 0.999];
    const random = safeRandom(() => values.shift()!, logger);

    expect([random(), random(), random()]).toEqual([0, 0.25, 0.999]);
    expect(lines).toEqual([]);
  });

  it('is the default where nothing is given', () => {
    expect(safeRandom(undefined, recordingLogger().logger)).toBe(Math.random);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['NaN', NaN],
    ['what is below 0', -0.1],
    ['1', 1],
    ['text', '0.5'],
    ['a bigint', 0n],
  ])('is taken elsewhere where the option gives %s, which is said once', (_, value) => {
    const { lines, logger } = recordingLogger();
    const random = safeRandom(
      () => value as number,
      logger,
      () => 0.75,
    );

    expect([random(), random()]).toEqual([0.75, 0.75]);
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'the option random fails: Math.random is taken',
        details: { reason: 'no number in [0, 1)' },
      },
    ]);
  });

  it('is taken elsewhere where the option throws, of which the name is said and no more', () => {
    const { lines, logger } = recordingLogger();
    const random = safeRandom(
      () => {
        throw new TypeError('confidential');
      },
      logger,
      () => 0.75,
    );

    expect(random()).toBe(0.75);
    expect(lines).toMatchObject([{ details: { reason: 'TypeError' } }]);
  });
});
