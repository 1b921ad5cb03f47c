import { memoize } from '../../rx/index.js';
import type { Chat } from '../chat.js';
import { callCommand } from './call.js';
import { attachmentCommands } from './attachments.js';
import { authenticationCommands } from './authentication.js';
import { commandContext, type CommandParts } from './commandContext.js';
import { disconnectCommands } from './disconnect.js';
import { eventCommands } from './events.js';
import { messageCommands } from './messages.js';
import { receiptCommands } from './receipts.js';
import { transcriptCommands } from './transcript.js';
import { typingCommands } from './typing.js';
import { viewCommands } from './views.js';

/** What a participant does. */
export type Commands = Pick<
  Chat,
  | 'call'
  | 'attachmentLink'
  | 'attachmentUrl'
  | 'cancelAuthentication'
  | 'describeView'
  | 'disconnect'
  | 'downloadAttachment'
  | 'flush'
  | 'getAuthenticationUrl'
  | 'getTranscript'
  | 'loadOlder'
  | 'markDelivered'
  | 'markRead'
  | 'outgoing'
  | 'resend'
  | 'sendAttachment'
  | 'sendEvent'
  | 'sendMessage'
  | 'sendTyping'
>;

/**
 * All commands of one chat; each file beside this one makes some of them. They are made when the first
 * is used: most chats of a process that holds thousands do nothing for a long time.
 */
export function createCommands(parts: CommandParts): () => Commands {
  const commands = memoize(() => makeCommands(parts));
  if (actsUnasked(parts.settings)) commands();
  return commands;
}

/** Whether there is something that the chat does of its own accord. */
const actsUnasked = ({ disconnectOnPageHide, receipts }: CommandParts['settings']) =>
  disconnectOnPageHide || (receipts.enabled && receipts.autoDelivered);

function makeCommands(parts: CommandParts): Commands {
  const context = commandContext(parts);
  return {
    ...messageCommands(context),
    ...receiptCommands(context),
    ...typingCommands(context),
    ...eventCommands(context),
    ...transcriptCommands(context),
    ...attachmentCommands(context),
    ...disconnectCommands(context),
    ...viewCommands(context),
    ...authenticationCommands(context),
    ...callCommand(context),
  };
}
