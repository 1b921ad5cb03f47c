import { defer, from, type ObservableInput } from 'rxjs';
import { invalidArgument } from '../../participant/index.js';
import type { Chat, ChatOperation } from '../chat.js';
import { checked, type CommandContext } from './commandContext.js';

type Operations = Readonly<Record<string, (request: object) => ObservableInput<never>>>;

/** Operations that have their effect twice where they are tried again without a ClientToken. */
const NEEDS_TOKEN: ReadonlySet<string> = new Set<ChatOperation>([
  'sendMessage',
  'sendEvent',
  'disconnectParticipant',
]);

/** Any operation of the service, as it is. */
export function anyOperation({
  api,
  call,
  command,
  newToken,
  patiently,
}: CommandContext): Pick<Chat, 'call'> {
  const operations = api as unknown as Operations;
  return {
    call: (operation, request) =>
      checked(() => {
        if (typeof operations[operation] !== 'function') {
          throw invalidArgument('call an operation', 'operation must be one that the api has');
        }
        const name = operation.charAt(0).toUpperCase() + operation.slice(1);
        const called$ = defer(() => {
          const given = NEEDS_TOKEN.has(operation) ? { ClientToken: newToken() } : {};
          const ask = (ConnectionToken: string) =>
            defer(() => from(operations[operation]!({ ...given, ...request, ConnectionToken })));
          return call(name, ask, patiently);
        });
        return command(`call ${name}`, called$);
      }),
  };
}
