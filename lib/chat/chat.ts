/// <reference lib="esnext.disposable" preserve="true" />
import type { Observable, ObservedValueOf, Observer } from 'rxjs';
import type { ConnectionState, EndReason, Heartbeat } from '../connection/index.js';
import type { View } from '../interactive/index.js';
import type {
  AttachmentOptions,
  OutgoingEvent,
  OutgoingMessage,
  SentEvent,
  SentMessage,
} from '../outbox/index.js';
import type { NativeFile, ParticipantApi } from '../api/index.js';
import type {
  Transcript,
  TranscriptArgs,
  TranscriptDelta,
  TranscriptPage,
} from '../transcript/index.js';
import type { ChatItem, ChatMessage, Participant, Receipt, UnknownFrame } from '../wire/index.js';
import type { AttachmentLink, LinkOptions, UploadProgress } from './attachment.js';
import type { ChatDetails } from './chatOptions.js';
import type { Metric } from './metrics.js';

/** A connection that has been made. */
export interface Connection {
  /** When the service agreed to send the chat's items, by the chat's clock. */
  readonly since: Date;
  /** Whether this chat was connected before. */
  readonly resumed: boolean;
}

/** An operation of the Participant Service that asks with a connection token. */
export type ChatOperation = Exclude<keyof ParticipantApi, 'createParticipantConnection'>;

/** What {@link Chat.call} is given: the operation's request, without the token. */
export type ChatRequest<Name extends ChatOperation> = Omit<
  Parameters<ParticipantApi[Name]>[0],
  'ConnectionToken'
>;

/** What {@link Chat.call} gives: the operation's answer. */
export type ChatAnswer<Name extends ChatOperation> = ObservedValueOf<
  ReturnType<ParticipantApi[Name]>
>;

/** How and when a chat ended. */
export interface ChatEnded {
  /**
   * `ended`: for all. `transferred`: this agent handed it to another. `left`: this participant left, and
   * the service refuses it since. `expired`: the service refuses this participant, and nothing says why.
   */
  readonly reason: EndReason;
  /** When this chat learnt of it, by its clock. */
  readonly time: Date;
}

/** How long {@link Chat.flush} waits. */
export interface FlushOptions {
  /** The longest wait, in milliseconds: 0 to 2,147,483,647. @defaultValue as long as it takes */
  readonly timeoutMs?: number | undefined;
}

/** Which session's URL to get. */
export interface AuthenticationUrlArgs {
  /** From the content of the event `authentication.initiated`; good for one URL. */
  readonly sessionId: string;
  /** Where the browser goes once signed in: 1 to 1,024 characters. */
  readonly redirectUri: string;
}

/**
 * A chat on Amazon Connect.
 *
 * One switch, many views: the chat is connected while {@link connect} has a subscriber; everything
 * else that ends in `$` is a view, which opens nothing. State streams emit their present value on
 * subscribe; the others are events, from now on. None of them errors because the network does.
 * After the end or {@link close} all complete, and state streams still give their last value.
 */
export interface Chat {
  /** As given, under this library's names. */
  readonly details: ChatDetails;

  /** How the connection is. A state stream: replays. */
  readonly connectionState$: Observable<ConnectionState>;

  /**
   * Every participant's messages, one's own included as the service gives them back: each once,
   * complete, in order.
   *
   * - **Emits** messages sent since the chat was first joined; after a reconnect, those that were
   *   missed come before new ones. A message waits `orderingWindowMs` for others that belong before
   *   it; one that comes later than that is emitted late rather than not.
   * - **Completes** at the end of the chat or with {@link close}, after what was waiting.
   *
   * A message is known by its `id`: in {@link transcript$} it is another object.
   */
  readonly messages$: Observable<ChatMessage>;

  /**
   * Streamed messages as they grow: each time a piece has been joined, the message as far as it is.
   * The whole message is one of {@link messages$}.
   */
  readonly partials$: Observable<ChatMessage>;

  /**
   * Every item that is not a message: joined, left, typing, receipts, ended, and those of content
   * types that this library does not know. Each once, as it comes.
   */
  readonly events$: Observable<ChatItem>;

