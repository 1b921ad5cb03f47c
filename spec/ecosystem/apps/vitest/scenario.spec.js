import { writeFileSync } from 'node:fs';
import { createChat as createSdkChat } from 'rx-connect-chat';
import { createChat } from 'rx-connect-chat/lite';
import { it } from 'vitest';
import { WebSocket } from 'ws';
import { playScenario } from '../runtimes/scenario.js';

it('has a chat', { timeout: 300_000 }, async () => {
  const { ENDPOINT: endpoint = '', RESULT = '', WS } = process.env;
  const options = WS ? { webSocket: WebSocket } : {};
  const steps = await playScenario({ endpoint, createChat, createSdkChat, options });
  writeFileSync(RESULT, JSON.stringify(steps));
});
