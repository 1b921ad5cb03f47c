// The emulator in a process of its own, so that its work is not counted as the client's.
import { startEmulator } from 'rx-connect-chat/emulator';

const emulator = await startEmulator({
  limits: { contacts: 100_000, loggedRequests: 1_000, tokens: 1_000_000 },
});
process.send?.(emulator.url);
process.once('disconnect', () => process.exit());
