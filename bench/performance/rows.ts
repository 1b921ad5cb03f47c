import type { Row } from './row.js';
import { agent } from './rows/agent.js';
import { blocked } from './rows/blocked.js';
import { connect, reconnect } from './rows/connect.js';
import { create } from './rows/create.js';
import { desk } from './rows/desk.js';
import { dropIn } from './rows/dropin.js';
import { growth, late } from './rows/growth.js';
import { idle } from './rows/idle.js';
import { inboundItems, inboundMessages, inboundTranscript } from './rows/inbound.js';
import { leaks } from './rows/leaks.js';
import { memory } from './rows/memory.js';
import { parts } from './rows/parts.js';
import { sizes } from './rows/sizes.js';

/** All that is measured, in the order of the table. */
export const ROWS: readonly Row[] = [
  inboundMessages,
  inboundTranscript,
  inboundItems,
  agent,
  desk,
  growth,
  late,
  memory,
  dropIn,
  sizes,
  connect,
  reconnect,
  blocked,
  create,
  ...idle,
  leaks,
  parts,
];
