import {
  asyncScheduler,
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  finalize,
  ignoreElements,
  map,
  merge,
  Observable,
  ReplaySubject,
  scan,
  share,
  Subject,
  switchMap,
  takeUntil,
  tap,
  throttle,
  timer,
} from 'rxjs';
import { type Chat, type ChatStorage, createChat as createLiteChat } from '../lite.js';
import { createServiceClock } from '../wire/index.js';
import { NO_CONTACTS, reduceContacts } from './deskContacts.js';
import type { AgentDesk, DeskChat, DeskContact, DeskOptions, DeskSource } from './desk.js';
import { deskChat } from './deskChat.js';
import { deskStorage } from './deskStorage.js';
import { errorLog } from './errorLog.js';
import { switchMapByKey } from './switchMapByKey.js';
import { waitingTimes } from './waitingTimes.js';
import { isSameTotals, totalsOf } from './totals.js';

/** How often a screen is drawn, in milliseconds. */
const FRAME_MS = 16;

/**
 * The chats of an agent: one for each contact of `source`, opened, kept apart, and let go of when the
 * contact goes. It does nothing until it is connected.
 *
 * What a message costs depends neither on how many chats there are nor on how long they are; however
 * much happens, there is one emission a frame.
 *
 * @throws ChatError `InvalidArgument`, naming the option that is missing or wrong.
 */
export function createAgentDesk(source: DeskSource, options: DeskOptions): AgentDesk {
  const { createChat = createLiteChat, waitingEveryMs = 1_000, storage, ...chatOptions } = options;
  const { scheduler = asyncScheduler, frameScheduler } = chatOptions;
  const logError = errorLog(chatOptions);
  const now = () => scheduler.now();
  const open = (contact: DeskContact, stored = storage) =>
    createChat({ ...chatOptions, ...(stored && { storage: stored }), ...contact, type: 'AGENT' });
  const ids = { contactId: 'none', participantId: 'none', participantToken: 'none' };
  open({ chatDetails: ids }).close(); // it does nothing but tell of wrong options, now

  const chats$ = new ReplaySubject<readonly DeskChat[]>(1);
  const opened$ = new Subject<Chat>();
  const released$ = new Subject<string>();
  const closed$ = new ReplaySubject<undefined>(1);
  const clock = createServiceClock();
  const waiting = waitingTimes(waitingEveryMs, (time) => clock.at(time));
  chats$.next([]);

  /** A contact's chat, connected while subscribed. */
  const serve = (contact: DeskContact, stored: ChatStorage | undefined): Observable<DeskChat> => {
    const served$ = new Observable<DeskChat>((subscriber) => {
      const chat = open(contact, stored);
      opened$.next(chat);
      const connected$ = chat.connect().pipe(
        ignoreElements(),
        catchError(() => EMPTY), // its state says so
      );
      // First, so that what it holds comes out before the connection goes.
      subscriber.add(() => {
        chat.close();
      });
      subscriber.add(merge(deskChat(chat, clock, now), connected$).subscribe(subscriber));
    });
    return served$.pipe(
      catchError((error: unknown) => {
        const { contactId } = contact.chatDetails;
        const reason = error instanceof Error ? error.message : 'unknown';
        logError('a contact has no chat, since it cannot be opened', { contactId, reason });
        return EMPTY;
      }),
    );
  };

  const frame = () => (frameScheduler ? timer(0, frameScheduler) : timer(FRAME_MS, scheduler));
  const cannotForget = (contactId: string, error: unknown) => {
    const { name } = Object(error) as { readonly name?: unknown };
    const reason = typeof name === 'string' ? name : typeof error;
    logError('what is stored of a chat cannot be removed', { contactId, reason });
  };
  const run$ = defer(() => {
    const kept = storage && deskStorage(storage, cannotForget);
    const contacts$ = merge(
      source,
      released$.pipe(map((contactId) => ({ type: 'released', contactId }) as const)),
    ).pipe(
      scan(reduceContacts, NO_CONTACTS),
      // First, so that closing a chat does not store it again.
      tap(({ open: toOpen, released }) => kept?.keep([...toOpen.keys(), ...released])),
      map(({ open: toOpen }) => toOpen),
      distinctUntilChanged(),
    );
    let latest: ReadonlyMap<string, DeskChat> = new Map();
    const tick$ = chats$.pipe(
      switchMap((chats) =>
        chats.some(({ waitingSince }) => waitingSince)
          ? timer(waiting.nextIn(now()), scheduler)
          : EMPTY,
      ),
    );
    return merge(
      contacts$.pipe(
        switchMapByKey((contact) => serve(contact, kept?.of(contact.chatDetails.contactId))),
        tap((changed) => {
          latest = changed;
        }),
      ),
      tick$,
    ).pipe(
      throttle(frame, { leading: true, trailing: true }),
      tap(() => {
        chats$.next(waiting.shown([...latest.values()], now()));
      }),
      ignoreElements(),
      takeUntil(closed$),
      finalize(() => {
        chats$.next([]);
      }),
    );
  });
  const connected$ = run$.pipe(
    share({
      connector: () => new Subject<never>(),
      resetOnError: true,
      resetOnComplete: true,
      resetOnRefCountZero: true,
    }),
  );

  const close = () => {
    closed$.next(undefined);
    closed$.complete();
    chats$.complete();
    opened$.complete();
  };
  return {
    chats$: chats$.asObservable(),
    totals$: chats$.pipe(map(totalsOf), distinctUntilChanged(isSameTotals)),
    connect: () => merge(opened$, connected$),
    release: (contactId) => {
      released$.next(contactId);
    },
    close,
    ...disposable(close),
  };
}

/** `using desk = …` where the environment knows that; elsewhere, there is no symbol to name it by. */
const disposable = (close: () => void): Disposable =>
  (typeof Symbol.dispose === 'symbol' ? { [Symbol.dispose]: close } : {}) as Disposable;
