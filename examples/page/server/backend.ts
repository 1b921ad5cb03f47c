import type { ServerResponse } from 'node:http';
import { Subscription } from 'rxjs';
import type { EmulatedContact, Emulator } from 'rx-connect-chat/emulator';
import { speakSlowly } from './speakSlowly.js';

/** What a company's own backend does for its page: it starts chats and hands out who may join. */
export interface Backend {
  /** Answers a POST. */
  answer(path: string, response: ServerResponse): void;
  /** Silences the assistant. */
  stop(): void;
}

const ANSWERS = [
  'Hello Maria! I am the assistant of Larkspur Cycles. Jordan from our workshop can see your order 4711, a city bike for Thursday.',
  'A city bike needs its first check after 300 km or three months, whichever comes first. The check is free, takes about forty minutes, and you can wait for it at the workshop.',
  'Orders can be moved to another day until six in the evening of the day before. Tell Jordan which day suits you, and the courier gets the new one at once.',
];

const ASSISTANT = /^\/api\/chats\/([\w-]+)\/assistant$/;

export function createBackend(emulator: Emulator): Backend {
  const speaking = new Subscription();

  const startChat = () => {
    const contact = emulator.startChat({ displayName: 'Maria' });
    const agent = contact.join({ role: 'AGENT', displayName: 'Jordan', announce: false });
    return { endpoint: emulator.url, customer: contact.details, agent: agent.details };
  };

  const letAssistantSpeak = (contact: EmulatedContact) => {
    const assistant =
      contact.participants.find(({ role }) => role === 'SYSTEM') ??
      // As on the real service, where a bot speaks as the system.
      contact.join({ role: 'SYSTEM', displayName: 'Assistant' });
    const said = contact.transcript.filter(({ ParticipantId }) => ParticipantId === assistant.id);
    const text = ANSWERS[said.length % ANSWERS.length] ?? '';
    speaking.add(speakSlowly(assistant, text).subscribe());
  };

  return {
    answer: (path, response) => {
      if (path === '/api/chats') {
        sendJson(response, 200, startChat());
        return;
      }
      const contactId = ASSISTANT.exec(path)?.[1];
      const contact = contactId === undefined ? undefined : emulator.contact(contactId);
      if (contact === undefined || contact.ended) {
        sendJson(response, 404, { message: 'There is no such chat' });
        return;
      }
      letAssistantSpeak(contact);
      sendJson(response, 202, {});
    },
    stop: () => {
      speaking.unsubscribe();
    },
  };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
