// One chat, from connect to close, in plain ES and by rxjs alone, so that every runtime can play it. What
// the other side does, and the network, is asked of the emulator over HTTP.
import { filter, firstValueFrom, lastValueFrom, mergeMap, tap } from 'rxjs';

/**
 * @typedef {import('rx-connect-chat').ChatOptions} ChatOptions
 * @typedef {import('rx-connect-chat').Chat} Chat
 * @typedef {import('rx-connect-chat').ConnectionState} ConnectionState
 *
 * @typedef {object} Place - where the scenario is played
 * @property {string} endpoint - of the emulator
 * @property {(options: ChatOptions) => Chat} createChat - of `rx-connect-chat/lite`
 * @property {(options: ChatOptions) => Chat} createSdkChat - of `rx-connect-chat`
 * @property {Partial<ChatOptions>} [options] - what the runtime lacks
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {number} ms
 * @property {string} [error] - why it failed
 * @property {string} [note] - what it has seen
 */

/** How long a step may take: the heartbeat finds a silent socket within 20 s. */
const LIMIT_MS = 40_000;

/**
 * Plays the scenario. It goes on behind a step that failed, unless there is no connection at all.
 *
 * @param {Place} place
 * @returns {Promise<Step[]>}
 */
export async function playScenario(place) {
  /** @type {Step[]} */
  const done = [];
  const started = await startChat(place.endpoint);
  const talk = new Talk(place, started);
  for (const [name, play] of Object.entries(steps)) {
    const since = performance.now();
    /** @type {Step} */
    const step = { name, ms: 0 };
    try {
      const note = await within(play(talk), LIMIT_MS);
      if (note !== undefined) step.note = note;
    } catch (error) {
      step.error = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
    step.ms = Math.round(performance.now() - since);
    done.push(step);
    if (name === 'connect' && step.error !== undefined) break;
  }
  talk.chat.close();
  return done;
}

/** @type {Readonly<Record<string, (talk: Talk) => Promise<string | undefined | void>>>} */
const steps = {
  async connect({ chat }) {
    const connected = firstValueFrom(chat.connectionState$.pipe(filter(hasSocket)));
    chat.connect().subscribe();
    await connected;
  },

  async history({ chat }) {
    const isThere = filter((/** @type {{ items: readonly { content: string }[] }} */ { items }) =>
      items.some(({ content }) => content === 'history 2'),
    );
    const { items } = await firstValueFrom(chat.transcript$.pipe(isThere));
    const texts = items.map(({ content }) => content).filter((text) => text.startsWith('history'));
    equal(texts, ['history 1', 'history 2']);
  },

  async send(talk) {
    await talk.send('Hello');
    equal(await talk.kept(), ['Hello']);
  },

  async receive(talk) {
    await talk.agentSays('Hi');
    await talk.receives('Hi');
  },

  /** Without a network, both sides go on writing. */
  async gap(talk) {
    await talk.loses(() => talk.control(`participants/${talk.customer}/offline`, { on: true }));
    const sent = talk.send('written in the gap');
    for (const text of ['missed 1', 'missed 2', 'missed 3']) await talk.agentSays(text);
    await talk.control(`participants/${talk.customer}/offline`, { on: false });
    await talk.receives('missed 1', 'missed 2', 'missed 3');
    await sent;
    equal(await talk.kept(), ['Hello', 'written in the gap']);
    await talk.hasSocket();
  },

  /** The socket is cut, and its next two handshakes are refused. */
  async refusal(talk) {
    await talk.fault({ fault: 'refuseSockets', times: 2 });
    await talk.loses(() => talk.fault({ fault: 'cutSockets' }));
    await talk.agentSays('said while refused');
    await talk.receives('said while refused');
    await talk.hasSocket();
  },

  /** The socket stays open and brings nothing: its heartbeat tells. */
  async silence(talk) {
    const silence = await talk.loses(async () => {
      const { faultId } = await talk.fault({ fault: 'silence' });
      await talk.agentSays('unheard');
      return faultId;
    });
    await talk.control(`faults/${silence}`, undefined, 'DELETE');
    await talk.receives('unheard');
    await talk.hasSocket();
  },

  /** The storage takes its time to answer: what is told before that is told as the bytes go. */
  async upload(talk) {
    const delayMs = 1_000;
    await talk.fault({ fault: 'delayOperation', operation: 'UploadAttachment', delayMs });
    let [toldAt, answeredAt] = [Infinity, 0];
    const upload$ = talk.chat
      .sendAttachment(new Blob([FILE]), { name: 'numbers.txt', contentType: 'text/plain' })
      .pipe(
        tap(({ phase, sentBytes }) => {
          if (phase === 'completing') answeredAt ||= performance.now();
          else if (sentBytes > 0) toldAt = Math.min(toldAt, performance.now());
        }),
      );
    const last = await lastValueFrom(upload$);
    equal([last.done, last.sentBytes], [true, FILE.length]);
    return answeredAt - toldAt > delayMs / 2 ? 'as it goes' : 'at the end';
  },

  async download(talk) {
    const file = { name: 'terms.txt', contentType: 'text/plain', content: FILE.slice(0, 20_000) };
    const attachment = firstValueFrom(
      talk.message$.pipe(
        mergeMap(({ attachments }) => attachments),
        filter(({ name }) => name === file.name),
      ),
    );
    await talk.control(`participants/${talk.agent}/attach`, file);
    const blob = await firstValueFrom(talk.chat.downloadAttachment((await attachment).id));
    equal(await textOf(blob), file.content);
  },

  /** The same by the AWS SDK. The customer writes and is answered before the chat is connected. */
  async sdk({ place }) {
    const { customer, agent } = await startChat(place.endpoint);
    const chat = place.createSdkChat({
      ...place.options,
      chatDetails: customer,
      endpoint: place.endpoint,
    });
    const connection = chat.connect().subscribe();
    const message = firstValueFrom(
      chat.messages$.pipe(filter(({ participant }) => participant.role === 'AGENT')),
    );
    try {
      await firstValueFrom(chat.sendMessage('Hello'));
      await post(place.endpoint, `participants/${agent.participantId}/say`, { content: 'Hi' });
      equal((await message).content, 'Hi');
      await firstValueFrom(chat.connectionState$.pipe(filter(hasSocket)));
    } finally {
      connection.unsubscribe();
      chat.close();
    }
  },

  async close(talk) {
    const completed = lastValueFrom(talk.chat.connectionState$);
    talk.chat.close();
    equal((await completed).status, 'closed');
    equal(talk.isOver, true);
    await eventually(async () => {
      const { sockets } = await post(talk.place.endpoint, '', undefined, 'GET');
      equal(sockets.open, 0);
    });
  },
};

/** 1 MiB of text. */
const FILE = '0123456789abcdef'.repeat(65_536);

/** A chat that is going on, and the other side of it. */
class Talk {
  /** What others have said, as `messages$` has emitted it. @type {string[]} */
  heard = [];
  /** What it must have emitted so far. @type {string[]} */
  said = [];
  isOver = false;
  /** How often the connection was lost. */
  losses = 0;

  /**
   * @param {Place} place
   * @param {Awaited<ReturnType<typeof startChat>>} started
   */
  constructor(place, { customer, agent }) {
    this.place = place;
    this.customer = customer.participantId;
    this.contact = customer.contactId;
    this.agent = agent.participantId;
    this.chat = place.createChat({
      reconnect: { firstDelayMs: 200, maxDelayMs: 1_000 },
      ...place.options,
      chatDetails: customer,
      endpoint: place.endpoint,
    });
    this.chat.connectionState$.subscribe(({ status }) => {
      if (status === 'reconnecting') this.losses++;
    });
    this.message$ = this.chat.messages$;
    this.message$.subscribe({
      next: ({ participant, content }) => {
        if (participant.id !== this.customer && content !== '') this.heard.push(content);
      },
      complete: () => {
        this.isOver = true;
      },
    });
  }

  /**
   * @param {string} path
   * @param {object} [body]
   * @param {string} [method]
   */
  control(path, body, method) {
    return post(this.place.endpoint, path, body, method);
  }

  /**
   * @param {object} fault
   * @returns {Promise<{ faultId: string }>}
   */
  fault(fault) {
    return this.control('faults', { participantId: this.customer, ...fault });
  }

  /** @param {string} text */
  send(text) {
    return firstValueFrom(this.chat.sendMessage(text));
  }

  /** The customer's messages as the service keeps them. */
  async kept() {
    const { transcript } = await this.control(
      `contacts/${this.contact}/transcript`,
      undefined,
      'GET',
    );
    return transcript
      .filter((/** @type {{ Type: string, ParticipantId: string }} */ { Type, ParticipantId }) => {
        return Type === 'MESSAGE' && ParticipantId === this.customer;
      })
      .map((/** @type {{ Content: string }} */ { Content }) => Content);
  }

  /** @param {string} content */
  agentSays(content) {
    return this.control(`participants/${this.agent}/say`, { content });
  }

  /**
   * Waits for these messages; those that came are all that was said, each once and in order.
   *
   * @param {...string} texts
   */
  async receives(...texts) {
    this.said.push(...texts);
    await eventually(async () => {
      equal(this.heard, this.said);
    });
  }

  /** Waits until the chat has a socket; without one it would poll. */
  async hasSocket() {
    await firstValueFrom(this.chat.connectionState$.pipe(filter(hasSocket)));
  }

  /**
   * Waits until the connection is lost by what `act` does.
   *
   * @template T
   * @param {() => Promise<T>} act
   */
  async loses(act) {
    const before = this.losses;
    const result = await act();
    await eventually(async () => {
      equal(this.losses > before, true);
    });
    return result;
  }
}

/** @param {ConnectionState} state */
const hasSocket = (state) => state.status === 'connected' && state.transport === 'websocket';

/**
 * A chat with an agent who has said something before the customer is there.
 *
 * @param {string} endpoint
 */
async function startChat(endpoint) {
  const customer = await post(endpoint, 'chats', { displayName: 'Customer' });
  const agent = await post(endpoint, `contacts/${customer.contactId}/join`, {
    displayName: 'Agent',
  });
  for (const content of ['history 1', 'history 2']) {
    await post(endpoint, `participants/${agent.participantId}/say`, { content });
  }
  return { customer, agent };
}

/**
 * @param {string} endpoint
 * @param {string} path
 * @param {object} [body]
 * @param {string} [method]
 */
async function post(endpoint, path, body, method = 'POST') {
  const url = `${endpoint}/emulator/${path}`.replace(/\/$/, '');
  const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
  return answer.json();
}

/** @param {Blob} blob */
async function textOf(blob) {
  if (typeof blob.text === 'function') return blob.text();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Error('cannot read the file'));
    reader.readAsText(blob);
  });
}

/**
 * Checks until it holds.
 *
 * @param {() => Promise<void>} check
 */
async function eventually(check) {
  const until = performance.now() + LIMIT_MS - 1_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/**
 * @template T
 * @param {Promise<T>} work
 * @param {number} ms
 * @returns {Promise<T>}
 */
async function within(work, ms) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${ms / 1_000} s`)), ms);
  });
  try {
    return await Promise.race([work, /** @type {Promise<never>} */ (late)]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {unknown} actual
 * @param {unknown} expected
 */
function equal(actual, expected) {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`got ${is}, not ${should}`);
}
