import type {
  EmulatedAttachment,
  EmulatedMessage,
  EmulatedParticipant,
  FaultyOperation,
  JoinOptions,
} from '../emulator/model.js';
import type { WireItem } from '../wire/index.js';
import type { Act, FakeChat } from './FakeChat.js';

/** Who does it. */
export interface ActOptions {
  /** A display name. @defaultValue the one whom the app talks to */
  readonly by?: string;
}

/** Which message is meant. */
export interface ReceiptOptions extends ActOptions {
  /** Its content. @defaultValue the last message that the app has sent */
  readonly of?: string;
}

const doer = (fake: FakeChat, { by }: ActOptions): EmulatedParticipant =>
  by === undefined ? fake.peer : fake.participant(by);

const ofChat = ({ self: { id } }: FakeChat, times?: number) => ({ participantId: id, times });

/** Sends a message. */
export const says =
  (message: string | EmulatedMessage, options: ActOptions = {}): Act =>
  (fake) =>
    doer(fake, options).say(message);

/** Sends a message in pieces, as bots do: the first now, then one each `everyMs`, then it is whole. */
export const streams =
  (
    pieces: readonly string[],
    { everyMs = 1, ...options }: ActOptions & { readonly everyMs?: number } = {},
  ): Act =>
  (fake) => {
    const stream = doer(fake, options).stream(pieces.slice(0, 1));
    pieces.slice(1).forEach((piece, index) => {
      fake.scheduler.schedule(() => stream.send(piece), (index + 1) * everyMs);
    });
    fake.scheduler.schedule(() => stream.complete(), pieces.length * everyMs);
  };

/** Sends a typing event. */
export const types =
  (options: ActOptions = {}): Act =>
  (fake) =>
    doer(fake, options).type();

/** Sends a read receipt. */
export const reads =
  (options: ReceiptOptions = {}): Act =>
  (fake) =>
    doer(fake, options).read(messageMeant('read', fake, options));

/** Sends a delivered receipt. */
export const delivers =
  (options: ReceiptOptions = {}): Act =>
  (fake) =>
    doer(fake, options).deliver(messageMeant('deliver', fake, options));

function messageMeant(act: string, { contact, self }: FakeChat, { of }: ReceiptOptions): string {
  const isMeant = ({ Type, Content, ParticipantId }: WireItem) =>
    Type === 'MESSAGE' && (of === undefined ? ParticipantId === self.id : Content === of);
  const { Id } = contact.transcript.filter(isMeant).at(-1) ?? {};
  if (Id) return Id;
  throw new Error(
    of === undefined
      ? `cannot ${act}: the app has sent no message yet`
      : `cannot ${act}: there is no message '${of}'`,
  );
}

/** Somebody else joins. */
export const joins =
  (displayName: string, options: Omit<JoinOptions, 'displayName'> = {}): Act =>
  (fake) =>
    fake.contact.join({ displayName, ...options });

/** Leaves. If that is the customer, the flow ends the chat a moment later, unless it was started to go on. */
export const leaves =
  (options: ActOptions = {}): Act =>
  (fake) => {
    doer(fake, options).leave();
  };

/** Sends a file: a text file of this name, or the one given. */
export const attaches =
  (file: string | EmulatedAttachment, options: ActOptions = {}): Act =>
  (fake) =>
    doer(fake, options).attach(
      typeof file === 'string'
        ? { name: file, contentType: 'text/plain', content: new Uint8Array([0x2e]) }
        : file,
    );

/** The agent hands over to another. */
export const transfers =
  (displayName: string): Act =>
  (fake) =>
    fake.contact.transfer({ displayName });

/** Sends any event, by its name such as `participant.idle`. */
export const emits =
  (name: string, content?: string): Act =>
  (fake) =>
    fake.contact.emit(name, { content });

/** The chat ends for all, as `|` does. */
export const ends = (): Act => (fake) => {
  fake.contact.end();
};

/** Breaks the socket. The network itself is there: the chat reconnects. */
export const cuts = (): Act => (fake) => fake.emulator.faults.cutSockets(ofChat(fake));

/** The socket stays, but nothing comes or goes, until {@link comesBack}; heartbeats find that out. */
export const hangs = (): Act => (fake) => {
  fake.hang();
};

/** No network, as the browser knows, until {@link comesBack}. */
export const goesOffline = (): Act => (fake) => {
  fake.goOffline();
};

/** The network is there again. */
export const comesBack = (): Act => (fake) => {
  fake.comeBack();
};

/** Says something that the socket does not bring: only the transcript has it. */
export const misses =
  (message: string | EmulatedMessage, options: ActOptions = {}): Act =>
  (fake) => {
    const undo = fake.emulator.faults.dropFrames(ofChat(fake));
    doer(fake, options).say(message);
    undo();
  };

/** Says something that the socket brings twice. */
export const doubles =
  (message: string | EmulatedMessage, options: ActOptions = {}): Act =>
  (fake) => {
    const undo = fake.emulator.faults.doubleFrames(ofChat(fake));
    doer(fake, options).say(message);
    undo();
  };

/** Says several things, of which the socket brings the last first. */
export const reorders =
  (messages: readonly (string | EmulatedMessage)[], options: ActOptions = {}): Act =>
  (fake) => {
    const undo = fake.emulator.faults.reorderFrames(messages.length, ofChat(fake));
    for (const message of messages) doer(fake, options).say(message);
    undo();
  };

/** Refuses the next request of this operation, or the next `times`. It has no effect. */
export const refuses =
  (operation: FaultyOperation, error = 'ThrottlingException', times = 1): Act =>
  (fake) => {
    fake.emulator.faults.failOperation(operation, { error, ...ofChat(fake, times) });
  };

/** Loses the answer to the next request of this operation, or to the next `times`. It has its effect. */
export const losesAnswer =
  (operation: FaultyOperation, times = 1): Act =>
  (fake) => {
    fake.emulator.faults.loseAnswer(operation, ofChat(fake, times));
  };

/** Expires the connection tokens that the chat has: its next call is refused with a 403. */
export const expiresTokens = (): Act => (fake) => {
  fake.emulator.faults.expireTokens(ofChat(fake));
};
