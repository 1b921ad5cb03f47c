import { type ChatDetails, ChatError } from '../../lite.js';

/** What the demo has an emulator do, by its control API. */
export interface EmulatorControl {
  readonly url: string;
  startChat(chat: { displayName: string; continuedFrom?: string }): Promise<ChatDetails>;
  join(contactId: string, as: { displayName: string; announce?: boolean }): Promise<ChatDetails>;
  /** Has a participant say something; flows and bots may say what a participant's API refuses. */
  say(
    participantId: string,
    message: { readonly content: string; readonly contentType?: string },
  ): Promise<unknown>;
  offline(participantId: string, on: boolean): Promise<unknown>;
  end(contactId: string): Promise<unknown>;
}

/** The control API at `url`. What it refuses, and no answer, rejects with a ChatError. */
export function emulatorControl(url: string): EmulatorControl {
  const post = async <T>(path: string, body: object = {}): Promise<T> => {
    const request = { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${url}/emulator/${path}`, request).catch((cause: unknown) => {
      throw new ChatError('Network', 'no emulator answers at this address', { cause });
    });
    if (response.ok) return (await response.json()) as T;
    throw new ChatError('Service', `the emulator answers ${response.status}`);
  };
  return {
    url,
    startChat: (chat) => post('chats', chat),
    join: (contactId, as) => post(`contacts/${contactId}/join`, as),
    say: (participantId, message) => post(`participants/${participantId}/say`, message),
    offline: (participantId, on) => post(`participants/${participantId}/offline`, { on }),
    end: (contactId) => post(`contacts/${contactId}/end`),
  };
}
