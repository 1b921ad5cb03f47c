export { after } from './after.js';
export { hear } from './hear.js';
export { lazily, once } from './lazily.js';
export { lazilyFed } from './lazilyFed.js';
export { listenTo } from './listenTo.js';
export { takingTurns } from './takingTurns.js';
export type { Turns } from './takingTurns.js';
export { untilClosed } from './untilClosed.js';
export { within } from './within.js';
