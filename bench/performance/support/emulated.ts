import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChatDetails } from 'rx-connect-chat/lite';

/** An emulator in a process of its own. */
export interface Emulated {
  readonly url: string;
  /** A chat for a customer to connect to. */
  readonly startChat: () => Promise<ChatDetails>;
  /** What its control API does at `path`. */
  readonly control: (path: string, body: object) => Promise<unknown>;
  readonly close: () => void;
}

export async function emulated(): Promise<Emulated> {
  const child = fork(fileURLToPath(new URL('service.mjs', import.meta.url)), { execArgv: [] });
  const url = await new Promise<string>((resolve) => {
    child.once('message', (message) => {
      resolve(message as string);
    });
  });
  const post = async (method: string, path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answers ${response.status}`);
    return response.json();
  };
  return {
    url,
    startChat: async () => {
      const answer = await post('PUT', '/contact/chat', {
        InstanceId: 'instance',
        ContactFlowId: 'flow',
        ParticipantDetails: { DisplayName: 'Ann' },
      });
      const { ContactId, ParticipantId, ParticipantToken } = answer as Record<string, string>;
      return {
        contactId: ContactId ?? '',
        participantId: ParticipantId ?? '',
        participantToken: ParticipantToken ?? '',
      };
    },
    control: (path, body) => post('POST', `/emulator/${path}`, body),
    close: () => {
      child.disconnect();
    },
  };
}
