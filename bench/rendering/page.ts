// One list of the example page, fed by this library or by amazon-connect-chatjs: `?client=`. The build
// puts the script of the latter before this one, as a page would.
import {
  type ChatDetails,
  type ChatItem,
  createChat,
  type TranscriptDelta,
} from 'rx-connect-chat/lite';
import { animationFrameScheduler, NEVER, Observable, Subject } from 'rxjs';
import { MAX_ITEMS, showTranscript } from '../../examples/page/transcript/transcriptView.js';
import '../../examples/page/styles.css';

/** What amazon-connect-chatjs gives of an item. */
interface TheirItem {
  readonly Id: string;
  readonly Type: string;
  readonly ContentType: string;
  readonly Content?: string;
  readonly AbsoluteTime: string;
  readonly ParticipantId?: string;
  readonly ParticipantRole?: string;
  readonly DisplayName?: string;
}
interface TheirSession {
  connect(): Promise<unknown>;
  onTranscriptUpdated(
    handler: (event: { readonly data: { readonly transcript: readonly TheirItem[] } }) => void,
  ): void;
}
interface Globals {
  readonly connect: {
    readonly ChatSession: {
      create(args: object): TheirSession;
      setGlobalConfig(config: object): void;
    };
  };
}
interface Task {
  readonly endpoint: string;
  readonly chatDetails: ChatDetails;
}

const ours = ({ endpoint, chatDetails }: Task): Observable<TranscriptDelta> => {
  const chat = createChat({
    endpoint,
    chatDetails,
    frameScheduler: animationFrameScheduler,
    maxItems: MAX_ITEMS,
  });
  chat.connect().subscribe();
  return chat.transcriptChanges$;
};

/** Their items in the form of ours, each made once, so that the list is told of what is new alone. */
const theirs = ({ endpoint, chatDetails }: Task): Observable<TranscriptDelta> =>
  new Observable((subscriber) => {
    const known = new Map<string, ChatItem>();
    let before: readonly ChatItem[] = [];
    const { ChatSession } = (globalThis as unknown as Globals).connect;
    ChatSession.setGlobalConfig({ endpoint, region: 'us-west-2' });
    const session = ChatSession.create({ chatDetails, type: 'CUSTOMER', disableCSM: true });
    session.onTranscriptUpdated(({ data }) => {
      const items = data.transcript.map((item) => {
        const same = known.get(item.Id) ?? inOurForm(item);
        known.set(item.Id, same);
        return same;
      });
      let index = 0;
      while (index < before.length && before[index] === items[index]) index++;
      const count = before.length - index;
      before = items;
      subscriber.next({
        edits: [
          { type: 'removed', index, count },
          { type: 'inserted', index, items: items.slice(index) },
        ],
        transcript: {
          items,
          size: items.length,
          at: (place) => items.at(place),
          hasOlder: false,
          gaps: [],
        },
      });
    });
    void session.connect();
  });

const inOurForm = (raw: TheirItem): ChatItem => ({
  id: raw.Id,
  type: raw.Type,
  contentType: raw.ContentType,
  content: raw.Content ?? '',
  time: new Date(raw.AbsoluteTime),
  participant: {
    id: raw.ParticipantId ?? '',
    role: raw.ParticipantRole ?? 'SYSTEM',
    displayName: raw.DisplayName ?? '',
  },
  attachments: [],
  raw,
});

const { searchParams } = new URL(location.href);
const task = JSON.parse(searchParams.get('task') ?? '') as Task;
const pane = document.getElementById('customer');
const template = document.querySelector<HTMLTemplateElement>('template#pane');
if (!pane || !template) throw new Error('the markup has no pane');
pane.className = 'pane';
pane.replaceChildren(template.content.cloneNode(true));
showTranscript(
  pane,
  {
    transcriptChanges$: searchParams.get('client') === 'ours' ? ours(task) : theirs(task),
    downloadAttachment: () => NEVER,
    loadOlder: () => NEVER,
    outgoing: new Subject(),
    resend: () => NEVER,
  },
  { self: task.chatDetails.participantId, isCustomer: true },
);
