import { defer, EMPTY, endWith, ignoreElements } from 'rxjs';
import { throttleCommand } from '../../outbox/index.js';
import { eventType } from '../../wire/index.js';
import type { Chat } from '../chat.js';
import type { CommandContext } from './commandContext.js';

/** Telling the others that one types. */
export function typingCommands({
  command,
  settings: { scheduler, typing },
  tell,
  streams,
}: CommandContext): Pick<Chat, 'sendTyping'> {
  const typing$ = throttleCommand(
    () => tell('sendEvent', { ContentType: eventType('typing') }, { maxRetries: 0 }),
    typing.throttleMs,
    scheduler,
  );

  return {
    sendTyping: () =>
      command('tell of typing', () =>
        defer(() => (streams.state.status === 'connected' ? typing$ : EMPTY)).pipe(
          ignoreElements(),
          endWith(undefined),
        ),
      ),
  };
}
