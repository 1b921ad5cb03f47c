import { EMPTY, type Observable } from 'rxjs';
import { startEmulator } from '../../emulator.js';
import type { ChatDetails, StartChatContactAnswer } from '../../lite.js';
import { demoHost } from '../demo/demoHost.js';
import { emulatorControl } from '../demo/emulatorControl.js';
import { startDemoChat } from '../demo/startDemoChat.js';
import type { ChatArgs } from './chatArgs.js';
import { startChat } from './startChat.js';

/** Where a chat takes place. */
export interface Venue {
  readonly endpoint: string;
  readonly chatDetails: ChatDetails | StartChatContactAnswer;
  /** Has those come who take part besides: in a chat in earnest, nobody from here. */
  readonly host$: Observable<never>;
  close(): Promise<void>;
}

/** Has a chat started. */
export async function openVenue({ where, ...args }: ChatArgs): Promise<Venue> {
  if (where.type === 'start-url') {
    const { url, headers, endpoint } = where;
    const { name: displayName, attributes, contactFlowId, instanceId } = args;
    const request = { url, headers, displayName, attributes, contactFlowId, instanceId };
    return {
      endpoint,
      chatDetails: await startChat(request),
      host$: EMPTY,
      close: () => Promise.resolve(),
    };
  }
  const emulator = where.url === undefined ? await startEmulator() : undefined;
  const endpoint = where.url ?? emulator!.url;
  const control = emulatorControl(endpoint);
  const chatDetails = await startDemoChat(control, args.name);
  return {
    endpoint,
    chatDetails,
    host$: demoHost(control, chatDetails),
    close: async () => emulator?.close(),
  };
}
