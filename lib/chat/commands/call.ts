import { defer } from 'rxjs';
import { operationName } from '../../api/index.js';
import type { Chat, ChatOperation } from '../chat.js';
import type { CommandContext } from './commandContext.js';

/** Operations that have their effect twice where they are tried again without a ClientToken. */
const NEEDS_TOKEN: ReadonlySet<string> = new Set<ChatOperation>([
  'sendMessage',
  'sendEvent',
  'disconnectParticipant',
]);

/** Any operation of the service, as it is. */
export const callCommand = ({
  api,
  ask,
  command,
  newToken,
}: CommandContext): Pick<Chat, 'call'> => ({
  call: (operation, request) =>
    command(`call ${operationName(operation)}`, ({ must }) => {
      const isThere = typeof api[operation] === 'function';
      must('operation', 'one that the api has', operation, isThere);
      return defer(() => {
        const given = NEEDS_TOKEN.has(operation) ? { ClientToken: newToken() } : {};
        return ask(operation, { ...given, ...request });
      });
    }),
});
