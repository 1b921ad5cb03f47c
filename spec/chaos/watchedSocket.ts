import type { WebSocketConstructor, WebSocketLike, WireItem } from '../../lib/lite.js';

/** A socket that shows each frame's data as it comes, and gives the chat what `received` makes of it. */
export const watchedSocket = (
  Socket: WebSocketConstructor,
  received: (data: unknown) => unknown,
): WebSocketConstructor =>
  class extends Socket {
    constructor(url: string) {
      super(url);
      let handler: WebSocketLike['onmessage'] = null;
      Object.defineProperty(this, 'onmessage', {
        get: () =>
          handler &&
          ((event: { readonly data: unknown }) => {
            handler?.({ data: received(event.data) });
          }),
        set: (next: WebSocketLike['onmessage']) => {
          handler = next;
        },
      });
    }
  };

/** The item that a frame brings, if it brings one. */
export function itemIn(data: unknown): WireItem | undefined {
  try {
    const frame = JSON.parse(String(data)) as { content?: unknown } | null;
    if (typeof frame?.content !== 'string') return undefined;
    return (JSON.parse(frame.content) as WireItem | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A frame that brings `item`. */
export const frameOf = (item: WireItem): string =>
  JSON.stringify({
    topic: 'aws/chat',
    content: JSON.stringify(item),
    contentType: 'application/json',
  });
