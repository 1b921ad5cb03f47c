import { it } from 'mocha';
import { sinon } from './sinon.js';
import { suite } from './suite.js';

suite({ it, ...sinon });
