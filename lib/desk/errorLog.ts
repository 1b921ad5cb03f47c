import type { ChatOptions } from '../lite.js';

/** Logs an error of the desk itself, as its chats log theirs; a logger that throws breaks nothing. */
export const errorLog =
  ({ logger, logLevel }: Pick<ChatOptions, 'logger' | 'logLevel'>) =>
  (message: string, details: object): void => {
    if (logLevel === 'silent') return;
    try {
      logger?.error(message, details);
    } catch {
      // Nowhere left to say so.
    }
  };
