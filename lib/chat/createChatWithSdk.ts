import { createSdkApi, type SdkApiOptions } from '../api/sdkApi.js';
import type { Chat } from './chat.js';
import type { ChatOptions } from './chatOptions.js';
import { composeChat } from './composeChat.js';
import { sharedApi } from './sharedApi.js';

export { createSdkApi, type SdkApiOptions };

const apiAt = sharedApi((endpoint) => createSdkApi({ endpoint }));

/**
 * A chat on Amazon Connect, over the AWS SDK's client. It does nothing until it is connected.
 *
 * @throws ChatError `InvalidArgument`, naming the option that is missing or wrong.
 */
export const createChatWithSdk = (options: ChatOptions): Chat => composeChat(options, apiAt);
