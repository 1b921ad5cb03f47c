import { WebSocket } from 'ws';

type Callback = (message?: unknown) => void;

/**
 * An agent's websocket manager as a page has it: one socket for all contacts. Unlike that of Streams,
 * it calls back at once where the socket is open already, since amazon-connect-chatjs waits for that.
 */
export function createManager(url: string): object {
  const callbacks = new Map<string, Set<Callback>>();
  const on = (name: string, callback: Callback) => {
    const known = callbacks.get(name) ?? new Set();
    callbacks.set(name, known.add(callback));
    return () => known.delete(callback);
  };
  const call = (name: string, message?: unknown) => {
    for (const callback of callbacks.get(name) ?? []) callback(message);
  };
  let isOpen = false;
  const socket = new WebSocket(url);
  socket.on('open', () => {
    socket.send(JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } }));
  });
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as { readonly topic: string };
    if (frame.topic === 'aws/subscribe') {
      isOpen = true;
      call('gain');
    } else call(frame.topic, frame);
  });
  return {
    subscribeTopics: () => undefined,
    sendMessage: () => undefined,
    onMessage: on,
    onConnectionGain: (callback: Callback) => {
      if (isOpen) callback();
      return on('gain', callback);
    },
    onConnectionLost: (callback: Callback) => on('lost', callback),
    onInitFailure: (callback: Callback) => on('failure', callback),
    onDeepHeartbeatSuccess: (callback: Callback) => on('beat', callback),
    onDeepHeartbeatFailure: (callback: Callback) => on('no beat', callback),
  };
}
