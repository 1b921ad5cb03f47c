import { defer, of, throwError, VirtualTimeScheduler } from 'rxjs';
import {
  type Chat,
  ChatError,
  type ChatOptions,
  type createChat,
  type GetTranscriptRequest,
  type ParticipantApi,
  type SendEventRequest,
  type WireItem,
} from '../../lib/lite.js';
import { fakeSockets, type FakeSocket } from '../connection/support/fakeSockets.js';
import { EPOCH_MS } from './items.js';

/** The contact and the participant of the wire samples. */
export const CONTACT = '10000000-0000-4000-8000-000000000001';
export const ME = '20000000-0000-4000-8000-000000000001';

/** A chat whose service is frames and rows as the spec writes them, whatever they look like. */
export interface WireChat {
  readonly chat: Chat;
  readonly api: ParticipantApi;
  /** What GetTranscript has, in ascending order; may be changed. */
  readonly rows: unknown[];
  /** What GetTranscript was asked. */
  readonly asked: readonly GetTranscriptRequest[];
  /** What SendEvent was asked: content types and contents. */
  readonly events: readonly string[];
  /** Lets everything happen that is due in the next `ms` milliseconds. */
  readonly advance: (ms: number) => void;
  /** The socket brings a frame, or an item in one. */
  readonly brings: (item: unknown) => void;
  readonly bringsFrame: (frame: unknown) => void;
  /** The connection is lost. */
  readonly cuts: () => void;
}

export interface WireChatOptions extends Partial<ChatOptions> {
  readonly create: typeof createChat;
  readonly rows?: readonly unknown[];
  /** Frames that answer what the chat sends, by topic, in place of the usual ones. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** A chat on virtual time, connected unless its `api` fails. It begins at {@link EPOCH_MS}, as the device sees it. */
export function wireChat({
  create,
  rows: given = [],
  answers = {},
  ...options
}: WireChatOptions): WireChat {
  const scheduler = new VirtualTimeScheduler();
  scheduler.frame = scheduler.maxFrames = EPOCH_MS;
  const { sockets, WebSocket } = fakeSockets({ answers: true });
  const rows = [...given];
  const asked: GetTranscriptRequest[] = [];
  const events: string[] = [];
  const socket = (): FakeSocket => {
    const last = sockets.at(-1);
    if (!last) throw new Error('no socket was made');
    return last;
  };

  class OpeningSocket extends WebSocket {
    constructor(url: string) {
      super(url);
      scheduler.schedule(() => {
        this.opens();
      }, 1);
    }

    override send(data: string): void {
      const { topic } = JSON.parse(data) as { topic: string };
      if (topic in answers) this.says(answers[topic]);
      else super.send(data);
    }
  }

  const api = {
    createParticipantConnection: () =>
      of({
        Websocket: { Url: 'wss://example.com', ConnectionExpiry: '2099-01-01T00:00:00.000Z' },
        ConnectionCredentials: { ConnectionToken: 'token', Expiry: '2099-01-02T00:00:00.000Z' },
      }),
    getTranscript: (request: GetTranscriptRequest) =>
      defer(() => {
        asked.push(request);
        const page = pageOf(rows as WireItem[], request);
        return page
          ? of({ InitialContactId: CONTACT, ...page })
          : throwError(() => new ChatError('Validation', 'cannot GetTranscript: unknown start'));
      }),
    sendEvent: ({ ContentType, Content = '' }: SendEventRequest) => {
      events.push(`${ContentType} ${Content}`);
      return of({});
    },
    disconnectParticipant: () => of({}),
  } as Partial<ParticipantApi> as ParticipantApi;
  const chat = create({
    api,
    webSocket: OpeningSocket,
    scheduler,
    random: () => 0.5,
    chatDetails: { contactId: CONTACT, participantId: ME, participantToken: 'participant' },
    ...options,
  });
  const advance = (ms: number) => {
    scheduler.maxFrames += ms;
    scheduler.flush();
    scheduler.frame = scheduler.maxFrames;
  };
  return {
    chat,
    api,
    rows,
    asked,
    events,
    advance,
    brings: (item) => {
      socket().says({
        topic: 'aws/chat',
        contentType: 'application/json',
        content: JSON.stringify(item),
      });
    },
    bringsFrame: (frame) => {
      socket().says(frame);
    },
    cuts: () => {
      socket().breaks();
    },
  };
}

/** A page as the service makes it; `undefined` if it does not know where to begin. */
function pageOf(rows: readonly WireItem[], request: GetTranscriptRequest) {
  const { ScanDirection, MaxResults = 10, NextToken, StartPosition } = request;
  const startAt = () => {
    const { Id, AbsoluteTime } = StartPosition ?? {};
    if (Id !== undefined) return rows.findIndex((row) => row.Id === Id);
    if (AbsoluteTime === undefined) return rows.length - 1;
    return rows.findIndex((row) => (row.AbsoluteTime ?? '') >= AbsoluteTime);
  };
  const start = NextToken === undefined ? startAt() : Number(NextToken);
  if (start < 0 && StartPosition?.Id !== undefined) return undefined;
  if (ScanDirection === 'FORWARD') {
    const end = start + MaxResults;
    return { Transcript: rows.slice(start, end), NextToken: end < rows.length ? `${end}` : '' };
  }
  const end = start + 1;
  const begin = Math.max(0, end - MaxResults);
  return { Transcript: rows.slice(begin, end), NextToken: begin > 0 ? `${begin - 1}` : '' };
}
