import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createChat } from 'rx-connect-chat/lite';
import { startChat } from '../shared/startChat.js';
import { Chat } from './Chat.js';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const chat = createChat(await startChat());
createRoot(root).render(
  <StrictMode>
    <Chat chat={chat} />
  </StrictMode>,
);
