// The scenario in a browser. A page plays it three times at once: by itself, in a dedicated Worker and in a
// Service Worker, each against an emulator of its own, and posts what came of it to where it came from.
import { createChat as createSdkChat } from 'rx-connect-chat';
import { createChat } from 'rx-connect-chat/lite';
import { playScenario } from './scenario.js';

/** @param {string} name - of the place */
export async function play(name) {
  const endpoint = new URLSearchParams(location.search).get(name) ?? '';
  const steps = await playScenario({ endpoint, createChat, createSdkChat });
  await fetch(`/results/${name}`, { method: 'POST', body: JSON.stringify(steps) });
}
