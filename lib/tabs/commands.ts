import {
  catchError,
  defer,
  map,
  merge,
  Observable,
  of,
  ReplaySubject,
  type SchedulerLike,
  share,
  type Subscriber,
  Subscription,
  take,
  throwError,
  timer,
} from 'rxjs';
import {
  type Chat,
  ChatError,
  type ChatErrorCode,
  FlushError,
  type FlushOptions,
  type OutgoingMessage,
} from '../lite.js';
import type { Mirror } from './mirror.js';
import { uuid } from './uuid.js';

/** The commands that a chat performs, for whichever tab. */
export const COMMANDS = [
  'sendMessage',
  'resend',
  'sendTyping',
  'sendEvent',
  'call',
  'getTranscript',
  'loadOlder',
  'describeView',
  'getAuthenticationUrl',
  'cancelAuthentication',
  'sendAttachment',
  'downloadAttachment',
  'attachmentUrl',
  'attachmentLink',
  'markRead',
  'markDelivered',
  'disconnect',
  'flush',
] as const;

export type CommandName = (typeof COMMANDS)[number];

/** A command that has been given in this tab and not answered. */
export interface Call {
  /** One of this tab's. */
  readonly id: number;
  readonly name: CommandName;
  readonly args: readonly unknown[];
  /** What could not be done, in an error. */
  readonly act: string;
  readonly subscriber: Pick<Subscriber<unknown>, 'next' | 'error' | 'complete'>;
}

/** Brings a call to the leader; answers how to take it back. */
export type Carrier = (call: Call) => () => void;

/** The commands of a chat that tabs share. */
export interface SharedCommands {
  readonly commands: Pick<Chat, CommandName | 'outgoing'>;
  /** Calls go this way from now on; those that have not been answered go again. */
  carryBy(carrier: Carrier | undefined): void;
  /** The answer to a call. */
  call(id: number): Call | undefined;
  /** No call can be answered any more. */
  fail(code: 'NotConnected' | 'Ended', because: string): void;
}

/** What {@link sharedCommands} needs. */
export interface SharedCommandsOptions {
  readonly mirror: Mirror;
  readonly random: () => number;
  readonly scheduler: SchedulerLike;
  readonly warn: (message: string, details: object) => void;
}

