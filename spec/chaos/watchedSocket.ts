import type { WebSocketConstructor, WebSocketLike } from '../../lib/lite.js';

/** A socket that shows each frame's data as the chat receives it. */
export const watchedSocket = (
  Socket: WebSocketConstructor,
  received: (data: unknown) => void,
): WebSocketConstructor =>
  class extends Socket {
    constructor(url: string) {
      super(url);
      let handler: WebSocketLike['onmessage'] = null;
      Object.defineProperty(this, 'onmessage', {
        get: () =>
          handler &&
          ((event: { readonly data: unknown }) => {
            received(event.data);
            handler?.(event);
          }),
        set: (next: WebSocketLike['onmessage']) => {
          handler = next;
        },
      });
    }
  };

/** The id of the item that a frame brings, if it brings one. */
export function idIn(data: unknown): unknown {
  try {
    const frame = JSON.parse(String(data)) as { content?: unknown } | null;
    if (typeof frame?.content !== 'string') return undefined;
    return (JSON.parse(frame.content) as { Id?: unknown } | null)?.Id;
  } catch {
    return undefined;
  }
}
