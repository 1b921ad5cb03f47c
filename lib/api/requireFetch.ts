import { ChatError } from './errors.js';

/**
 * The `fetch` of this environment.
 *
 * @param instead - names what to pass if there is none.
 * @throws ChatError `Unsupported` if there is none, as in Jest's jsdom environment.
 */
export function requireFetch(operation: string, instead: string): typeof globalThis.fetch {
  const { fetch } = globalThis as Partial<Pick<typeof globalThis, 'fetch'>>;
  if (typeof fetch === 'function') return fetch;
  throw new ChatError(
    'Unsupported',
    `cannot ${operation}: this environment has no fetch; pass ${instead}`,
  );
}

/** What to pass to a chat if there is no `fetch` for its calls. */
export const API_INSTEAD = 'one to createFetchApi, and its result as the option api';