export function sharedCommands({
  mirror,
  random,
  scheduler,
  warn,
}: SharedCommandsOptions): SharedCommands {
  interface Pending extends Call {
    takeBack: (() => void) | undefined;
  }
  const pending = new Map<number, Pending>();
  /** What nobody waits for: how it went shows on its item. */
  const outgoing = new Subscription();
  let carrier: Carrier | undefined;
  let calls = 0;
  const newToken = () => uuid(random);

  const carry = (call: Pending) => {
    call.takeBack = carrier?.(call);
  };
  const run = <T>(name: CommandName, act: string, args: readonly unknown[]): Observable<T> =>
    new Observable<T>((subscriber) => {
      const refusal = refusalIn(mirror, act);
      if (refusal) {
        subscriber.error(refusal);
        return;
      }
      const id = ++calls;
      const call: Pending = {
        id,
        name,
        args,
        act,
        subscriber,
        takeBack: undefined,
      };
      pending.set(id, call);
      subscriber.add(() => {
        if (pending.delete(id)) call.takeBack?.();
      });
      carry(call);
    });
  /** One call for all subscriptions, until it fails. */
  const once = <T>(call$: Observable<T>): Observable<T> =>
    call$.pipe(
      share({
        connector: () => new ReplaySubject<T>(1),
        resetOnError: true,
        resetOnComplete: false,
        resetOnRefCountZero: true,
      }),
    );
  const withToken = <T extends { readonly clientToken?: string }>(given: T): T =>
    isObject(given) ? { ...given, clientToken: given.clientToken ?? newToken() } : given;
  const asMessage = (message: string | OutgoingMessage) =>
    typeof message === 'string' ? { content: message } : message;

  const sendMessage: Chat['sendMessage'] = (message) =>
    once(run('sendMessage', 'send a message', [withToken(asMessage(message))]));
  const sendEvent: Chat['sendEvent'] = (event) =>
    once(run('sendEvent', 'send an event', [withToken(event)]));

  /** How many messages nobody has confirmed: those of all tabs, as far as this one knows. */
  const countUnsent = () => {
    const tokens = [...pending.values()].flatMap(({ name, args: [message] }) =>
      name === 'sendMessage' ? [(message as OutgoingMessage).clientToken] : [],
    );
    return new Set([...tokens, ...mirror.drafts.map(({ clientToken }) => clientToken)]).size;
  };
  const flush = ({ timeoutMs }: FlushOptions = {}) =>
    defer((): Observable<void> => {
      const { status } = mirror.state;
      if (status === 'ended' || status === 'closed') return of(undefined);
      if (status === 'idle' && countUnsent() === 0) return of(undefined);
      if (timeoutMs !== undefined && !(timeoutMs >= 0 && timeoutMs <= MAX_TIMEOUT_MS)) {
        const because = `timeoutMs must be a number from 0 to ${MAX_TIMEOUT_MS}`;
        return throwError(() => new ChatError('InvalidArgument', `cannot flush: ${because}`));
      }
      const none$ = run('flush', 'flush', []).pipe(
        catchError((error: unknown) => {
          const { code } = error as ChatError;
          const because = code === 'Ended' ? 'the chat has ended' : 'the chat is not connected';
          throw new FlushError(code, because, countUnsent());
        }),
      );
      if (timeoutMs === undefined) return none$.pipe(map(() => undefined));
      const late$ = timer(timeoutMs, scheduler).pipe(
        map(() => {
          throw new FlushError('Network', `${timeoutMs} ms are over`, countUnsent());
        }),
      );
      return merge(none$, late$).pipe(
        take(1),
        map(() => undefined),
      );
    });

  const commands: SharedCommands['commands'] = {
    sendMessage,
    sendEvent,
    resend: (id) => once(run('resend', 'send a message again', [id])),
    outgoing: {
      next: (message) => {
        outgoing.add(
          sendMessage(message).subscribe({
            error: (error: unknown) => {
              const { code, message: reason } = error as ChatError;
              if (NOT_SENT.has(code)) warn('a message fed to outgoing is not sent', { reason });
            },
          }),
        );
      },
      error: () => {
        warn('what was fed to outgoing has errored', {});
      },
      complete: () => undefined,
    },
    flush,
    sendTyping: () => run('sendTyping', 'send typing', []),
    call: (operation, request) => once(run('call', `call ${operation}`, [operation, request])),
    getTranscript: (args) => run('getTranscript', 'get the transcript', args ? [args] : []),
    loadOlder: () =>
      run('loadOlder', 'load older items', []).pipe(map(() => mirror.transcript.snapshot())),
    describeView: (viewToken) => run('describeView', 'describe a view', [viewToken]),
    getAuthenticationUrl: (args) => run('getAuthenticationUrl', 'get a sign-in URL', [args]),
    cancelAuthentication: (id) => run('cancelAuthentication', 'cancel the sign-in', [id]),
    sendAttachment: (file, options = {}) =>
      once(run('sendAttachment', 'send an attachment', [file, withToken(options)])),
    downloadAttachment: (id) => run('downloadAttachment', 'download an attachment', [id]),
    attachmentUrl: (id, options) =>
      run('attachmentUrl', 'get a URL', options ? [id, options] : [id]),
    attachmentLink: (id, options) =>
      run('attachmentLink', 'get a link', options ? [id, options] : [id]),
    markRead: (id) => run('markRead', 'mark a message as read', [id]),
    markDelivered: (id) => run('markDelivered', 'mark a message as delivered', [id]),
    disconnect: () => once(run('disconnect', 'disconnect', [])),
  };

  return {
    commands,
    carryBy: (next) => {
      carrier = next;
      for (const call of [...pending.values()]) {
        call.takeBack = undefined;
        if (carrier === undefined) continue;
        if (call.name === 'sendTyping') {
          // Another leader has taken over meanwhile: it would be late.
          pending.delete(call.id);
          call.subscriber.next(undefined);
          call.subscriber.complete();
        } else carry(call);
      }
    },
    call: (id) => pending.get(id),
    fail: (code, because) => {
      const failed = [...pending.values()];
      pending.clear();
      for (const { act, subscriber } of failed) {
        subscriber.error(new ChatError(code, `cannot ${act}: ${because}`));
      }
    },
  };
}

/** The longest wait that a timer can take, in milliseconds. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
/** What becomes of other messages shows on their items. */
const NOT_SENT: ReadonlySet<ChatErrorCode> = new Set(['InvalidArgument', 'NotConnected', 'Ended']);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Why `act` can't succeed now, if that is so. */
function refusalIn({ state }: Mirror, act: string): ChatError | undefined {
  switch (state.status) {
    case 'idle':
    case 'failed':
      return new ChatError('NotConnected', `cannot ${act}: connect() has no subscriber`);
    case 'closed':
      return new ChatError('NotConnected', `cannot ${act}: the chat was closed`);
    case 'ended':
      return new ChatError('Ended', `cannot ${act}: the chat has ended`);
    default:
      return undefined;
  }
}
