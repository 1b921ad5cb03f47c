import type { Chat, ChatOptions } from 'rx-connect-chat/lite';
import { firstValueFrom, Subject } from 'rxjs';
import { WebSocket } from 'ws';
import type { RunClient } from './client.js';

/** This library, with its options at their defaults: Node has neither a WebSocket nor `navigator`. */
export const runOwn =
  (createChat: (options: ChatOptions) => Chat): RunClient =>
  ({ endpoint, chatDetails }, report) => {
    const network$ = new Subject<boolean>();
    const chat = createChat({ chatDetails, endpoint, webSocket: WebSocket, network$ });
    chat.messages$.subscribe(({ id }) => {
      report({ kind: 'message', id });
    });
    chat.transcript$.subscribe(({ items }) => {
      const messages = items.filter(({ type }) => type === 'MESSAGE');
      report({ kind: 'transcript', ids: messages.map(({ id }) => id) });
    });
    chat.connectionState$.subscribe((state) => {
      if (state.status === 'connected') report({ kind: 'connected' });
    });
    chat.metrics$.subscribe((metric) => {
      if (metric.type === 'connection-lost') report({ kind: 'retrying', inMs: metric.retryInMs });
    });
    chat.connect().subscribe();
    return {
      setOnline: (online) => {
        network$.next(online);
      },
      send: (text) => firstValueFrom(chat.sendMessage(text)),
    };
  };
