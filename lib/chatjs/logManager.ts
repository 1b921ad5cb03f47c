/** From the least to the most urgent; `ADVANCED_LOG` is for what support asks for. */
export const LogLevel = { DEBUG: 10, INFO: 20, WARN: 30, ERROR: 40, ADVANCED_LOG: 50 } as const;

/** @see LogLevel */
export type LogLevelName = keyof typeof LogLevel;
type MethodName = 'debug' | 'info' | 'warn' | 'error';
type AdvancedLogWriter = 'warn' | 'info' | 'debug' | 'log';
type Write = (...message: unknown[]) => unknown;

/** What a page logs with: the console, Streams' logger, or its own. */
export type ClientLogger = Readonly<Record<MethodName, (...message: never[]) => unknown>>;

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
  let advancedWriter: AdvancedLogWriter = 'warn';
  let client: ClientLogger | undefined;
  let isDefault = false;

  const write = (name: LogLevelName, { prefix, logMetaData }: LoggerOptions, parts: unknown[]) => {
    if (!client || LogLevel[name] < level) return undefined;
    const method = name === 'ADVANCED_LOG' ? advancedWriter : (name.toLowerCase() as MethodName);
    const meta = logMetaData ? json(logMetaData) : '';
    const line = isDefault
      ? `${name} [${new Date(now()).toISOString()}] ${prefix ?? ''}: ${parts.map(text).join(' ')} ${meta}`
      : `${name} ${json(parts)} ${meta}`;
    try {
      return (client as unknown as Record<string, Write>)[method]?.(line);
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
    updateLoggerConfig: (config = {}) => {
      level = levelOf(config.level);
      const own = [config.customizedLogger, config.logger].find(isLogger);
      isDefault = !own && config.useDefaultLogger === true;
      client = isDefault ? console : own;
      advancedWriter = writerOf(config.advancedLogWriter, client);
    },
    isLevelEnabled: (asked) => asked >= level,
    hasClientLogger: () => client !== undefined,
  };
}

/** `name`, where that is allowed and the logger has it. */
const writerOf = (name: AdvancedLogWriter | undefined, logger: object | undefined) =>
  name && logger && WRITERS.includes(name) && name in logger ? name : 'warn';

const WRITERS: readonly AdvancedLogWriter[] = ['warn', 'info', 'debug', 'log'];

/** Streams, where it is, calls levels by their names. */
const levelOf = (level: number | string | undefined): number =>
  typeof level === 'number' ? level : (LogLevel[level as LogLevelName] ?? LogLevel.INFO);

const isLogger = (value: unknown): value is ClientLogger =>
  typeof value === 'object' && value !== null;

const text = (part: unknown) => (typeof part === 'string' ? part : json(part));

function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return '[not JSON]';
  }
}
