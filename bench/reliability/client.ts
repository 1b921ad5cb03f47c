// A process of its own for one client: it is told a task, and tells what happens.
import { WebSocket } from 'ws';
import type { ClientCommand, ClientEvent, ClientName, ClientTask } from './clientEvent.js';

const report = (event: ClientEvent) => process.send?.(event);

const CLIENTS: Readonly<Record<ClientName, () => Promise<{ readonly run: RunClient }>>> = {
  'amazon-connect-chatjs': () => import('./runChatJs.js'),
  'rx-connect-chat/lite': () => import('./runLite.js'),
  'rx-connect-chat': () => import('./runSdk.js'),
};

/** What a client can be told while it runs. */
export interface RunningClient {
  readonly setOnline: (online: boolean) => void;
  /** Resolves when the service has accepted the text. */
  readonly send: (text: string) => Promise<unknown>;
}

/** Connects the client of `task` and reports what it gives, until the process ends. */
export type RunClient = (task: ClientTask, report: (event: ClientEvent) => void) => RunningClient;

/** Reports how long a text took; one that is not accepted is missing from the report. */
async function send(client: RunningClient, text: string): Promise<void> {
  const startedAt = performance.now();
  await client.send(text);
  report({ kind: 'accepted', ms: performance.now() - startedAt });
}

process.once('message', (task: ClientTask) => {
  void CLIENTS[task.client]().then(({ run }) => {
    const client = run(task, report);
    process.on('message', (command: ClientCommand) => {
      if (command.kind === 'network') client.setOnline(command.online);
      else send(client, command.text).catch(() => undefined);
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
