import { play } from './inBrowser.js';

void play('page');
new Worker(`worker.js${location.search}`);
void navigator.serviceWorker.register(`serviceWorker.js${location.search}`);
void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage('play'));
