import { createFetchApi } from '../api/index.js';
import type { Chat } from './chat.js';
import type { ChatOptions } from './chatOptions.js';
import { composeChat } from './composeChat.js';
import { sharedApi } from './sharedApi.js';

const apiAt = sharedApi((endpoint) => createFetchApi({ endpoint }));

/**
 * A chat on Amazon Connect, over `fetch`. It does nothing until it is connected.
 *
 * @throws ChatError `InvalidArgument`, naming the option that is missing or wrong.
 */
export const createChatWithFetch = (options: ChatOptions): Chat => composeChat(options, apiAt);
