export { columnsOf, endOf, startOf } from './graphemes.js';
export { harmless, inOneRow } from './harmless.js';
export { type Line, lineOf, type Look, type Span } from './line.js';
export { type Paint, painted } from './paint.js';
