// The timers of Node 20's test runner go on with an interval that was cleared while it ran, as those of RxJS
// are: one of 0 ms never ends.
import { it } from 'node:test';
import { sinon } from './sinon.js';
import { suite } from './suite.js';

suite({ it, ...sinon });
