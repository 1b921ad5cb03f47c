import { asyncScheduler, type SchedulerLike } from 'rxjs';
import { createFetchApi, type ParticipantApi, type WebSocketConstructor } from '../lite.js';

/** What `connect.ChatSession` stands on: in a page, the page; in a test, what the test says. */
export interface Environment {
  readonly scheduler: SchedulerLike;
  readonly random: (() => number) | undefined;
  readonly webSocket: WebSocketConstructor | undefined;
  readonly api: (endpoint: string, userAgent: string) => ParticipantApi;
}

/** The page, or the Node process, that this runs in. */
export const hostEnvironment: Environment = {
  scheduler: asyncScheduler,
  random: undefined,
  webSocket: undefined,
  api: (endpoint, userAgent) =>
    createFetchApi({
      endpoint,
      fetch: (url, init) =>
        globalThis.fetch(url, {
          ...init,
          headers: { ...(init?.headers as object), 'X-Amz-User-Agent': userAgent },
        }),
    }),
};
