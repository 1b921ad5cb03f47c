import { ChangeDetectionStrategy, Component, computed } from '@angular/core';
import { injectConnectChat } from 'rx-connect-chat/angular';
import { isMessage } from 'rx-connect-chat/lite';

/** A chat's messages, who types, and a line to write in. */
@Component({
  selector: 'app-chat',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>Chat</h1>
    <p role="status">
      {{ connection.connectionState().status }}
      @if (connection.ended(); as ended) {
        ({{ ended.reason }})
      }
      @if (connection.error(); as error) {
        {{ error.message }} <button (click)="connection.connect()">Try again</button>
      }
    </p>
    <ol>
      @for (message of messages(); track message.clientToken ?? message.id) {
        <li>
          <b>{{ message.participant.displayName }}</b>
          {{ message.content }}
          <small>{{ message.status }}</small>
        </li>
      }
    </ol>
    @for (typist of connection.typing(); track typist.id) {
      <p class="typing">{{ typist.displayName }} is typing</p>
    }
    <p class="unread">{{ connection.unreadCount() }} unread</p>
    <form (submit)="send($event, line)">
      <input #line aria-label="Message" (input)="typing()" />
      <button>Send</button>
    </form>
  `,
})
export class ChatComponent {
  protected readonly connection = injectConnectChat();
  protected readonly messages = computed(() =>
    this.connection.transcript().items.filter(isMessage),
  );

  constructor() {
    this.connection.connect();
  }

  protected send(event: Event, line: HTMLInputElement): void {
    event.preventDefault();
    if (line.value === '') return;
    this.connection.chat.outgoing.next(line.value); // how it goes shows on the message
    line.value = '';
  }

  protected typing(): void {
    this.connection.chat.sendTyping().subscribe({ error: () => undefined });
  }
}
