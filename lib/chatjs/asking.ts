import { defer, firstValueFrom, type Observable } from 'rxjs';
import { ChatError } from '../lite.js';
import { rejection } from './answers.js';

/** `work$` as a promise, which rejects as pages know it. */
export type AskingPromise = <T>(
  method: string,
  metadata: unknown,
  work$: Observable<T>,
) => Promise<T>;

/** The same, answering the data with the caller's metadata. */
export type AskingAnswer = <T>(
  method: string,
  metadata: unknown,
  work$: Observable<T>,
) => Promise<{ readonly data: T; readonly metadata: unknown }>;

/** How a session turns streams into promises; once it has left the chat, it asks nothing more. */
export interface Asking {
  readonly promise: AskingPromise;
  readonly answered: AskingAnswer;
  readonly leave: () => void;
  readonly anew: () => void;
}

export function createAsking(): Asking {
  let hasLeft = false;
  const promise: AskingPromise = <T>(method: string, metadata: unknown, work$: Observable<T>) =>
    firstValueFrom(
      defer(() => {
        if (hasLeft) throw new ChatError('NotConnected', 'this participant has left the chat');
        return work$;
      }),
      { defaultValue: {} as T },
    ).catch((error: unknown) => {
      throw rejection(method, error, metadata);
    });
  return {
    promise,
    answered: async (method, metadata, work$) => ({
      data: await promise(method, metadata, work$),
      metadata: metadata ?? null,
    }),
    leave: () => {
      hasLeft = true;
    },
    anew: () => {
      hasLeft = false;
    },
  };
}
