import type { ParticipantApi } from '../api/index.js';

/** What `make` makes, once for each endpoint: it keeps nothing of a chat, and a process may hold thousands. */
export function sharedApi(
  make: (endpoint: string) => ParticipantApi,
): (endpoint: string) => ParticipantApi {
  const made = new Map<string, ParticipantApi>();
  return (endpoint) => {
    const api = made.get(endpoint) ?? make(endpoint);
    made.set(endpoint, api);
    return api;
  };
}