  /**
   * What the service keeps of the chat, sorted, and one's own messages on their way.
   *
   * - **On subscribe**: the present snapshot, at once. A state stream.
   * - **Emits** a new snapshot at once after a change, then at most one a frame (16 ms, or what
   *   `frameScheduler` says).
   * - **Completes** with the last snapshot.
   */
  readonly transcript$: Observable<Transcript>;

  /**
   * The transcript as what has changed in it, for lists that are drawn in part: see
   * {@link TranscriptDelta}. What is done to an array by all its edits, in order, makes it
   * `transcript$`'s `items`. An edit costs O(log n).
   *
   * - **On subscribe**: all there is, as one edit of the type `reset`.
   * - **Emits** and **completes** when `transcript$` does, for each subscriber from its own beginning.
   */
  readonly transcriptChanges$: Observable<TranscriptDelta>;

  /** Who else is typing now, in the order they began. A state stream. */
  readonly typing$: Observable<readonly Participant[]>;

  /**
   * Who is here, by what the transcript and events say. Whoever has said or done nothing in the items that
   * were fetched or stored is there once {@link loadOlder} brings one of theirs. A state stream.
   */
  readonly participants$: Observable<readonly Participant[]>;

  /**
   * Others' receipts for messages of this participant: each of each recipient once, from now on. What
   * they come to is in the items of `transcript$`: `status`, `deliveredTo` and `readBy`.
   */
  readonly receipts$: Observable<Receipt>;

  /**
   * How many of the others' messages are unread: those behind the last one that this participant has
   * marked as read, here or elsewhere, as far as the transcript says. A state stream.
   *
   * The system's and bots' messages count as well. Sending a message does not mark others' as read.
   * Where nothing is known to be read, all count that were fetched when the chat was joined or have
   * come since, but not older pages.
   */
  readonly unreadCount$: Observable<number>;

  /** Each answer to the questions whether the socket, and the path behind it, live. */
  readonly heartbeat$: Observable<Heartbeat>;

  /** Latency and outcome of each API call, sockets, gaps, bad frames. Nothing is sent anywhere. */
  readonly metrics$: Observable<Metric>;

  /** Frames of topics that this library does not know, as they came. */
  readonly unknown$: Observable<UnknownFrame>;

  /** One emission at the end of the chat, with its reason, then complete; replays. */
  readonly ended$: Observable<ChatEnded>;

  /**
   * Connects, and stays connected while subscribed. All subscribers share one connection.
   *
   * - **Emits** the present connection on subscribe if there is one, then each new one. A renewed
   *   socket is no new connection.
   * - **Completes** at the end of the chat, and with {@link close}.
   * - **Errors** with what waiting cannot cure: `AccessDenied` for a wrong token, `Unsupported` where
   *   there is no WebSocket, or the last failure after `reconnect.maxAttempts`. Subscribing again
   *   tries anew.
   * - **Unsubscribing** the last subscriber closes the socket. The chat goes on; subscribing again
   *   connects again and fetches what was missed.
   */
  connect(): Observable<Connection>;

  /**
   * Sends a message: text, or content with its type. Messages go out in order, one at a time, and
   * are in `transcript$` at once.
   *
   * - **On subscribe**: sends, or waits for the connection. All subscriptions of the returned
   *   Observable share one ClientToken, so that `retry()` or a second subscriber can't send it twice.
   * - **Emits** the service's answer and completes.
   * - **Errors** with `InvalidArgument`, `NotConnected` before {@link connect}, `Ended` after the
   *   end, and with what retrying did not cure.
   * - **Unsubscribing** takes back what has not left yet.
   */
  sendMessage(message: string | OutgoingMessage): Observable<SentMessage>;

  /**
   * Sends a message again that has failed, under its own ClientToken, so that it can't be sent twice.
   * It stays one item of `transcript$`, which is on its way again.
   *
   * - **On subscribe**: as {@link sendMessage}; one that is being sent again already is joined.
   * - **Emits** the service's answer and completes.
   * - **Errors** as {@link sendMessage} does, and with `NotFound` where no failed message has this id.
   * - **Unsubscribing** takes back what has not left yet: it has failed as before.
   *
   * @param id - the item's `id`, which of a failed message is its ClientToken.
   */
  resend(id: string): Observable<SentMessage>;

