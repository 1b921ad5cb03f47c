import { type ChatError, errorName } from '../api/index.js';
import type { ChatLogger } from './logger.js';

/** A network that is away for a moment takes fewer attempts. */
const ENOUGH = 3;

/** Called with the outcome of each attempt at a call: without an error if it was answered. */
export type ReportAttempt = (operation: string, error?: ChatError) => void;

/**
 * Warns of calls that are thrown out before they are answered, once until one is answered: at the third in a row.
 *
 * `fetch` throws a `TypeError` if there is no network, and also if its arguments are wrong or the environment forbids
 * the request. Nothing tells them apart, so both are retried. The warning has the error's kind and, in Node, its code,
 * but not its message, which may quote the URL or the bearer.
 */
export function warnOfThrown(log: ChatLogger): ReportAttempt {
  let thrown = 0;
  return (operation, error) => {
    if (error === undefined || error.statusCode !== undefined) thrown = 0;
    else if (error.code === 'Network' && error.cause !== undefined && ++thrown === ENOUGH) {
      const kind = errorName(error.cause);
      log.warn('calls fail before they are answered', {
        operation,
        kind,
        code: codeOf(error.cause),
      });
    }
  };
}

/** `ECONNREFUSED`, for example: Node's `fetch` has it on the cause of its TypeError. */
function codeOf(error: unknown): string | undefined {
  const { code, cause } = Object(error) as { readonly code?: unknown; readonly cause?: unknown };
  const codes = [code, (Object(cause) as { readonly code?: unknown }).code];
  return codes.find((each) => typeof each === 'string' && /^[A-Z][A-Z0-9_]{1,39}$/.test(each)) as
    string | undefined;
}
