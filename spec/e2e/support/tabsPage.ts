import type { ChatDetails, Transcript } from '../../../lib/lite.js';
import { shareChat } from '../../../lib/tabs.js';

/** What the page of the specs of tabs shows of itself, on `globalThis`. */
export interface TabsPage {
  readonly messages: string[];
  readonly states: string[];
  /** When `messages$` told of each of them, in milliseconds since 1970. */
  readonly toldAt: number[];
  /** How many items there are. */
  size: number;
  unread: number;
  last: Transcript | undefined;
  /** Takes part in the chat. */
  readonly start: () => void;
  /** Resolves with `sent` or with the code of the error. */
  readonly say: (content: string) => Promise<string>;
  readonly readAll: () => Promise<string>;
}

const query = new URLSearchParams(location.search);
const page = globalThis as unknown as TabsPage;

Object.assign(page, {
  messages: [],
  states: [],
  toldAt: [],
  size: 0,
  unread: 0,
  start: () => {
    const chat = shareChat({
      chatDetails: JSON.parse(query.get('details') ?? '') as ChatDetails,
      endpoint: query.get('endpoint') ?? '',
      orderingWindowMs: 0, // hidden tabs, as all but one are here, run their timers once a second
    });
    const outcome = (name: string) => (answer: { subscribe: typeof chat.ended$.subscribe }) =>
      new Promise<string>((resolve) => {
        answer.subscribe({
          complete: () => {
            resolve(name);
          },
          error: ({ code }: { code: string }) => {
            resolve(code);
          },
        });
      });
    chat.messages$.subscribe(({ content }) => {
      page.messages.push(content);
      page.toldAt.push(performance.timeOrigin + performance.now());
    });
    chat.connectionState$.subscribe(({ status }) => page.states.push(status));
    chat.unreadCount$.subscribe((unread) => (page.unread = unread));
    chat.transcript$.subscribe((transcript) => {
      page.last = transcript;
      page.size = transcript.size;
    });
    chat.connect().subscribe();
    Object.assign(page, {
      say: (content: string) => outcome('sent')(chat.sendMessage(content) as never),
      readAll: () => outcome('read')(chat.markRead(page.last?.at(-1)?.id ?? '') as never),
    });
  },
});
