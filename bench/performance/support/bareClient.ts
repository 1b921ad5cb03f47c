import type { ChatDetails } from 'rx-connect-chat/lite';
import { WebSocket } from 'ws';

const send = (socket: WebSocket, topic: string, content?: object) => {
  socket.send(JSON.stringify({ topic, content }));
};

/** The least that connects: one API call, one handshake, one subscription. */
export async function connectBare(
  endpoint: string,
  { participantToken }: ChatDetails,
): Promise<WebSocket> {
  const response = await fetch(`${endpoint}/participant/connection`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Amz-Bearer': participantToken },
    body: JSON.stringify({ Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] }),
  });
  const { Websocket } = (await response.json()) as { Websocket: { Url: string } };
  const socket = new WebSocket(Websocket.Url);
  return new Promise((resolve, reject) => {
    socket.onerror = reject;
    socket.onopen = () => {
      send(socket, 'aws/subscribe', { topics: ['aws/chat'] });
    };
    socket.onmessage = ({ data }) => {
      const { topic } = JSON.parse(data as string) as { topic: string };
      if (topic === 'aws/subscribe') resolve(socket);
    };
  });
}

const INTERVAL_MS = 10_000;

/** Keeps a socket under watch as the protocol asks for. Answers how to stop. */
export function beat(socket: WebSocket): () => void {
  let answered = true;
  socket.onmessage = ({ data }) => {
    const { topic } = JSON.parse(data as string) as { topic: string };
    if (topic === 'aws/heartbeat') answered = true;
  };
  const timer = setInterval(() => {
    if (!answered) socket.terminate();
    answered = false;
    send(socket, 'aws/heartbeat');
    send(socket, 'aws/ping');
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    socket.terminate();
  };
}
