import { play } from './inBrowser.js';

void play('worker');
