import { Subject } from 'rxjs';
import { asReceived, type Entry, Ledger, type LedgerUpdate, OlderPages } from '../inbox/index.js';
import { createReadMarks } from '../outbox/index.js';
import type { ParticipantApi } from '../api/index.js';
import { type ChatMessage, eventType } from '../wire/index.js';
import type { Chat } from './chat.js';
import type { ChatOptions } from './chatOptions.js';
import { defaultRetry } from './commands/commandContext.js';
import { createCommands } from './commands/createCommands.js';
import { createLifecycle } from './lifecycle.js';
import { isOwnLeaving } from './endReason.js';
import { type ChatEngine, LazyChat } from './LazyChat.js';
import { createChatConnection } from './chatConnection.js';
import { DEFAULT_HISTORY, resolveOptions, type Settings } from './resolveOptions.js';
import { createParticipantService } from './participantService.js';
import { persistedReadMarks } from './storage/persistedReadMarks.js';
import { createPersistence, type Persistence } from './storage/persistence.js';
import { ChatStreams } from './streams.js';

const CHAT_REHYDRATED = eventType('chat.rehydrated');

/**
 * A chat out of its options, and out of the API that serves where they name none. It opens nothing
 * until it is connected.
 *
 * @throws ChatError `InvalidArgument`, naming the option.
 */
export function composeChat(
  options: ChatOptions,
  defaultApi: (endpoint: string) => ParticipantApi,
): Chat {
  const given = resolveOptions(options, defaultApi);
  const { journal } = options;
  const settings = journal?.attach(given) ?? given;
  const chat = new LazyChat(given.details, () => createEngine(settings, given));
  return journal?.around(chat) ?? chat;
}

/** @param given - the settings as they were before a journal replaced ports: streams keep that clock. */
function createEngine(settings: Settings, given: Settings): ChatEngine {
  const { details, type, scheduler } = settings;
  const id = details.participantId;
  let displayName = '';

  const streams: ChatStreams = new ChatStreams(given, (entry: Entry) => {
    const isForgotten = ledger.forget(entry);
    if (isForgotten) {
      older.dropped();
      persistence.dropped();
    }
    return isForgotten;
  });
  const lifecycle = createLifecycle((reason) => {
    if (reason) persistence.ended(reason);
    streams.state = reason ? { status: 'ended', reason } : { status: 'closed' };
    if (reason) streams.ended({ reason, time: new Date(scheduler.now()) });
    streams.complete();
  });
  const readMarks = createReadMarks();
  const publish = ({ changes, published, receipts, ownReceipts }: LedgerUpdate) => {
    for (const receipt of ownReceipts) {
      readMarks.add(receipt);
      if (receipt.status === 'read' && receipt.time !== undefined) streams.readUpTo = receipt.time;
    }
    for (const { kind, entry } of changes) {
      if (kind !== 'remove' && entry.isPartial) streams.partial(entry.item as ChatMessage);
      if (entry.participantId !== id) continue; // most entries are others', and stay unread
      const { item } = entry;
      displayName = item.participant.displayName || displayName;
      // Also from another tab, or before a reload.
      if (isOwnLeaving(item, settings)) lifecycle.expect('left');
    }
    streams.transcript.apply(changes);
    for (const receipt of receipts) streams.receipt(receipt);
    for (const received of published) {
      if (received.contentType === CHAT_REHYDRATED) older.rehydrated();
      streams.published(received);
    }
  };
  const ledger: Ledger = new Ledger({
    self: id,
    publish,
    sentSince: (time) => streams.transcript.sentSince(time),
  });
  const letGo$ = new Subject<void>();
  const persistence: Persistence = createPersistence({
    settings,
    ledger,
    streams,
    lifecycle,
    send: (message) => {
      commands().outgoing.next(message);
    },
    restored: (items, hasOlder) => {
      older.saw(items);
      older.notJoined();
      streams.transcript.hasOlder = hasOlder;
    },
    parts: { marks: persistedReadMarks(readMarks, streams) },
    wasLetIn: () => service.credentials.token !== undefined,
  });
  const service = createParticipantService(settings, streams, lifecycle, persistence);
  const older: OlderPages = new OlderPages({
    transcript: streams.transcript,
    getPage: (requestFor) => service.page(requestFor, defaultRetry(streams, service, settings)),
    connectionToken: () => service.credentials.token,
    take: (items) => {
      ledger.receive(items.map(asReceived), 'older');
    },
    pageSize: settings.history || DEFAULT_HISTORY,
    contactId: details.contactId,
    earlierContactIds: [details.continuedFromContactId, details.initialContactId].filter(
      (contactId) => contactId !== undefined,
    ),
  });
  const connection$ = createChatConnection({
    settings,
    service,
    ledger,
    older,
    streams,
    lifecycle,
    persistence,
    letGo$,
  });
  const self = () => ({ id, role: type, displayName });
  const commands = createCommands({
    settings,
    service,
    ledger,
    older,
    readMarks,
    streams,
    lifecycle,
    persistence,
    self,
  });
  let isClosing = false;
  const close = () => {
    if (isClosing) return; // by somebody whom what is held has come out to
    isClosing = true;
    letGo$.next(); // what is held comes out first
    persistence.saveAtClose(); // what is on its way out is given up after this
    lifecycle.close();
  };

  return { streams: streams, commands, connect: () => connection$, close };
}
