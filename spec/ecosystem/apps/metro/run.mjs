// Runs a bundle with the globals that React Native has, and nothing of Node.
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { startEmulator } from 'rx-connect-chat/emulator';
import { WebSocket } from 'ws';

const [variant = 'exports'] = process.argv.slice(2);
const emulator = await startEmulator();
/** @type {{ options: object, said?: Promise<string> }} */
const phone = { options: { chatDetails: emulator.startChat().details, endpoint: emulator.url } };
/** As React Native before 0.80 has it. */
class OldUrl extends URL {
  /**
   * @override
   * @returns {string}
   */
  get protocol() {
    throw new Error('URL.protocol is not implemented');
  }
  /**
   * @override
   * @returns {string}
   */
  get hostname() {
    throw new Error('URL.hostname is not implemented');
  }
}
const globals = createContext({
  ...{ setTimeout, clearTimeout, setInterval, clearInterval, console },
  ...{ fetch, AbortController, WebSocket, URL: OldUrl },
  navigator: { product: 'ReactNative' },
  phone,
});
runInContext('globalThis.window = globalThis.global = globalThis;', globals);
runInContext(readFileSync(`metro/${variant}.js`, 'utf8'), globals);
console.log(await phone.said);
await emulator.close();
