// What the code blocks of the guides use without declaring it.
import type { Chat, StartChatContactAnswer } from 'rx-connect-chat';
import type { EmulatedContact, EmulatedParticipant, Emulator } from 'rx-connect-chat/emulator';

declare global {
  const chat: Chat;
  const startChatContactAnswer: StartChatContactAnswer;
  const emulator: Emulator;
  const contact: EmulatedContact;
  const earlier: EmulatedContact;
  const agent: EmulatedParticipant;
  const messageId: string;
}
