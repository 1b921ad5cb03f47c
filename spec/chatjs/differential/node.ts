import { ChatSession } from '../../../lib/chatjs.js';

// A process of its own, without any page.
const { connect } = globalThis as { connect?: { ChatSession?: unknown } };
if (connect?.ChatSession !== ChatSession) process.exitCode = 1;