  /**
   * Takes a stream of messages, as in `texts$.subscribe(chat.outgoing)`; each is sent as by
   * {@link sendMessage}. How it went shows on its item alone: a message given before {@link connect}
   * has failed at once, and can be sent again by {@link resend}.
   *
   * What is no message, and what comes after the end, is left out with a log line. A source that
   * completes or errors ends nothing here.
   */
  readonly outgoing: Observer<string | OutgoingMessage>;

  /**
   * Waits until no message waits to be sent: before a process exits, or a chat is closed. It sends
   * nothing by itself, and takes no message: stop giving messages first, and stay connected meanwhile.
   *
   * Messages are those of {@link sendMessage}, {@link resend} and {@link outgoing}. One that fails waits no
   * longer; its own Observable and its item say so. Receipts, events and files are not waited for.
   *
   * - **On subscribe**: looks, and waits if some are waiting, at most `timeoutMs` milliseconds.
   * - **Emits** once when none is waiting, at once if that is so already, and completes; also before
   *   {@link connect}, and after the end or {@link close}.
   * - **Errors** with `FlushError`, whose `remaining` says how many messages are not confirmed: with
   *   the code `Network` when the time is over, `Ended` or `NotConnected` when the chat ends or is closed
   *   meanwhile. With `InvalidArgument` for a `timeoutMs` that is none.
   * - **Unsubscribing** changes nothing for the messages.
   */
  flush(options?: FlushOptions): Observable<void>;

  /**
   * Tells the others that this participant is typing: call it at each key stroke.
   *
   * - **On subscribe**: sends at most one event in `typing.throttleMs`; in between, none.
   * - **Emits** once and completes, whether one was sent or not.
   * - **Errors** as {@link sendMessage} does, without retries.
   */
  sendTyping(): Observable<void>;

  /**
   * Sends an event as it is given, such as one that this library has no command for. Typing and
   * receipts are neither throttled nor remembered here: for those, there are commands.
   *
   * - **On subscribe**: sends, or waits for the connection. All subscriptions of the returned
   *   Observable share one ClientToken.
   * - **Emits** the service's answer and completes.
   * - **Errors** as {@link sendMessage} does.
   */
  sendEvent(event: OutgoingEvent): Observable<SentEvent>;

  /**
   * Asks the service as it is asked, for what no other method does: one of the operations of
   * {@link ParticipantApi}, with the chat's token.
   *
   * - **On subscribe**: calls, or waits for the connection. What takes a `ClientToken` and is given none
   *   gets a new one.
   * - **Emits** the service's own answer and completes.
   * - **Errors** as {@link sendMessage} does.
   */
  call<Name extends ChatOperation>(
    operation: Name,
    request: ChatRequest<Name>,
  ): Observable<ChatAnswer<Name>>;

  /**
   * Reads a page of the transcript. It changes nothing: `transcript$` is kept up by itself.
   *
   * - **On subscribe**: asks, or waits for the connection.
   * - **Emits** the page and completes.
   * - **Errors** with `InvalidArgument`, `Validation` for a position, token or contact that the
   *   service does not know, and as {@link sendMessage} does.
   */
  getTranscript(args?: TranscriptArgs): Observable<TranscriptPage>;

  /**
   * Brings the items before the first one into `transcript$`: of this chat, then of earlier contacts
   * of a persistent chat.
   *
   * - **On subscribe**: asks for as many items as `history` says (15 where that is 0), or waits for
   *   the connection. All who subscribe meanwhile share the request; unsubscribing the last of them
   *   cancels it.
   * - **Emits** the transcript with them and completes. Where `hasOlder` is `false`, nothing is asked.
   * - **Errors** as {@link sendMessage} does; subscribing again tries again.
   */
  loadOlder(): Observable<Transcript>;

  /**
   * The view that a message of the kind `ViewResource` names by its `viewToken`.
   *
   * - **Emits** it, with its template and input schema parsed, and completes.
   * - **Errors** as {@link sendMessage} does; with `NotFound` where there is no such view, and with
   *   `Service` for one that is malformed, naming the part.
   */
  describeView(viewToken: string): Observable<View>;

  /**
   * Where the customer signs in, once the flow has asked for it. `authentication` does the whole.
   *
   * - **Emits** the URL and completes. A session gives out one.
   * - **Errors** as {@link sendMessage} does; with `Validation` where the session is over or has given
   *   out its URL.
   */
  getAuthenticationUrl(args: AuthenticationUrlArgs): Observable<string>;

