import { play } from './inBrowser.js';

addEventListener('message', (event) => {
  const message = /** @type {Event & { waitUntil: (work: Promise<void>) => void }} */ (
    /** @type {Event} */ (event)
  );
  message.waitUntil(play('service-worker')); // else the browser may stop the worker
});
