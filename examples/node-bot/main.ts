// A bot that answers in a chat, from Node. Bundled or run with a TypeScript loader:
//
//   CHAT_DETAILS='{"contactId":…}' REGION=eu-central-1 node main.js
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

const talking = bot(chat, ({ content }) => `You said: ${content}`).subscribe({
  error: (error: unknown) => {
    console.error(error instanceof Error ? error.message : 'unknown');
    process.exitCode = 1;
  },
});
process.once('SIGINT', () => {
  talking.unsubscribe();
  chat.close();
});
