import type { Chat } from '../chat.js';
import { anyOperation } from './anyOperation.js';
import { attachmentCommands } from './attachments.js';
import { authenticationCommands } from './authentication.js';
import { commandContext, type CommandParts } from './commandContext.js';
import { eventCommands } from './events.js';
import { leavingCommands } from './leaving.js';
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

/** All commands of one chat; each file beside this one makes some of them. */
export function createCommands(parts: CommandParts): Commands {
  const context = commandContext(parts);
  return {
    ...messageCommands(context),
    ...receiptCommands(context),
    ...typingCommands(context),
    ...eventCommands(context),
    ...transcriptCommands(context),
    ...attachmentCommands(context),
    ...leavingCommands(context),
    ...viewCommands(context),
    ...authenticationCommands(context),
    ...anyOperation(context),
  };
}
