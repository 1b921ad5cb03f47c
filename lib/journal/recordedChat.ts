import { isObservable, Observable, type Subscription } from 'rxjs';
import type { Chat } from '../lite.js';
import type { Json } from './journal.js';
import type { Recording } from './recording.js';

type Method = (...args: unknown[]) => unknown;

/** `chat`, of which it is written down what the app does with it. */
export function recordedChat<Handed extends object>(chat: Handed, recording: Recording): Handed {
  const { log } = recording;
  const handed = { ...chat } as Record<string, unknown>;
  for (const [name, method] of Object.entries(chat)) {
    if (typeof method !== 'function') continue;
    handed[name] = (...args: unknown[]) => {
      const of = log.entries.length;
      const plain = args.map((arg) => plainArgument(name, arg, recording));
      const result = log.enter({ type: 'call', name, args: plain }, () =>
        (method as Method).apply(chat, args),
      );
      return isObservable(result) ? recordedResult(result, of, recording) : result;
    };
  }
  const { outgoing } = chat as Partial<Chat>;
  if (outgoing) {
    handed.outgoing = {
      next: (message: unknown) => {
        const args = [plainArgument('sendMessage', message, recording)];
        log.enter({ type: 'call', name: 'outgoing', args }, () => outgoing.next(message as string));
      },
      error: outgoing.error.bind(outgoing),
      complete: outgoing.complete.bind(outgoing),
    };
  }
  const { close } = handed;
  if (typeof Symbol.dispose === 'symbol') Object.assign(handed, { [Symbol.dispose]: close });
  return handed as Handed;
}

/** What a call gave, of which each subscription and unsubscription is written down. */
const recordedResult = (result$: Observable<unknown>, of: number, { log }: Recording) =>
  new Observable((subscriber) => {
    const index = log.entries.length;
    let hasEnded = false;
    const subscription: Subscription = log.enter({ type: 'subscribe', of }, () =>
      result$.subscribe({
        next: (value) => {
          subscriber.next(value);
        },
        error: (error: unknown) => {
          hasEnded = true;
          subscriber.error(error);
        },
        complete: () => {
          hasEnded = true;
          subscriber.complete();
        },
      }),
    );
    return () => {
      if (hasEnded) return;
      log.enter({ type: 'unsubscribe', of: index }, () => {
        subscription.unsubscribe();
      });
    };
  });

/** Methods whose argument is an id, which is kept. */
const TAKES_ID = new Set([
  ...['resend', 'markRead', 'markDelivered', 'cancelAuthentication', 'call'],
  ...['downloadAttachment', 'attachmentUrl', 'attachmentLink'],
]);

function plainArgument(method: string, argument: unknown, { redactor }: Recording): Json {
  if (typeof argument === 'string') {
    return TAKES_ID.has(method) ? redactor.id(argument) : redactor.text(argument);
  }
  if (isFile(argument)) {
    const { size, type } = argument;
    return { uri: 'journal:file', name: redactor.text(argument.name ?? 'file'), size, type };
  }
  return redactor.json(argument);
}

interface FileLike {
  readonly name?: string;
  readonly size: number;
  readonly type: string;
}

const isFile = (value: unknown): value is FileLike => {
  const { size, type } = Object(value) as Partial<FileLike>;
  return typeof size === 'number' && typeof type === 'string';
};
