import type { ServerResponse } from 'node:http';
import { Subscription } from 'rxjs';
import { type EmulatedContact, type Emulator, ServiceError } from 'rx-connect-chat/emulator';
import type { Clock } from './clock.js';
import { playEarlierChats } from './earlierChats.js';
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

const CHAT = /^\/api\/chats\/([\w-]+)(?:\/(assistant|hand-over))?$/;

const AGENTS = ['Jordan', 'Robin'] as const;

/** How long a file is scanned. */
const SCAN_MS = 1_500;

export function createBackend(emulator: Emulator, clock: Clock): Backend {
  const speaking = new Subscription();
  let earlier: string | undefined;

  const agentOf = (contact: EmulatedContact) =>
    contact.participants.filter(({ role }) => role === 'AGENT').at(-1) ??
    contact.join({ displayName: AGENTS[0], announce: false });

  const detailsOf = (contact: EmulatedContact) => ({
    endpoint: emulator.url,
    customer: contact.details,
    agent: agentOf(contact).details,
  });

  const startChat = () => {
    if (emulator.contact(earlier ?? '') === undefined) earlier = playEarlierChats(emulator, clock);
    const contact = emulator.startChat({ displayName: 'Maria', continuedFrom: earlier });
    contact.scanAttachments({ afterMs: SCAN_MS });
    return detailsOf(contact);
  };

  const handOver = (contact: EmulatedContact) => {
    const from = agentOf(contact);
    const displayName = AGENTS.find((name) => name !== from.displayName);
    return contact.transfer({ from, displayName, announce: false }).details;
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

  const act = (contact: EmulatedContact, what: string | undefined): object => {
    switch (what) {
      case undefined:
        return detailsOf(contact);
      case 'hand-over':
        return handOver(contact);
      default:
        letAssistantSpeak(contact);
        return {};
    }
  };

  return {
    answer: (path, response) => {
      if (path === '/api/chats') {
        sendJson(response, 200, startChat());
        return;
      }
      const [, contactId = '', what] = CHAT.exec(path) ?? [];
      const contact = emulator.contact(contactId);
      if (contact === undefined) {
        sendJson(response, 404, { message: 'There is no such chat' });
        return;
      }
      try {
        sendJson(response, 200, act(contact, what));
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        sendJson(response, error.status, { message: error.message }); // such as: the chat has ended
      }
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
