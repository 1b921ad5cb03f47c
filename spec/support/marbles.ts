/**
 * Marble specs, by rxjs-marbles: `it('…', marbles((m) => { … }))`. Inside, time is virtual and drawn,
 * one character a millisecond, or written, as `1s`.
 *
 * Errors are compared by their name and message; where a `ChatError`'s code matters and its message
 * does not say so, look at the error itself.
 */
export { marbles } from 'rxjs-marbles/jest/index.js';
export type { Context } from 'rxjs-marbles/jest/index.js';
