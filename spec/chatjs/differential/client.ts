// The process of one client: does what it is told with `connect.ChatSession`, and tells what happens.
import { WebSocket } from 'ws';
import { createManager } from './manager.js';
import { plain } from './plain.js';
import type { ClientName, Instruction, Outcome, Report } from './protocol.js';

type Session = Record<string, (...args: readonly unknown[]) => unknown>;

interface Connect {
  readonly ChatSession: {
    create(args: object): Session;
    setGlobalConfig(config: object): void;
  };
}

/** Its types are no module. */
const THEIRS: string = 'amazon-connect-chatjs';

const report = (message: Report) => process.send?.(message);
const sessions = new Map<string, Session>();
/** Managers by the URL of their socket. */
const managers = new Map<string, object>();

const HANDLERS = [
  ...['onMessage', 'onTyping', 'onReadReceipt', 'onDeliveredReceipt'],
  ...['onConnectionEstablished', 'onConnectionLost', 'onConnectionBroken', 'onEnded'],
  ...['onParticipantIdle', 'onParticipantReturned', 'onParticipantInvited', 'onAutoDisconnection'],
  ...['onParticipantDisplayNameUpdated', 'onChatRehydrated', 'onAuthenticationInitiated'],
  ...['onAuthenticationSuccessful', 'onAuthenticationFailed', 'onAuthenticationTimeout'],
  ...['onAuthenticationExpired', 'onAuthenticationCanceled'],
];

/** What both need of a page; what they ask for is told. */
function makePage(): void {
  const realFetch = globalThis.fetch;
  const nothing = () => {};
  Object.assign(globalThis, {
    window: globalThis,
    self: globalThis,
    document: {
      visibilityState: 'visible',
      addEventListener: nothing,
      removeEventListener: nothing,
    },
    location: new URL('http://localhost/'),
    addEventListener: nothing,
    removeEventListener: nothing,
    WebSocket,
    fetch: async (input: string | Request, init?: RequestInit) => {
      const request = input instanceof Request ? input : new Request(input, init);
      const { host, hostname, pathname } = new URL(request.url);
      const text = await request.clone().text();
      report({
        kind: 'request',
        request: {
          method: request.method,
          host,
          path: pathname,
          bearer: request.headers.get('x-amz-bearer') ?? undefined,
          body: parsed(text),
        },
      });
      if (hostname !== '127.0.0.1') throw new TypeError('Failed to fetch'); // stay on this machine
      return realFetch(request);
    },
  });
  Object.defineProperty(globalThis, 'navigator', {
    value: { onLine: true, userAgent: 'Node', language: 'en' },
    configurable: true,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

async function load(client: ClientName): Promise<Connect> {
  makePage();
  if (client === 'theirs') await import(THEIRS);
  else await import('../../../lib/chatjs.js');
  return (globalThis as unknown as { connect: Connect }).connect;
}

/** What does not go through a pipe: a file, an agent's websocket manager, a function. */
function revived(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const { $file, $manager, $resolves, $rejects, ...fields } = value as Record<string, unknown>;
  if (typeof $file === 'string') {
    return new File([String(fields.text)], $file, { type: 'text/plain' });
  }
  if (typeof $manager === 'string') {
    const manager = managers.get($manager) ?? createManager($manager);
    managers.set($manager, manager);
    return manager;
  }
  if ($resolves !== undefined) return () => Promise.resolve($resolves);
  if (typeof $rejects === 'string') return () => Promise.reject(new Error($rejects));
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, revived(field)]));
}

async function settle(act: () => unknown): Promise<Outcome> {
  let returned: unknown;
  try {
    returned = act();
  } catch (error) {
    return { outcome: 'thrown', value: await plain(error) };
  }
  if (!(returned instanceof Promise)) return { outcome: 'returned', value: await plain(returned) };
  try {
    return { outcome: 'resolved', value: await plain(await returned) };
  } catch (error) {
    return { outcome: 'rejected', value: await plain(error) };
  }
}

/** What has been told so far: an event with much in it takes longer to be written, and must not be overtaken. */
let told: Promise<unknown> = Promise.resolve();

function listen(name: string, methods: readonly string[]): void {
  const session = sessions.get(name)!;
  for (const method of methods) {
    session[method]!((event: unknown) => {
      const written = plain(event);
      told = told.then(async () => {
        report({ kind: 'event', session: name, name: method, event: await written });
      });
    });
  }
}

const perform = ({ ChatSession }: Connect, instruction: Instruction): Promise<Outcome> =>
  settle(() => {
    switch (instruction.kind) {
      case 'config':
        ChatSession.setGlobalConfig(instruction.config);
        return undefined;
      case 'create':
        sessions.set(instruction.session, ChatSession.create(revived(instruction.args) as object));
        return undefined;
      case 'listen':
        listen(instruction.session, instruction.methods ?? HANDLERS);
        return undefined;
      case 'throw':
        return sessions.get(instruction.session)![instruction.method]!(() => {
          throw new Error('thrown by a handler');
        });
      case 'call': {
        const session = sessions.get(instruction.session)!;
        return session[instruction.method]!(...instruction.args.map(revived));
      }
    }
  });

void load(process.argv[2] as ClientName).then((connect) => {
  process.on('message', ({ id, instruction }: { id: number; instruction: Instruction }) => {
    void perform(connect, instruction).then((outcome) => {
      report({ kind: 'done', id, outcome });
    });
  });
  process.on('uncaughtException', ({ message }) => {
    report({ kind: 'uncaught', message });
  });
  process.once('disconnect', () => process.exit());
  report({ kind: 'ready' });
});
