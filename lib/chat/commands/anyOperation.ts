import { defer, from, type ObservableInput } from 'rxjs';
import type { Chat } from '../chat.js';
import type { CommandContext } from './commandContext.js';

/** Any operation of the service, as it is. */
export function anyOperation({
  api,
  call,
  command,
  patiently,
}: CommandContext): Pick<Chat, 'call'> {
  return {
    call: (operation, request) => {
      const name = operation.charAt(0).toUpperCase() + operation.slice(1);
      const ask = api[operation] as (request: object) => ObservableInput<never>;
      return command(
        `call ${name}`,
        call(
          name,
          (ConnectionToken) => defer(() => from(ask({ ...request, ConnectionToken }))),
          patiently,
        ),
      );
    },
  };
}
