import { sinon } from './sinon.js';
import { suite } from './suite.js';

suite({ it: Deno.test, ...sinon });
