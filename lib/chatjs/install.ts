import { createChatSession } from './chatSession.js';
import { type Environment, hostEnvironment } from './environment.js';
import { LogLevel } from './logManager.js';
import type { ChatSessionObject } from './objectTypes.js';
import { NAME, VERSION } from './version.js';

/** What of `connect` is set here. */
interface ConnectNamespace {
  ChatSession?: unknown;
  ChatJS?: unknown;
  LogManager?: unknown;
  LogLevel?: unknown;
  csmService?: unknown;
}

/**
 * Makes `connect.ChatSession` and what belongs to it in `target`, and answers it. What
 * amazon-connect-streams has set there before stays, but for `ChatSession` and `ChatJS`.
 */
export function install(
  target: object,
  environment: Environment = hostEnvironment,
): ChatSessionObject {
  const { ChatSession, logManager, csmService } = createChatSession(environment);
  const host = target as { connect?: ConnectNamespace };
  const connect = (host.connect ??= {});
  connect.ChatSession = ChatSession;
  connect.LogManager ??= logManager;
  connect.LogLevel ??= LogLevel;
  connect.csmService ??= csmService;
  connect.ChatJS = {
    version: VERSION,
    name: NAME,
    source: 'npm',
    repository: 'rx-connect-chat',
    build: { timestamp: '', environment: 'production' },
  };
  return ChatSession;
}
