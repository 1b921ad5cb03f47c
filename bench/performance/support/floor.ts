import { PageSocket } from './pageSocket.js';

/** The least that can be done with frames: decode each, know its id again, keep it. */
export function floorReceiver(): (data: string) => void {
  const items = new Map<string, unknown>();
  const socket = new PageSocket('');
  socket.onmessage = ({ data }) => {
    const { content } = JSON.parse(data as string) as { content: string };
    const item = JSON.parse(content) as { Id: string };
    if (!items.has(item.Id)) items.set(item.Id, item);
  };
  return (data) => {
    socket.onmessage?.({ data });
  };
}
