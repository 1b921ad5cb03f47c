import { checkItem } from './decodeItem.js';
import { isObject, parseJson } from './json.js';
import type { WireItem } from './wireItem.js';

/** What a websocket frame says. */
export type Frame =
  /**
   * An item, checked; `readItem` gives it our spelling. `time` is in milliseconds since 1970, NaN if the
   * item does not say when it was sent.
   */
  | { readonly kind: 'item'; readonly raw: WireItem; readonly time: number }
  | { readonly kind: 'subscription'; readonly status: string }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'ping'; readonly ok: boolean }
  /** The gateway in front of the service reports an error. */
  | { readonly kind: 'gateway-error'; readonly message: string; readonly requestId: string }
  /** A topic this library does not know; passed on. */
  | ({ readonly kind: 'unknown' } & UnknownFrame)
  /** Not a frame of this protocol. `reason` never quotes it. */
  | { readonly kind: 'bad'; readonly reason: string; readonly length: number };

/** A frame of a topic that this library does not know, as it came. */
export interface UnknownFrame {
  readonly topic: string;
  readonly content: unknown;
}

/** The topic of the chat's items. */
export const CHAT_TOPIC = 'aws/chat';

/** Asks for the chat's items; the first frame after the socket has opened. */
export const SUBSCRIBE_FRAME = JSON.stringify({
  topic: 'aws/subscribe',
  content: { topics: [CHAT_TOPIC] },
});
/** Asks whether the socket lives. */
export const HEARTBEAT_FRAME = JSON.stringify({ topic: 'aws/heartbeat' });
/** Asks whether the whole path to the service lives. */
export const PING_FRAME = JSON.stringify({ topic: 'aws/ping' });

/** Source: API Gateway's quota for a websocket message, 128 KB. */
export const MAX_FRAME_LENGTH = 131_072;
const TOO_LONG = 'longer than the gateway lets through';
/** The gateway says a few words, such as `Internal server error`. */
const MAX_GATEWAY_MESSAGE_LENGTH = 100;

/**
 * Reads one websocket frame. Whatever comes, this returns: what is not of the protocol is `bad`.
 *
 * Source: frames of the Amazon Connect chat websocket, docs/protocol.md.
 */
export function decodeFrame(data: unknown): Frame {
  if (typeof data !== 'string') return bad('not text', 0);
  if (data.length > MAX_FRAME_LENGTH) return bad(TOO_LONG, data.length);
  const frame = parseJson(data);
  return frame === undefined ? bad('not JSON', data.length) : readFrame(frame, data.length);
}

/**
 * Reads a frame that a websocket manager hands over, parsed down to its `content`. Whatever comes,
 * this returns, as {@link decodeFrame} does.
 *
 * Source: `onMessage` of amazon-connect-streams' WebSocketProvider.
 */
export function decodeMessage(message: unknown): Frame {
  if (!isObject(message)) return decodeFrame(message);
  const { content } = message;
  const length = typeof content === 'string' ? content.length : 0;
  return length > MAX_FRAME_LENGTH ? bad(TOO_LONG, length) : readFrame(message, length);
}

function readFrame(frame: unknown, length: number): Frame {
  if (!isObject(frame)) return bad('not an object', length);
  const { topic, content } = frame;
  switch (topic) {
    case CHAT_TOPIC: {
      // What a manager hands over parsed belongs to it: it may change it, or have it frozen.
      const item =
        typeof content === 'string'
          ? parseJson(content)
          : isObject(content)
            ? { ...content }
            : content;
      const checked = checkItem(item);
      return typeof checked === 'string'
        ? bad(checked, length)
        : { kind: 'item', raw: item as WireItem, time: checked };
    }
    case 'aws/heartbeat':
      return { kind: 'heartbeat' };
    case 'aws/ping':
      return { kind: 'ping', ok: frame.statusCode === 200 };
    case 'aws/subscribe':
      return isObject(content) && typeof content.status === 'string'
        ? { kind: 'subscription', status: content.status }
        : bad('the subscription answer has no status', length);
    default:
      if (typeof topic === 'string') return { kind: 'unknown', topic, content };
      return typeof frame.message === 'string' && typeof frame.requestId === 'string'
        ? {
            kind: 'gateway-error',
            message: frame.message.slice(0, MAX_GATEWAY_MESSAGE_LENGTH),
            requestId: frame.requestId.slice(0, MAX_GATEWAY_MESSAGE_LENGTH),
          }
        : bad('no topic', length);
  }
}

const bad = (reason: string, length: number): Frame => ({ kind: 'bad', reason, length });
