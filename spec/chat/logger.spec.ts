import { type ChatLogger, leveled, LOG_LEVELS, type LogLevel } from '../../lib/chat/logger.js';

function recording() {
  const lines: [string, string, object | undefined][] = [];
  const write = (level: string) => (message: string, details?: object) => {
    lines.push([level, message, details]);
  };
  const logger: ChatLogger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  return { logger, lines };
}

describe('leveled', () => {
  it.each<[LogLevel | undefined, readonly string[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
    [undefined, ['info', 'warn', 'error']],
  ])('lets through at level %s: %j', (level, expected) => {
    const { logger, lines } = recording();
    const log = leveled(logger, level);
    for (const each of LOG_LEVELS) log[each]('message');

    expect(lines.map(([written]) => written)).toEqual(expected);
  });

  it('passes the message and the details on as they are', () => {
    const { logger, lines } = recording();
    const details = { a: 1 };
    leveled(logger).warn('message', details);

    expect(lines).toEqual([['warn', 'message', details]]);
    expect(lines[0]?.[2]).toBe(details);
  });

  it('calls the methods of the logger, so that they know whose they are', () => {
    class Counter {
      lines = 0;
      debug() {
        this.lines++;
      }
      info() {
        this.lines++;
      }
      warn() {
        this.lines++;
      }
      error() {
        this.lines++;
      }
    }
    const counter = new Counter();
    const { info } = leveled(counter);
    info('message');

    expect(counter.lines).toBe(1);
  });

  it('goes nowhere where there is no logger', () => {
    const log = leveled(undefined, 'debug');

    for (const each of LOG_LEVELS) {
      expect(() => {
        log[each]('message');
      }).not.toThrow();
    }
  });

  it('does not let a logger that throws break anything', () => {
    const failing = () => {
      throw new Error('disk full');
    };
    const log = leveled({ debug: failing, info: failing, warn: failing, error: failing }, 'debug');

    for (const each of LOG_LEVELS) {
      expect(() => {
        log[each]('message');
      }).not.toThrow();
    }
  });

  it('does not let a logger without some of its methods break anything', () => {
    const { error } = leveled({} as ChatLogger);

    expect(() => {
      error('message');
    }).not.toThrow();
  });
});
