import { takeUntil } from 'rxjs';
import { checkMessage, createOutbox, type Post } from '../../outbox/index.js';
import type { Chat } from '../chat.js';
import { checked, type CommandContext } from './commandContext.js';

/** Sending messages: in order, one at a time. */
export function messageCommands({
  api,
  call,
  command,
  ending,
  ledger,
  newToken,
  patiently,
  self,
  settings: { scheduler },
}: CommandContext): Pick<Chat, 'sendMessage'> {
  const post: Post = ({ content: Content, contentType: ContentType }, ClientToken, leaves) =>
    command(
      'send a message',
      call(
        'SendMessage',
        (ConnectionToken) => {
          leaves();
          return api.sendMessage({ ConnectionToken, Content, ContentType, ClientToken });
        },
        patiently,
      ),
    );
  const outbox = createOutbox({ ledger, post, self, scheduler });
  outbox.work$.pipe(takeUntil(ending.over$)).subscribe();

  return {
    sendMessage: (message) =>
      // Checked when called, so that all subscriptions share the message and its token.
      checked(() => {
        const { clientToken = newToken(), ...checkedMessage } = checkMessage(message);
        return command('send a message', outbox.submit(checkedMessage, clientToken));
      }),
  };
}
