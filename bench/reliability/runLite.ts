import { createChat } from 'rx-connect-chat/lite';
import { runOwn } from './runOwn.js';

export const run = runOwn(createChat);
