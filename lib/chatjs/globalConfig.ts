import type { ChatClient } from './chatClient.js';
import type { CsmConfig, CsmService } from './csmService.js';
import type { LoggerConfig, LogManager } from './logManager.js';

/** What `connect.ChatSession.setGlobalConfig` takes; what is left out stays as it was. */
export interface ChatGlobalConfig {
  /** @defaultValue us-west-2 */
  readonly region?: string | undefined;
  /** The service's base URL, instead of the region's. */
  readonly endpoint?: string | undefined;
  /** Whether to use the region's endpoint for IPv4 and IPv6. @defaultValue false */
  readonly useDualStack?: boolean | undefined;
  readonly loggerConfig?: LoggerConfig | undefined;
  readonly features?: ChatFeatures | readonly string[] | undefined;
  /** Milliseconds between receipts. @defaultValue 5000 */
  readonly throttleTime?: number | undefined;
  readonly webSocketManagerConfig?:
    { readonly isNetworkOnline?: (() => boolean | Promise<boolean>) | undefined } | undefined;
  /** Added to the header that says which client this is. */
  readonly customUserAgentSuffix?: string | undefined;
  readonly csmConfig?: CsmConfig | undefined;
  /** Serves instead of the Participant Service, for every session that names none of its own. */
  readonly customChatClient?: ChatClient | undefined;
  /** Kept for compatibility; they change nothing. */
  readonly stage?: string | undefined;
  readonly cell?: string | undefined;
  readonly reconnect?: boolean | undefined;
}

/** Features that can be set. */
export interface ChatFeatures {
  readonly messageReceipts?:
    | {
        /** @defaultValue true */
        readonly shouldSendMessageReceipts?: boolean | undefined;
        /** Milliseconds between receipts. @defaultValue 5000 */
        readonly throttleTime?: number | undefined;
      }
    | null
    | undefined;
}

/** What new sessions go by. */
export interface GlobalSettings {
  readonly region: string | undefined;
  readonly regionOverride: string | undefined;
  readonly endpoint: string | undefined;
  readonly useDualStack: boolean;
  readonly receipts: { readonly enabled: boolean; readonly throttleMs: number };
  readonly isNetworkOnline: (() => boolean | Promise<boolean>) | undefined;
  readonly userAgentSuffix: string;
  readonly customChatClient: ChatClient | undefined;
}

export interface GlobalConfig {
  readonly settings: () => GlobalSettings;
  set(config: ChatGlobalConfig): void;
  setFeatureFlag(flag: string): void;
  setRegionOverride(region: string | null): void;
}

const RECEIPTS_FLAG = 'MESSAGE_RECEIPTS_ENABLED';

/** The settings of one page. They hold for sessions made after they were set. */
export function createGlobalConfig(logManager: LogManager, csmService: CsmService): GlobalConfig {
  const log = logManager.getLogger({ prefix: 'ChatJS-GlobalConfig' });
  let settings: GlobalSettings = {
    region: undefined,
    regionOverride: undefined,
    endpoint: undefined,
    useDualStack: false,
    receipts: { enabled: true, throttleMs: 5_000 },
    isNetworkOnline: undefined,
    userAgentSuffix: '',
    customChatClient: undefined,
  };

  /** Only `false` switches receipts off; a call that does not speak of them changes nothing. */
  const receiptsOf = ({ features, throttleTime }: ChatGlobalConfig) => {
    const { enabled, throttleMs } = settings.receipts;
    const asked = (Object(features) as ChatFeatures).messageReceipts;
    const named = Array.isArray(features) && features.includes(RECEIPTS_FLAG);
    return {
      enabled: asked ? asked.shouldSendMessageReceipts !== false : enabled || named,
      throttleMs: [asked?.throttleTime, throttleTime].find(isDuration) ?? throttleMs,
    };
  };

  return {
    settings: () => settings,
    set: (config) => {
      if (typeof config !== 'object' || config === null) {
        log.warn('setGlobalConfig needs an object');
        return;
      }
      if (config.loggerConfig) logManager.updateLoggerConfig(config.loggerConfig);
      if (config.csmConfig) csmService.updateCsmConfig(config.csmConfig);
      const { useDualStack } = config;
      if (useDualStack !== undefined && typeof useDualStack !== 'boolean') {
        log.warn('useDualStack is neither true nor false');
      }
      settings = {
        ...settings,
        region: config.region || settings.region,
        endpoint: config.endpoint ?? settings.endpoint,
        useDualStack: typeof useDualStack === 'boolean' ? useDualStack : settings.useDualStack,
        receipts: receiptsOf(config),
        isNetworkOnline: config.webSocketManagerConfig?.isNetworkOnline ?? settings.isNetworkOnline,
        userAgentSuffix: config.customUserAgentSuffix ?? settings.userAgentSuffix,
        customChatClient: config.customChatClient ?? settings.customChatClient,
      };
    },
    setFeatureFlag: (flag) => {
      if (flag !== RECEIPTS_FLAG) return;
      settings = { ...settings, receipts: { ...settings.receipts, enabled: true } };
    },
    setRegionOverride: (region) => {
      settings = { ...settings, regionOverride: region || undefined };
    },
  };
}

const isDuration = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value);
