import { type ChatDetails, createChat } from '../../../lib/lite.js';

/** What the page of the lifecycle spec shows of itself, on `globalThis`. */
export interface LifecyclePage {
  readonly messages: string[];
  readonly states: string[];
  /** `pageshow` with `persisted`, `freeze` and `resume`, as they came. */
  readonly lifecycle: string[];
  readonly say: (content: string) => void;
}

const query = new URLSearchParams(location.search);
const chat = createChat({
  chatDetails: JSON.parse(query.get('details') ?? '') as ChatDetails,
  endpoint: query.get('endpoint') ?? '',
});
const page: LifecyclePage = {
  messages: [],
  states: [],
  lifecycle: [],
  say: (content) => {
    chat.outgoing.next(content);
  },
};
Object.assign(globalThis, page);
chat.messages$.subscribe(({ content }) => page.messages.push(content));
chat.connectionState$.subscribe(({ status }) => page.states.push(status));
chat.connect().subscribe();
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) page.lifecycle.push('restored');
});
for (const type of ['freeze', 'resume']) {
  document.addEventListener(type, () => page.lifecycle.push(type));
}
