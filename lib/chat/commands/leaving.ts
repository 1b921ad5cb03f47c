import { map, Subject, switchMap, takeUntil, tap, timer } from 'rxjs';
import type { Chat } from '../chat.js';
import { acknowledged, type CommandContext } from './commandContext.js';

/** How long the service may take to say that a chat has ended that one has left, in milliseconds. */
const LEAVING_MS = 5_000;

/** Leaving the chat. */
export function leavingCommands({
  api,
  call,
  command,
  ending,
  newToken,
  patiently,
  settings: { scheduler },
}: CommandContext): Pick<Chat, 'disconnect'> {
  const hasLeft$ = new Subject<void>();
  hasLeft$
    .pipe(
      switchMap(() => timer(LEAVING_MS, scheduler)),
      tap(() => {
        ending.begin('left');
      }),
      takeUntil(ending.over$),
    )
    .subscribe();

  return {
    disconnect: () => {
      const ClientToken = newToken();
      const disconnect = (ConnectionToken: string) =>
        acknowledged(api.disconnectParticipant({ ConnectionToken, ClientToken }));
      return command(
        'leave the chat',
        call('DisconnectParticipant', disconnect, patiently).pipe(
          map(() => {
            hasLeft$.next();
          }),
        ),
      );
    },
  };
}
