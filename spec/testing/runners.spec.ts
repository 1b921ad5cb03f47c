import { configure } from 'rxjs-marbles';
import { marbles as mochaMarbles } from 'rxjs-marbles/mocha/index.js';
import { TestScheduler } from 'rxjs/testing';
import { fakeChat, type MarbleHelpers } from '../../lib/testing.js';
import { texts } from './support/streams.js';

const SERVER = '--a-b-|';

/** A test of the same chat in the ways of several frameworks. */
const chatDrawn = (helpers: MarbleHelpers) => {
  const { chat } = fakeChat(helpers, { server: SERVER });
  chat.connect().subscribe();
  return texts(chat.messages$);
};

describe('fakeChat', () => {
  it('works in the bare TestScheduler', () => {
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    scheduler.run((helpers) => {
      helpers.expectObservable(chatDrawn(helpers)).toBe(SERVER);
    });
    expect.assertions(1);
  });

  it('works in the bare TestScheduler without run, on its clock', () => {
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    const helpers = { hot: (drawing: string) => scheduler.createHotObservable(drawing) };
    const { chat } = fakeChat(helpers, { server: SERVER, scheduler });
    chat.connect().subscribe();
    scheduler.expectObservable(texts(chat.messages$)).toBe(SERVER);
    scheduler.flush();
    expect.assertions(1);
  });

  it(
    "works with rxjs-marbles' mocha",
    mochaMarbles((m) => {
      m.expect(chatDrawn(m)).toBeObservable(SERVER);
    }),
  );

  const assertDeepEqual = (actual: unknown, expected: unknown) => {
    expect(actual).toEqual(expected);
  };

  it(
    'works with rxjs-marbles for any framework',
    configure({ assertDeepEqual, run: true }).marbles((m) => {
      m.expect(chatDrawn(m)).toBeObservable(SERVER);
    }),
  );

  it(
    'works with rxjs-marbles without run, on its clock',
    configure({ assertDeepEqual, run: false }).marbles((m) => {
      const { chat } = fakeChat(m, { server: SERVER, scheduler: m.scheduler });
      chat.connect().subscribe();
      m.expect(texts(chat.messages$)).toBeObservable(SERVER);
    }),
  );

  it('fails a test whose expectation is wrong', () => {
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    expect(() =>
      scheduler.run((helpers) => {
        helpers.expectObservable(chatDrawn(helpers)).toBe('--a-c-|');
      }),
    ).toThrow(/"value": "c"/);
  });
});
