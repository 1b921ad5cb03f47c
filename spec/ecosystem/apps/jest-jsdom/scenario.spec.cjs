const { writeFileSync } = require('node:fs');
const { createChat: createSdkChat } = require('rx-connect-chat');
const { createChat } = require('rx-connect-chat/lite');
const { playScenario } = require('../runtimes/scenario.cjs');

it('has a chat', async () => {
  const { ENDPOINT: endpoint = '', RESULT = '' } = process.env;
  writeFileSync(
    RESULT,
    JSON.stringify(await playScenario({ endpoint, createChat, createSdkChat })),
  );
}, 300_000);
