export { chromium } from './chromium.js';
export type { DrivenBrowser, DrivenPage } from './DrivenBrowser.js';
export { firefox } from './firefox.js';
export { webkit } from './webkit.js';
