import {
  type ConnectionEvent,
  type ConnectionProgress,
  type HeartbeatHandler,
  IDLE,
  type FrameHandler,
  reduceConnection,
} from '../connection/index.js';
import { textOf, type WireItem } from '../wire/index.js';
import type { Settings } from './resolveOptions.js';
import type { ChatStreams } from './streams.js';

/** Shows in the views, and logs, what happens to one connection from its beginning on. */
export interface ConnectionReporter {
  readonly event: (event: ConnectionEvent) => void;
  readonly frame: FrameHandler;
  readonly heartbeat: HeartbeatHandler;
}

export function connectionReporter(
  streams: ChatStreams,
  { details, scheduler, log }: Settings,
): ConnectionReporter {
  let progress: ConnectionProgress | undefined;
  let authorizedAt = 0;
  let isContactKnown = false;

  const warnOfUnroutedItem = (contactId: string) => {
    isContactKnown = true;
    log.warn('an item is of another contact: is chatDetails.contactId right?', { contactId });
  };

  /** The first item that names its contact shows whether the chat was given the right one. */
  const checkContact = ({ ContactId, InitialContactId }: WireItem) => {
    const named = [textOf(ContactId), textOf(InitialContactId)].filter((id) => id !== '');
    if (named[0] === undefined) return;
    isContactKnown = true;
    const ids = [details.contactId, details.initialContactId];
    if (!named.some((id) => ids.includes(id))) warnOfUnroutedItem(named[0]);
  };

  const observeFrame: FrameHandler = (frame) => {
    switch (frame.kind) {
      case 'bad': {
        const { reason, length } = frame;
        streams.metric({ type: 'bad-frame', reason, length });
        log.warn('a frame cannot be read', { reason, length });
        break;
      }
      case 'gateway-error': {
        const { message, requestId } = frame;
        streams.metric({ type: 'gateway-error', message, requestId });
        log.warn('the gateway reports an error', { message, requestId });
        break;
      }
      case 'unknown':
        streams.unknown({ topic: frame.topic, content: frame.content });
        break;
      case 'item':
        if (!isContactKnown) checkContact(frame.raw);
    }
  };

  const observeEvent = (event: ConnectionEvent) => {
    const now = scheduler.now();
    progress = reduceConnection(progress ?? { ...IDLE, state: streams.state }, event, now);
    streams.state = progress.state;
    switch (event.type) {
      case 'connecting':
        log.debug('connecting', { attempt: event.attempt });
        break;
      case 'authorized':
        authorizedAt = now;
        break;
      case 'opened':
        streams.metric({ type: 'socket-opened', ms: now - authorizedAt });
        break;
      case 'closed':
        streams.metric({ type: 'socket-closed', code: event.code, ms: event.ms });
        break;
      case 'subscribed':
        log.info('connected');
        break;
      case 'lost': {
        const { retryInMs, attempt } = event;
        const reason = event.error.message;
        streams.metric({ type: 'connection-lost', reason, retryInMs });
        log.warn('not connected', { reason, attempt, retryInMs });
        break;
      }
      case 'polling':
        log.info('connected without a websocket: the transcript is polled');
        break;
      case 'poll-failed':
        log.warn('the transcript cannot be polled', { reason: event.error.message });
        break;
      case 'unrouted-item':
        warnOfUnroutedItem(event.contactId);
        break;
      default:
    }
  };

  const observeHeartbeat: HeartbeatHandler = (heartbeat) => {
    streams.heartbeat(heartbeat);
    if (!heartbeat.ok) log.warn('a deep heartbeat failed');
  };
  return { event: observeEvent, frame: observeFrame, heartbeat: observeHeartbeat };
}
