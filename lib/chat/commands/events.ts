import { map } from 'rxjs';
import { checkEvent } from '../../outbox/index.js';
import type { Chat } from '../chat.js';
import type { CommandContext } from './commandContext.js';

/** Sending events as they are given. */
export const eventCommands = ({
  ask,
  command,
  newToken,
}: CommandContext): Pick<Chat, 'sendEvent'> => ({
  sendEvent: (event) =>
    // Checked when called, so that all subscriptions share the event and its token.
    command('send an event', () => {
      const { contentType: ContentType, content: Content, ...given } = checkEvent(event);
      const { clientToken = newToken() } = given;
      return ask('sendEvent', {
        ContentType,
        ClientToken: clientToken,
        ...(Content !== undefined && { Content }),
      }).pipe(
        map(({ Id, AbsoluteTime }) => {
          const time = new Date(AbsoluteTime ?? NaN);
          return {
            id: Id ?? undefined,
            time: Number.isNaN(time.getTime()) ? undefined : time,
            clientToken,
          };
        }),
      );
    }),
});
