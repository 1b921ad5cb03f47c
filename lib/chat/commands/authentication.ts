import { map } from 'rxjs';
import { ChatError } from '../../api/index.js';
import type { Chat } from '../chat.js';
import type { CommandContext } from './commandContext.js';

/** Source: GetAuthenticationUrl's limits, in characters. */
const MAX_SESSION_ID_LENGTH = 36;
const MAX_REDIRECT_URI_LENGTH = 1_024;

/** A customer's signing in during the chat. */
export const authenticationCommands = ({
  ask,
  command,
  tell,
}: CommandContext): Pick<Chat, 'getAuthenticationUrl' | 'cancelAuthentication'> => ({
  getAuthenticationUrl: (args) =>
    command('get an authentication URL', ({ object, text }) => {
      object('args', args);
      return ask('getAuthenticationUrl', {
        SessionId: text('sessionId', args.sessionId, MAX_SESSION_ID_LENGTH),
        RedirectUri: text('redirectUri', args.redirectUri, MAX_REDIRECT_URI_LENGTH),
      }).pipe(
        map(({ AuthenticationUrl: url }) => {
          if (typeof url === 'string' && url !== '') return url;
          throw new ChatError('Service', 'cannot get an authentication URL: the answer has none');
        }),
      );
    }),
  cancelAuthentication: (sessionId) =>
    command('cancel an authentication', ({ text }) =>
      tell('cancelParticipantAuthentication', {
        SessionId: text('sessionId', sessionId, MAX_SESSION_ID_LENGTH),
      }).pipe(map(() => undefined)),
    ),
});