  /**
   * Goes on without signing in.
   *
   * - **Emits** once when the service has agreed, and completes; `authentication.cancelled` follows.
   * - **Errors** as {@link sendMessage} does; with `Validation` where the session is over.
   */
  cancelAuthentication(sessionId: string): Observable<void>;

  /**
   * Sends a file: asks the service where to, sends the bytes to the storage, and tells the service that
   * they are there. Its item then comes as everybody's does, with how its scan goes as the `status` of
   * its attachment: `IN_PROGRESS`, `APPROVED` or `REJECTED`. `transcript$` shows each; `messages$` has
   * the item once.
   *
   * - **On subscribe**: sends, or waits for the connection. All subscriptions of the returned Observable
   *   share one upload; one after a failure goes on from there.
   * - **Emits** the progress; the last has `done: true` and the attachment's id. Then it completes.
   * - **Errors** as {@link sendMessage} does. Where the storage refuses, `statusCode` is the storage's.
   *   A URL that has expired is replaced once.
   * - **Unsubscribing** cancels what is under way; once the service was told, the file is sent.
   *
   * @param file - a File, a Blob with `options.name`, or what a picker of React Native gives.
   */
  sendAttachment(file: Blob | NativeFile, options?: AttachmentOptions): Observable<UploadProgress>;

  /**
   * Gets a file.
   *
   * - **Emits** it and completes.
   * - **Errors** with `NotFound` for an attachment that is not there, `InvalidArgument`, and as
   *   {@link sendAttachment} does.
   * - **Unsubscribing** cancels the download.
   */
  downloadAttachment(attachmentId: string): Observable<Blob>;

  /**
   * A file's address, for a link or an image. Whoever has it may get the file until it expires: after
   * `expiresInSeconds`, or when {@link attachmentLink} says.
   *
   * - **On subscribe**: asks for a new one, each time.
   * - **Emits** it and completes.
   * - **Errors** as {@link downloadAttachment} does.
   */
  attachmentUrl(attachmentId: string, options?: LinkOptions): Observable<string>;

  /** As {@link attachmentUrl}, with when it expires and the size of the file. */
  attachmentLink(attachmentId: string, options?: LinkOptions): Observable<AttachmentLink>;

  /**
   * Tells the others that this participant has read a message and all before it: `unreadCount$` counts
   * from it at once, and a read receipt goes out, unless one has gone that stands for it.
   *
   * - **On subscribe**: sends the receipt, or waits for the connection, or, less than
   *   `receipts.throttleMs` after the last one, for the end of that time; then the newest goes alone.
   * - **Emits** once and completes when a receipt has gone that stands for this one, or none is needed:
   *   for own messages, for those of an earlier contact, for those that have one, with
   *   `receipts.enabled: false`. A receipt that the
   *   service refuses counts as gone, and one after the end or {@link close} as not needed.
   * - **Errors** with `InvalidArgument`, `NotConnected` before {@link connect}, and with what retrying
   *   did not cure.
   * - **Unsubscribing** does not take it back.
   */
  markRead(messageId: string): Observable<void>;

  /**
   * Tells the others that a message is here, and all before it: as {@link markRead}, but for 300 ms a
   * receipt waits for a read one, which would say that as well.
   */
  markDelivered(messageId: string): Observable<void>;

  /**
   * Leaves the chat, by DisconnectParticipant. That does not end it: a flow may still ask something, such as
   * a survey, for minutes. The connection, all streams and all commands go on until the service ends the chat
   * or refuses this participant; then {@link ended$} emits `ended` or `left`. {@link close} does not wait.
   *
   * - **On subscribe**: calls, or waits for the connection. All subscriptions of the returned Observable
   *   share one ClientToken.
   * - **Emits** once when the service has agreed, or the chat has ended meanwhile, and completes.
   * - **Errors** as {@link sendMessage} does.
   */
  disconnect(): Observable<void>;

  /**
   * Disposes of the chat here: everything completes, the socket closes. The chat goes on for the others.
   *
   * Messages that are waiting to be sent are dropped, unless `storage` keeps them for the next page: a
   * `warn` and the metric `dropped` say how many. To send them first, see {@link flush}.
   */
  close(): void;
  [Symbol.dispose](): void;
}
