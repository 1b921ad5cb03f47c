// A process of its own for one client: it is told a task, and tells what happens.
import { WebSocket } from 'ws';
import type { ClientEvent, ClientName, ClientTask, NetworkNews } from './clientEvent.js';

const report = (event: ClientEvent) => process.send?.(event);

const CLIENTS: Readonly<Record<ClientName, () => Promise<{ readonly run: RunClient }>>> = {
  'amazon-connect-chatjs': () => import('./runChatJs.js'),
  'rx-connect-chat/lite': () => import('./runLite.js'),
  'rx-connect-chat': () => import('./runSdk.js'),
};

/**
 * Connects the client of `task` and reports what it gives, until the process ends. Answers how to tell
 * it that the network is there or not.
 */
export type RunClient = (
  task: ClientTask,
  report: (event: ClientEvent) => void,
) => (online: boolean) => void;

process.once('message', (task: ClientTask) => {
  void CLIENTS[task.client]().then(({ run }) => {
    const setOnline = run(task, report);
    process.on('message', ({ online }: NetworkNews) => {
      setOnline(online);
    });
  });
});
process.once('disconnect', () => process.exit());

// In a page, an error that nothing catches is reported, and page and socket go on. Here as well.
process.on('uncaughtException', ({ message }) => {
  report({ kind: 'thrown', message });
});
const emit = Reflect.get(WebSocket.prototype, 'emit');
Object.assign(WebSocket.prototype, {
  emit(this: WebSocket, ...event: Parameters<WebSocket['emit']>) {
    try {
      return emit.apply(this, event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
      return true;
    }
  },
});
