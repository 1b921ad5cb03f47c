/** From the most to the least talkative. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** The least level that is logged. */
export type LogLevel = (typeof LOG_LEVELS)[number] | 'silent';

/** Where log lines go: the console, or any object like it. Details never hold tokens or texts. */
export type ChatLogger = Readonly<
  Record<(typeof LOG_LEVELS)[number], (message: string, details?: object) => void>
>;

/** The part of `logger` that `level` lets through; a logger that throws is not let break a chat. */
export function leveled(logger: ChatLogger | undefined, level: LogLevel = 'info'): ChatLogger {
  const least = level === 'silent' ? LOG_LEVELS.length : LOG_LEVELS.indexOf(level);
  const write = (name: (typeof LOG_LEVELS)[number]) => (message: string, details?: object) => {
    if (LOG_LEVELS.indexOf(name) < least) return;
    try {
      logger?.[name](message, details);
    } catch {
      // Nowhere left to say so.
    }
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}
