import { map } from 'rxjs';
import { checkEvent } from '../../outbox/index.js';
import type { Chat } from '../chat.js';
import { checked, type CommandContext } from './commandContext.js';

/** Sending events as they are given. */
export function eventCommands({
  api,
  call,
  command,
  newToken,
  patiently,
}: CommandContext): Pick<Chat, 'sendEvent'> {
  return {
    sendEvent: (event) =>
      // Checked when called, so that all subscriptions share the event and its token.
      checked(() => {
        const { contentType: ContentType, content: Content, ...given } = checkEvent(event);
        const { clientToken: ClientToken = newToken() } = given;
        const request = { ContentType, ClientToken, ...(Content !== undefined && { Content }) };
        return command(
          'send an event',
          call(
            'SendEvent',
            (ConnectionToken) => api.sendEvent({ ConnectionToken, ...request }),
            patiently,
          ).pipe(
            map(({ Id, AbsoluteTime }) => {
              const time = new Date(AbsoluteTime ?? NaN);
              return {
                id: Id ?? undefined,
                time: Number.isNaN(time.getTime()) ? undefined : time,
                clientToken: ClientToken,
              };
            }),
          ),
        );
      }),
  };
}
