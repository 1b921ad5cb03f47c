import type { ServerResponse } from 'node:http';
import { Subscription } from 'rxjs';
import { type EmulatedContact, type Emulator, ServiceError } from 'rx-connect-chat/emulator';
import { bringCustomers, nextCustomers } from './customers/bringCustomers.js';
import type { Clock } from './clock.js';
import { playEarlierChats } from './earlierChats.js';
import { askForTime, askHelped, askTopic } from './questions.js';
import { type HeldContact, Seat } from './seat.js';
import { sendEvents, sendJson } from './send.js';
import { speakSlowly } from './speakSlowly.js';

/** What a company's own backend does for its pages: it starts chats and hands out who may join. */
export interface Backend {
  /** Answers a request, such as `POST /api/chats`. */
  answer(request: string, response: ServerResponse): void;
  /** Silences the assistant and the scripted customers. */
  stop(): void;
}

const ANSWERS = [
  'Hello Maria! I am the assistant of Larkspur Cycles. Jordan from our workshop can see your order 4711, a city bike for Thursday.',
  'A city bike needs its first check after 300 km or three months, whichever comes first. The check is free, takes about forty minutes, and you can wait for it at the workshop.',
  'Orders can be moved to another day until six in the evening of the day before. Tell Jordan which day suits you, and the courier gets the new one at once.',
];

const CUSTOMER = 'Maria';

/** How long a file is scanned. */
const SCAN_MS = 1_500;

const CHAT = /^POST \/api\/chats\/([\w-]+)$/;
const CONTACTS = /^GET \/api\/agents\/([\w-]+)\/contacts$/;
const AGENT = /^POST \/api\/agents\/([\w-]+)\/([\w-]+)$/;
const CONTACT = /^POST \/api\/agents\/([\w-]+)\/contacts\/([\w-]+)\/([\w-]+)$/;

export function createBackend(emulator: Emulator, clock: Clock): Backend {
  const playing = new Subscription();
  const seats = new Map<string, Seat>();
  let earlier: string | undefined;

  const seatOf = (agentId: string) => {
    const seat = seats.get(agentId) ?? new Seat(emulator, agentId);
    seats.set(agentId, seat);
    return seat;
  };

  const startContact = (displayName: string, continuedFrom?: string) => {
    const contact = emulator.startChat({ displayName, continuedFrom });
    contact.scanAttachments({ afterMs: SCAN_MS });
    return contact;
  };

  const startChat = (seat: Seat) => {
    if (emulator.contact(earlier ?? '') === undefined) earlier = playEarlierChats(emulator, clock);
    const contact = startContact(CUSTOMER, earlier);
    const agent = seat.take(contact).details;
    return { endpoint: emulator.url, customer: contact.details, agent };
  };

  const bring = (seat: Seat) => {
    const customers = nextCustomers([...seat.customers, ...seat.expected]);
    for (const { name } of customers) seat.expected.add(name);
    const start = (name: string) => {
      const contact = startContact(name);
      seat.take(contact);
      return contact;
    };
    playing.add(bringCustomers(customers, start).subscribe());
    return { coming: customers.map(({ name }) => name) };
  };

  /** As on the real service, where a bot speaks as the system. */
  const assistantOf = (contact: EmulatedContact) =>
    contact.participants.find(({ role }) => role === 'SYSTEM') ??
    contact.join({ role: 'SYSTEM', displayName: 'Assistant' });

  const letAssistantSpeak = (contact: EmulatedContact) => {
    const assistant = assistantOf(contact);
    const said = contact.transcript.filter(({ ParticipantId }) => ParticipantId === assistant.id);
    const text = ANSWERS[said.length % ANSWERS.length] ?? '';
    playing.add(speakSlowly(assistant, text).subscribe());
  };

  const ofAgent = new Map<string, (seat: Seat) => object>([
    ['chats', startChat],
    ['customers', bring],
    ['websocket', (seat) => emulator.agent(seat.agentId).websocket()],
    ['offline', quietly((seat) => seat.setOffline(true))],
    ['online', quietly((seat) => seat.setOffline(false))],
  ]);
  const ofContact = new Map<string, (held: HeldContact, seat: Seat) => object>([
    ['assistant', quietly(({ contact }) => letAssistantSpeak(contact))],
    ['ask-helped', quietly(({ contact }) => assistantOf(contact).say(askHelped()))],
    ['ask-topic', quietly(({ contact }) => assistantOf(contact).say(askTopic()))],
    ['ask-time', quietly(({ contact }) => assistantOf(contact).say(askForTime(Date.now())))],
    ['hand-over', quietly((held, seat) => seat.handOver(held))],
    ['take-back', (held, seat) => ({ contactId: seat.takeBack(held).details.contactId })],
    ['clear', quietly((held, seat) => seat.clear(held))],
  ]);

  /** What is answered, or nothing where there is no such thing to ask for. */
  const run = (request: string): object | undefined => {
    const [, chat = ''] = CHAT.exec(request) ?? [];
    const customer = emulator.contact(chat)?.details;
    if (customer) return { endpoint: emulator.url, customer };
    const [, agentId = '', task = ''] = AGENT.exec(request) ?? [];
    if (task) return ofAgent.get(task)?.(seatOf(agentId));
    const [, holder = '', contactId = '', act = ''] = CONTACT.exec(request) ?? [];
    const held = seats.get(holder)?.find(contactId);
    return held && ofContact.get(act)?.(held, seatOf(holder));
  };

  return {
    answer: (request, response) => {
      const [, agentId] = CONTACTS.exec(request) ?? [];
      if (agentId !== undefined) {
        sendEvents(response, seatOf(agentId).contacts$);
        return;
      }
      try {
        const answer = run(request);
        if (answer) sendJson(response, 200, answer);
        else sendJson(response, 404, { message: 'There is nothing at this address' });
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        sendJson(response, error.status, { message: error.message }); // such as: the chat has ended
      }
    },
    stop: () => {
      playing.unsubscribe();
    },
  };
}

const quietly =
  <Args extends readonly unknown[]>(act: (...args: Args) => void) =>
  (...args: Args): object => {
    act(...args);
    return {};
  };
