import { ChatClient, install } from './chatjs/index.js';
import * as RxConnectChat from './lite.js';

// A page's script: what the drop-in sets, and the reactive API under a name of its own.
const ChatSession = install(globalThis);
Object.assign(globalThis, { RxConnectChat: { ...RxConnectChat, ChatSession, ChatClient } });
