// The scenario as a program: for Node, Bun and Deno.
import process from 'node:process';
import { createChat as createSdkChat } from 'rx-connect-chat';
import { createChat } from 'rx-connect-chat/lite';
import { playScenario } from './scenario.js';

const [endpoint = '', useWs] = process.argv.slice(2);
const options = useWs === 'ws' ? { webSocket: (await import('ws')).WebSocket } : {};
console.log(JSON.stringify(await playScenario({ endpoint, createChat, createSdkChat, options })));
