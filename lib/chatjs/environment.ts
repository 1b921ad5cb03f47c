import { asyncScheduler } from 'rxjs';
import {
  type ChatOptions,
  createFetchApi,
  type FetchApiOptions,
  type ParticipantApi,
} from '../lite.js';

/** What `connect.ChatSession` stands on: in a page, the page; in a test, what the test says. */
export interface Environment extends Pick<ChatOptions, 'random' | 'webSocket'> {
  readonly scheduler: NonNullable<ChatOptions['scheduler']>;
  readonly api: (options: FetchApiOptions) => ParticipantApi;
}

/** The page, or the Node process, that this runs in. */
export const hostEnvironment: Environment = { scheduler: asyncScheduler, api: createFetchApi };
