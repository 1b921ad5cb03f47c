// The scenario in a worker of Cloudflare's: asked by a request, which it is the answer of.
import { createChat as createSdkChat } from 'rx-connect-chat';
import { createChat } from 'rx-connect-chat/lite';
import { playScenario } from './scenario.js';

export default {
  /** @param {Request} request */
  async fetch(request) {
    const endpoint = new URL(request.url).searchParams.get('endpoint') ?? '';
    return Response.json(await playScenario({ endpoint, createChat, createSdkChat }));
  },
};
