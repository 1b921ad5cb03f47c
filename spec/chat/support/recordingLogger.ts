import type { ChatLogger } from '../../../lib/lite.js';

/** One call of the logger. */
export interface LogLine {
  readonly level: keyof ChatLogger;
  readonly message: string;
  readonly details: object | undefined;
}

/** A logger, and what it was told. */
export function recordingLogger(): { readonly logger: ChatLogger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: keyof ChatLogger) => (message: string, details?: object) => {
    lines.push({ level, message, details });
  };
  return {
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    lines,
  };
}
