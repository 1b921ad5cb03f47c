import { type FormEvent, useEffect, useState } from 'react';
import { type Chat as ConnectChat, type ChatError, isMessage } from 'rx-connect-chat/lite';
import { useStream } from './useStream.js';

/** A chat's messages, who types, and a line to write in. */
export function Chat({ chat }: { readonly chat: ConnectChat }) {
  const { status } = useStream(chat.connectionState$);
  const { items } = useStream(chat.transcript$);
  const typing = useStream(chat.typing$);
  const unread = useStream(chat.unreadCount$);
  const error = useConnection(chat);

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const line = new FormData(form).get('line');
    if (typeof line === 'string' && line !== '') chat.outgoing.next(line);
    form.reset();
  };

  return (
    <>
      <h1>Chat</h1>
      <p role="status">
        {status} {error?.message}
      </p>
      <ol>
        {items.filter(isMessage).map((message) => (
          <li key={message.clientToken ?? message.id}>
            <b>{message.participant.displayName}</b> {message.content}{' '}
            <small>{message.status}</small>
          </li>
        ))}
      </ol>
      {typing.map(({ id, displayName }) => (
        <p className="typing" key={id}>
          {displayName} is typing
        </p>
      ))}
      <p className="unread">{unread} unread</p>
      <form onSubmit={send}>
        <input
          name="line"
          aria-label="Message"
          onInput={() => chat.sendTyping().subscribe({ error: () => undefined })}
        />
        <button>Send</button>
      </form>
    </>
  );
}

/** Connected while mounted; what waiting cannot cure, if anything. */
function useConnection(chat: ConnectChat): ChatError | undefined {
  const [error, setError] = useState<ChatError>();
  useEffect(() => {
    const connection = chat.connect().subscribe({
      error: (failure: unknown) => {
        setError(failure as ChatError);
      },
    });
    return () => {
      connection.unsubscribe();
    };
  }, [chat]);
  return error;
}
