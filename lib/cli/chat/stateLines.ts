import type { ConnectionState, EndReason } from '../../lite.js';
import { type Line, lineOf } from '../text/index.js';

const ENDS: Readonly<Record<EndReason, string>> = {
  ended: 'The chat has ended',
  transferred: 'The chat was handed to somebody else',
  left: 'You have left the chat',
  expired: 'The chat is over: the service lets nobody in any more',
};

/** Whether the same is said of both states. */
export const isSameLine = (before: ConnectionState, after: ConnectionState): boolean =>
  before.status === after.status && failureOf(before) === failureOf(after);

const failureOf = (state: ConnectionState) =>
  state.status === 'connecting' ? state.reason?.code : undefined;

/** What is said of a connection that is in another state now. */
export function stateLine(state: ConnectionState): Line | undefined {
  switch (state.status) {
    case 'connecting':
      return state.reason
        ? lineOf(`── Cannot connect (${state.reason.code}); trying again …`, 'bad')
        : lineOf('── Connecting …', 'event');
    case 'reconnecting':
      return lineOf(`── The connection is lost (${state.reason.code}); trying again …`, 'bad');
    case 'offline':
      return lineOf('── There is no network', 'bad');
    case 'ended':
      return lineOf(`── ${ENDS[state.reason]}`, 'event');
    case 'closed':
      return lineOf('── You have left; the chat goes on', 'event');
    default:
      return undefined; // `connected` is said with what it is; `failed` ends the program
  }
}
