import '@angular/compiler';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideConnectChat } from 'rx-connect-chat/angular';
import { ChatComponent } from './chat.component.js';
import { startChat } from '../shared/startChat.js';

const { chatDetails, endpoint } = await startChat();

await bootstrapApplication(ChatComponent, {
  providers: [provideZonelessChangeDetection(), provideConnectChat({ chatDetails, endpoint })],
});
