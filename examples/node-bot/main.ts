// A bot that answers in a chat, from Node. Bundled or run with a TypeScript loader:
//
//   CHAT_DETAILS='{"contactId":…}' REGION=eu-central-1 node main.js
//
// SIGINT or SIGTERM stops it, once its last answers have been sent.
import { fromEvent, merge } from 'rxjs';
import { createChat, type ChatDetails } from 'rx-connect-chat';
import { WebSocket } from 'ws';
import { bot } from './bot.js';

const { CHAT_DETAILS = '{}', REGION = 'eu-central-1', ENDPOINT } = process.env;

const chat = createChat({
  chatDetails: JSON.parse(CHAT_DETAILS) as ChatDetails,
  type: 'AGENT',
  webSocket: WebSocket,
  ...(ENDPOINT === undefined ? { region: REGION } : { endpoint: ENDPOINT }),
});

const stop$ = merge(fromEvent(process, 'SIGINT'), fromEvent(process, 'SIGTERM'));

bot(chat, ({ content }) => `You said: ${content}`, { stop$ }).subscribe({
  error: (error: unknown) => {
    console.error(error instanceof Error ? error.message : 'unknown');
    process.exitCode = 1;
    chat.close();
  },
  complete: () => {
    chat.close();
  },
});
