/** From the least to the most urgent; `ADVANCED_LOG` is for what support asks for. */
export const LogLevel = { DEBUG: 10, INFO: 20, WARN: 30, ERROR: 40, ADVANCED_LOG: 50 } as const;

/** @see LogLevel */
export type LogLevelName = keyof typeof LogLevel;
type MethodName = 'debug' | 'info' | 'warn' | 'error';
type AdvancedLogWriter = 'warn' | 'info' | 'debug' | 'log';
type Write = (...message: unknown[]) => unknown;

/** What a page logs with: the console, Streams' logger, or its own. */
export interface ClientLogger {
  debug(...message: string[]): unknown;
  info(...message: string[]): unknown;
  warn(...message: string[]): unknown;
  error(...message: string[]): unknown;
}

/** How logging is set up. Nothing is logged where neither a logger nor the default one is given. */
export interface LoggerConfig {
  readonly customizedLogger?: ClientLogger | undefined;
  /** The same, under Streams' name for it. */
  readonly logger?: ClientLogger | undefined;
  /** Whether to log to the console, where no logger is given. @defaultValue false */
  readonly useDefaultLogger?: boolean | undefined;
  /** The least level that is logged, or its name. @defaultValue INFO */
  readonly level?: number | string | undefined;
  /** The logger's method for `ADVANCED_LOG`. @defaultValue warn */
  readonly advancedLogWriter?: AdvancedLogWriter | undefined;
}

/** Whom log lines are from. */
export interface LoggerOptions {
  readonly prefix?: string | undefined;
  readonly logMetaData?: object | undefined;
}

/** Logs by what the {@link LogManager} says at that time; answers what the page's logger answers. */
export type Logger = Readonly<Record<MethodName | 'advancedLog', Write>>;

/** `connect.LogManager`. */
export interface LogManager {
  getLogger(options?: LoggerOptions): Logger;
  updateLoggerConfig(config?: LoggerConfig): void;
  isLevelEnabled(level: number): boolean;
  hasClientLogger(): boolean;
}

/** @param now - the time in milliseconds, for the lines of the default logger. */
export function createLogManager(now: () => number): LogManager {
  let level: number = LogLevel.INFO;
  let advancedWriter = 'warn';
  let client: Readonly<Record<string, Write>> | undefined;

  const write = (name: LogLevelName, { prefix, logMetaData }: LoggerOptions, parts: unknown[]) => {
    if (!client || LogLevel[name] < level) return undefined;
    const text =
      (client as unknown) === console
        ? `[${new Date(now()).toISOString()}] ${prefix ?? ''}: ${parts.map(textOf).join(' ')}`
        : textOf(parts);
    const method = name === 'ADVANCED_LOG' ? advancedWriter : name.toLowerCase();
    try {
      return client[method]?.(`${name} ${text} ${textOf(logMetaData ?? '')}`);
    } catch {
      return undefined; // a logger is not let break a chat
    }
  };

  return {
    getLogger: (options = {}) => {
      const at =
        (name: LogLevelName): Write =>
        (...parts) =>
          write(name, options, parts);
      return {
        debug: at('DEBUG'),
        info: at('INFO'),
        warn: at('WARN'),
        error: at('ERROR'),
        advancedLog: at('ADVANCED_LOG'),
      };
    },
    updateLoggerConfig: ({
      customizedLogger,
      logger,
      useDefaultLogger,
      level: least,
      advancedLogWriter = 'warn',
    } = {}) => {
      // Streams, where it is, calls levels by their names.
      level =
        typeof least === 'number' ? least : (LogLevel[least as LogLevelName] ?? LogLevel.INFO);
      const given =
        [customizedLogger, logger].find(isObject) ?? (useDefaultLogger ? console : undefined);
      client = given as typeof client;
      const isWriter = WRITERS.includes(advancedLogWriter) && client && advancedLogWriter in client;
      advancedWriter = isWriter ? advancedLogWriter : 'warn';
    },
    isLevelEnabled: (asked) => asked >= level,
    hasClientLogger: () => client !== undefined,
  };
}

const WRITERS: readonly AdvancedLogWriter[] = ['warn', 'info', 'debug', 'log'];

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

function textOf(value: unknown): string {
  try {
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return '[not JSON]';
  }
}
