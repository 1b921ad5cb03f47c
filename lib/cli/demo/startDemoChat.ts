import type { ChatDetails } from '../../lite.js';
import type { EmulatorControl } from './emulatorControl.js';

/** How much there is to page back through. */
const EARLIER = 40;

/** Starts a chat that goes on from an earlier one. */
export async function startDemoChat(
  control: EmulatorControl,
  displayName: string,
): Promise<ChatDetails> {
  const earlier = await control.startChat({ displayName });
  const { participantId } = await control.join(earlier.contactId, { displayName: 'Robin' });
  for (let number = 1; number <= EARLIER; number++) {
    await control.say(participantId, { content: `This was said earlier (${number})` });
  }
  await control.end(earlier.contactId);
  return control.startChat({ displayName, continuedFrom: earlier.contactId });
}
