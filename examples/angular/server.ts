import '@angular/compiler';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication, type BootstrapContext } from '@angular/platform-browser';
import { provideServerRendering, renderApplication } from '@angular/platform-server';
import { provideConnectChat } from 'rx-connect-chat/angular';
import { ChatComponent } from './chat.component.js';

/** The page as a server renders it: a chat that has not begun. Nothing is opened. */
export const render = (document: string): Promise<string> =>
  renderApplication(
    (context: BootstrapContext) =>
      bootstrapApplication(
        ChatComponent,
        {
          providers: [
            provideZonelessChangeDetection(),
            provideServerRendering(),
            provideConnectChat(() => {
              throw new Error('a server has no chat');
            }),
          ],
        },
        context,
      ),
    { document },
  );
