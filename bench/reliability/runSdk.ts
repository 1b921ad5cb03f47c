import { createChat } from 'rx-connect-chat';
import { runOwn } from './runOwn.js';

export const run = runOwn(createChat);
