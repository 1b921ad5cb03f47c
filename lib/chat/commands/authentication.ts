import { map } from 'rxjs';
import { ChatError, invalidArgument } from '../../participant/index.js';
import type { Chat } from '../chat.js';
import { checkedText } from './checkedText.js';
import { acknowledged, checked, type CommandContext } from './commandContext.js';

/** Source: GetAuthenticationUrl's limits, in characters. */
const MAX_SESSION_ID_LENGTH = 36;
const MAX_REDIRECT_URI_LENGTH = 1_024;

/** A customer's signing in during the chat. */
export function authenticationCommands({
  api,
  call,
  command,
  patiently,
}: CommandContext): Pick<Chat, 'getAuthenticationUrl' | 'cancelAuthentication'> {
  const checkedSession = (act: string, sessionId: string) =>
    checkedText(act, 'sessionId', sessionId, MAX_SESSION_ID_LENGTH);

  return {
    getAuthenticationUrl: (args) =>
      checked(() => {
        const act = 'get an authentication URL';
        const given: unknown = args;
        if (typeof given !== 'object' || given === null) {
          throw invalidArgument(act, `args must be an object, got ${typeof given}`);
        }
        const SessionId = checkedSession(act, args.sessionId);
        const RedirectUri = checkedText(
          act,
          'redirectUri',
          args.redirectUri,
          MAX_REDIRECT_URI_LENGTH,
        );
        const ask = (ConnectionToken: string) =>
          api.getAuthenticationUrl({ ConnectionToken, SessionId, RedirectUri });
        return command(
          act,
          call('GetAuthenticationUrl', ask, patiently).pipe(
            map(({ AuthenticationUrl: url }) => {
              if (typeof url === 'string' && url !== '') return url;
              throw new ChatError('Service', `cannot ${act}: the answer has none`);
            }),
          ),
        );
      }),
    cancelAuthentication: (sessionId) =>
      checked(() => {
        const act = 'cancel an authentication';
        const SessionId = checkedSession(act, sessionId);
        const cancel = (ConnectionToken: string) =>
          acknowledged(api.cancelParticipantAuthentication({ ConnectionToken, SessionId }));
        return command(
          act,
          call('CancelParticipantAuthentication', cancel, patiently).pipe(map(() => undefined)),
        );
      }),
  };
}
