import { map, type Observable, type Subscription } from 'rxjs';
import { type Chat, type ChatMessage, createChat, isMessage } from 'rx-connect-chat';
import type { EmulatedParticipant } from 'rx-connect-chat/emulator';
import { WebSocket } from 'ws';

/** One participant's chat, with what came of it. */
export interface Side {
  readonly name: string;
  readonly id: string;
  readonly chat: Chat;
  /** What `messages$` has emitted, in that order. */
  readonly received: readonly ChatMessage[];
}

/** Takes part in a chat as `participant`, not connected yet; `curtain` ends it. */
export function takePart(
  participant: EmulatedParticipant,
  {
    type,
    endpoint,
    curtain,
  }: {
    readonly type: 'CUSTOMER' | 'AGENT';
    readonly endpoint: string;
    readonly curtain: Subscription;
  },
): Side {
  const chat = createChat({
    chatDetails: participant.details,
    type,
    endpoint,
    webSocket: WebSocket, // Node has none of its own before version 22
  });
  const received: ChatMessage[] = [];
  curtain.add(chat.messages$.subscribe((message) => received.push(message)));
  curtain.add(() => {
    chat.close();
  });
  return { name: participant.displayName, id: participant.id, chat, received };
}

/** The whole messages that a side shows: neither own ones on their way nor streamed ones that grow. */
export const wholeMessages = ({ chat }: Side): Observable<readonly ChatMessage[]> =>
  chat.transcript$.pipe(
    map(({ items }) =>
      items.filter(isMessage).filter(({ partial, status }) => !partial && status !== 'sending'),
    ),
  );
