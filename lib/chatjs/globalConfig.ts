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
  /** Serves instead of the Participant Service, for each session that has none of its own; `null` removes it. */
  readonly customChatClient?: ChatClient | null | undefined;
  /** Kept for compatibility; they change nothing. */
  readonly stage?: string | undefined;
  readonly cell?: string | undefined;
  readonly reconnect?: boolean | undefined;
}

/** Features that can be set. */
export interface ChatFeatures {
  messageReceipts?: MessageReceiptsConfig | null | undefined;
}

/** How read and delivered receipts are sent by `sendEvent`. */
export interface MessageReceiptsConfig {
  /** @defaultValue true */
  shouldSendMessageReceipts?: boolean | undefined;
  /** Milliseconds between receipts. @defaultValue 5000 */
  throttleTime?: number | undefined;
}

/** What sessions go by: new ones, and for receipts all. */
export interface GlobalSettings extends Pick<
  ChatGlobalConfig,
  'region' | 'endpoint' | 'useDualStack' | 'customUserAgentSuffix' | 'customChatClient'
> {
  readonly regionOverride?: string | null | undefined;
  readonly isNetworkOnline?: (() => boolean | Promise<boolean>) | undefined;
  readonly receiptsEnabled: boolean;
  readonly throttleTime: number;
}

/** Settings of one page, with the methods of `connect.ChatSession` that set them. */
export interface GlobalConfig {
  setGlobalConfig(config: ChatGlobalConfig): void;
  setFeatureFlag(flag: string): void;
  setRegionOverride(region: string | null): void;
  readonly settings: () => GlobalSettings;
}

const RECEIPTS_FLAG = 'MESSAGE_RECEIPTS_ENABLED';

export function createGlobalConfig(logManager: LogManager, csmService: CsmService): GlobalConfig {
  const log = logManager.getLogger({ prefix: 'ChatJS-GlobalConfig' });
  let settings: GlobalSettings = { receiptsEnabled: true, throttleTime: 5_000 };

  const setFeatureFlag = (flag: string) => {
    if (flag === RECEIPTS_FLAG) settings = { ...settings, receiptsEnabled: true };
  };

  return {
    settings: () => settings,
    setGlobalConfig: (config) => {
      if (typeof config !== 'object' || config === null) {
        log.warn('setGlobalConfig needs an object');
        return;
      }
      const { features, loggerConfig, useDualStack, webSocketManagerConfig } = config;
      if (loggerConfig) logManager.updateLoggerConfig(loggerConfig);
      csmService.updateCsmConfig(config.csmConfig);
      if (!['undefined', 'boolean'].includes(typeof useDualStack)) {
        log.warn('useDualStack is neither true nor false');
      }
      if (Array.isArray(features)) features.forEach(setFeatureFlag);
      const { messageReceipts: receipts } = Object(features) as ChatFeatures;
      settings = {
        regionOverride: settings.regionOverride,
        region: config.region || settings.region,
        endpoint: config.endpoint ?? settings.endpoint,
        useDualStack: typeof useDualStack === 'boolean' ? useDualStack : settings.useDualStack,
        isNetworkOnline: webSocketManagerConfig?.isNetworkOnline ?? settings.isNetworkOnline,
        customUserAgentSuffix: config.customUserAgentSuffix ?? settings.customUserAgentSuffix,
        customChatClient:
          config.customChatClient === undefined
            ? settings.customChatClient
            : config.customChatClient,
        // Only `false` switches receipts off; a call that does not speak of them changes nothing.
        receiptsEnabled: receipts
          ? receipts.shouldSendMessageReceipts !== false
          : settings.receiptsEnabled,
        throttleTime:
          [receipts?.throttleTime, config.throttleTime].find(isDuration) ?? settings.throttleTime,
      };
    },
    setFeatureFlag,
    setRegionOverride: (regionOverride) => {
      settings = { ...settings, regionOverride };
    },
  };
}

const isDuration = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value);
