import { isObservable, Observable, type Subscription } from 'rxjs';
import type { Chat } from '../lite.js';
import type { Json } from './journal.js';
import type { Recording } from './recording.js';

type Method = (...args: unknown[]) => unknown;

/** `chat`, of which it is written down what the app does with it. */
export function recordedChat<Handed extends object>(chat: Handed, recording: Recording): Handed {
  const recorded = new Map<PropertyKey, unknown>();
  const record = (name: PropertyKey, value: unknown): unknown => {
    if (name === 'outgoing') return recordedOutgoing(value as Chat['outgoing'], recording);
    const isCall = typeof name === 'string' && name !== 'toJSON' && typeof value === 'function';
    return isCall ? recordedMethod(name, value as Method, recording) : value;
  };
  return new Proxy(chat, {
    get: (target, name, proxy) => {
      if (name === Symbol.dispose) return Reflect.get(target, 'close', proxy) as unknown;
      if (!recorded.has(name)) recorded.set(name, record(name, Reflect.get(target, name)));
      return recorded.get(name);
    },
  });
}

const recordedMethod =
  (name: string, method: Method, recording: Recording): Method =>
  (...args) => {
    const { log } = recording;
    const of = log.entries.length;
    const plain = args.map((arg) => plainArgument(name, arg, recording));
    const result = log.enter({ type: 'call', name, args: plain }, () => method(...args));
    return isObservable(result) ? recordedResult(result, of, recording) : result;
  };

const recordedOutgoing = (outgoing: Chat['outgoing'], recording: Recording): Chat['outgoing'] => ({
  next: (message) => {
    const args = [plainArgument('sendMessage', message, recording)];
    recording.log.enter({ type: 'call', name: 'outgoing', args }, () => {
      outgoing.next(message);
    });
  },
  error: (error) => {
    outgoing.error(error);
  },
  complete: () => {
    outgoing.complete();
  },
});

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
