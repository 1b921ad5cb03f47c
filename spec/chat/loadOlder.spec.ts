import { from, map } from 'rxjs';
import {
  ChatError,
  eventType,
  type GetTranscriptRequest,
  isMessage,
  type ParticipantApi,
  type Transcript,
} from '../../lib/lite.js';
import { connectedChat, virtualChat, type VirtualChatOptions } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const said = (transcript: Transcript | undefined) =>
  texts((transcript?.items ?? []).filter(isMessage));

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_each, i) => `${from + i}`);

/** A chat in which Bea said 1 to `count` before it was connected; she joined before that. */
function longChat(count: number, options: VirtualChatOptions = {}) {
  const virtual = virtualChat({ history: 5, ...options });
  for (const text of numbers(1, count)) virtual.agent.say(text);
  const connection = watch(virtual.chat.connect());
  virtual.advance(100);
  const older = () => {
    const page = watch(virtual.chat.loadOlder());
    virtual.advance(1_000);
    return page;
  };
  return { ...virtual, connection, older };
}

/** How often the transcript has been asked for. */
const asked = ({ emulator }: Pick<ReturnType<typeof longChat>, 'emulator'>) =>
  emulator.requests.entries.filter(({ operation }) => operation === 'GetTranscript').length;

it.each(['failed', 'left'])(
  'errors where the chat has not been joined and connect() has %s',
  (how) => {
    const { advance, agent, chat, emulator } = virtualChat({ history: 1 });
    for (const text of ['one', 'two']) agent.say(text);
    const fault = how === 'failed' ? { error: 'AccessDeniedException', times: 1 } : undefined;
    if (fault) emulator.faults.failOperation('CreateParticipantConnection', fault);
    const connection = watch(chat.connect());
    const older = watch(chat.loadOlder());
    if (!fault) connection.unsubscribe();
    advance(60_000);
    expect(older.error).toMatchObject({ code: 'NotConnected' });

    watch(chat.connect());
    const again = watch(chat.loadOlder());
    advance(60_000);
    expect(again.ending).toBe('completed');
    expect(again.last?.items).toHaveLength(2);
  },
);

describe('loadOlder()', () => {
  it('brings the items before, page by page, to the first', () => {
    const { chat, older } = longChat(12);
    const transcript = watch(chat.transcript$);
    expect(said(transcript.last)).toEqual(numbers(9, 12)); // and the customer's joining
    const first = older();
    expect(first).toMatchObject({ ending: 'completed' });
    expect(first.values).toEqual([transcript.last]);
    expect(said(transcript.last)).toEqual(numbers(4, 12));
    expect(transcript.last?.hasOlder).toBe(true);
    older();
    expect(said(transcript.last)).toEqual(numbers(1, 12));
    expect(transcript.last).toMatchObject({ size: 14, hasOlder: false });
  });

  it('asks for nothing where there is nothing', () => {
    const run = longChat(2);
    const before = asked(run);
    const page = run.older();
    expect(page).toMatchObject({ ending: 'completed' });
    expect(page.last?.size).toBe(4);
    expect(asked(run)).toBe(before);
  });

  it('is one request for all who subscribe meanwhile, and another one after it', () => {
    const run = longChat(40);
    const before = asked(run);
    const pages = [run.chat.loadOlder(), run.chat.loadOlder()].map(watch);
    run.advance(1_000);
    expect(asked(run)).toBe(before + 1);
    expect(pages.map(({ last }) => last?.size)).toEqual([10, 10]);
    const again = run.chat.loadOlder();
    watch(again);
    run.advance(1_000);
    watch(again);
    run.advance(1_000);
    expect(watch(run.chat.transcript$).last?.size).toBe(20);
  });

  it('does nothing until it is subscribed, and is cancelled by the last who leaves', () => {
    const run = longChat(40);
    const before = asked(run);
    void run.chat.loadOlder();
    run.advance(1_000);
    expect(asked(run)).toBe(before);
    const page = watch(run.chat.loadOlder());
    run.advance(2);
    page.unsubscribe();
    run.advance(1_000);
    expect(watch(run.chat.transcript$).last?.size).toBe(5);
    expect(run.older().last?.size).toBe(10);
  });

  it('waits for the connection and for the history', () => {
    const { advance, agent, chat } = virtualChat({ history: 5 });
    for (const text of numbers(1, 12)) agent.say(text);
    watch(chat.connect());
    const page = watch(chat.loadOlder());
    advance(1_000);
    expect(said(page.last)).toEqual(numbers(4, 12));
  });

  it('is refused before connect() and after the end', () => {
    const { advance, chat, contact } = virtualChat();
    expect(watch(chat.loadOlder()).error).toMatchObject({ code: 'NotConnected' });
    watch(chat.connect());
    advance(1_000);
    contact.end();
    advance(1_000);
    expect(watch(chat.loadOlder()).error).toMatchObject({ code: 'Ended' });
  });

  it('begins at the oldest item that is there, where history is left out', () => {
    const { advance, agent, chat, older } = longChat(20, { history: 0 });
    const transcript = watch(chat.transcript$);
    expect(transcript.last).toMatchObject({ size: 0, hasOlder: true });
    agent.say('21');
    advance(1_000);
    older();
    expect(said(transcript.last)).toEqual(numbers(7, 21));
    older();
    expect(said(transcript.last)).toEqual(numbers(1, 21));
    expect(transcript.last).toMatchObject({ size: 23, hasOlder: false });
  });

  it('brings the only item there is, where history is left out', () => {
    const { advance, chat, create, emulator } = virtualChat();
    const contact = emulator.startChat({ initialMessage: 'Hi' });
    const alone = create({ chatDetails: contact.details, history: 0 });
    watch(alone.connect());
    advance(1_000);
    expect(watch(alone.transcript$).last).toMatchObject({ size: 0, hasOlder: true });
    const page = watch(alone.loadOlder());
    advance(1_000);
    expect(said(page.last)).toEqual(['Hi']);
    expect(page.last?.hasOlder).toBe(false);
    chat.close();
  });

  it('puts no message into messages$ and misplaces none', () => {
    const { advance, agent, chat, contact, older } = longChat(30);
    const messages = watch(chat.messages$);
    const transcript = watch(chat.transcript$);
    const page = watch(chat.loadOlder());
    agent.say('31');
    watch(chat.sendMessage('mine'));
    advance(1_000);
    expect(page.ending).toBe('completed');
    for (let i = 0; i < 6; i++) older();
    expect(texts(messages.values)).toEqual(['31', 'mine']);
    expect(transcript.last?.items.map(({ id }) => id)).toEqual(
      contact.transcript.map(({ Id }) => Id),
    );
  });

  it('keeps the status of own messages that a page brings again', () => {
    const { advance, chat, older } = longChat(30);
    const sent = watch(chat.sendMessage('mine'));
    advance(1_000);
    for (let i = 0; i < 8; i++) older();
    const mine = watch(chat.transcript$).last?.items.filter(({ id }) => id === sent.last?.id);
    expect(mine).toMatchObject([{ status: 'sent', clientToken: sent.last?.clientToken }]);
  });

  it('goes on through a page that holds nothing of the transcript', () => {
    const { agent, contact, advance, create } = virtualChat();
    for (const text of numbers(1, 4)) agent.say(text);
    const own = contact.customer.say('own');
    for (let i = 0; i < 40; i++) agent.read(own.Id ?? ''); // each is a row of the transcript
    agent.say('5');
    const chat = create({ chatDetails: contact.details, history: 5 });
    watch(chat.connect());
    advance(1_000);
    const page = watch(chat.loadOlder());
    advance(1_000);
    expect(said(page.last)).toEqual(expect.arrayContaining(['own', '5']));
  });

  it('errs with what retrying does not cure, and goes on when it is subscribed again', () => {
    const { chat, emulator, older } = longChat(20);
    emulator.faults.failOperation('GetTranscript', {
      error: 'ServiceQuotaExceededException',
      times: 1,
    });
    expect(older().error).toBeInstanceOf(ChatError);
    expect(older().last?.size).toBe(10);
    expect(watch(chat.transcript$).last?.hasOlder).toBe(true);
  });
});

describe('loadOlder() and reconnects', () => {
  it('uses no token of a connection that is gone', () => {
    const { advance, agent, api, contact, create, emulator } = virtualChat();
    for (const text of numbers(1, 40)) agent.say(text);
    const requests: GetTranscriptRequest[] = [];
    const watchedApi: ParticipantApi = {
      ...api,
      getTranscript: (request) => {
        requests.push(request);
        return api.getTranscript(request);
      },
    };
    const chat = create({ chatDetails: contact.details, history: 5, api: watchedApi });
    watch(chat.connect());
    advance(1_000);
    const older = () => {
      const page = watch(chat.loadOlder());
      advance(1_000);
      return page.last;
    };
    older();
    expect(requests.at(-1)?.NextToken).toBeDefined();
    emulator.faults.cutSockets();
    advance(5_000);
    expect(said(older())).toEqual(numbers(27, 40));
    expect(requests.at(-1)).not.toHaveProperty('NextToken');
    expect(requests.at(-1)?.StartPosition?.Id).toBeDefined();
    for (let i = 0; i < 8; i++) older();
    expect(said(watch(chat.transcript$).last)).toEqual(numbers(1, 40));
    expect(requests.at(-1)?.NextToken).toBeDefined();
  });

  it('survives a cut while a page is under way', () => {
    const run = longChat(40);
    run.older();
    const back = run.emulator.faults.offline({});
    const page = watch(run.chat.loadOlder());
    run.advance(20_000);
    expect(page.ending).toBeUndefined();
    back();
    run.advance(60_000);
    expect(said(page.last)).toEqual(numbers(27, 40));
  });
});

describe('loadOlder() in a persistent chat', () => {
  /** Three chats that go on from each other, two messages each; the last one is connected. */
  function chain(options: { history?: number } = {}) {
    const { emulator, create, advance } = virtualChat();
    const first = emulator.startChat({ initialMessage: 'a1' });
    first.customer.say('a2');
    first.end();
    advance(1_000);
    const second = emulator.startChat({
      initialMessage: 'b1',
      continuedFrom: first.contactId,
    });
    second.customer.say('b2');
    second.end();
    advance(1_000);
    const third = emulator.startChat({ initialMessage: 'c1', continuedFrom: second.contactId });
    third.customer.say('c2');
    const chat = create({ chatDetails: third.startChatContact, history: 2, ...options });
    watch(chat.connect());
    advance(1_000);
    const older = () => {
      const page = watch(chat.loadOlder());
      advance(1_000);
      return page;
    };
    return { advance, chat, emulator, first, older, second, third };
  }

  it('goes on into the contacts before', () => {
    const { chat, first, older, second, third } = chain();
    let pages = 0;
    while (watch(chat.transcript$).last?.hasOlder && pages < 20) {
      expect(older().ending).toBe('completed');
      pages++;
    }
    expect(pages).toBeGreaterThanOrEqual(4);
    const { last } = watch(chat.transcript$);
    expect(said(last)).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
    expect(last?.items.map(({ id }) => id)).toEqual(
      [first, second, third].flatMap(({ transcript }) => transcript.map(({ Id }) => Id)),
    );
  });

  it('goes on after a reconnect, too, though the past is no place to start at', () => {
    const { advance, chat, emulator, older } = chain();
    for (let i = 0; i < 3; i++) older();
    const before = said(watch(chat.transcript$).last);
    expect(before).toContain('b2');
    expect(before).not.toContain('a2');
    emulator.faults.cutSockets();
    advance(5_000);
    older();
    for (let i = 0; i < 5; i++) older();
    expect(said(watch(chat.transcript$).last)).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
  });

  it('leaves new messages that a page has to those that bring them', () => {
    const { advance, chat, emulator, older, third } = chain();
    for (let i = 0; i < 3; i++) older();
    const messages = watch(chat.messages$);
    emulator.faults.cutSockets();
    advance(5_000);
    emulator.faults.delayFrames(10_000, { times: 1 });
    third.customer.say('c3');
    expect(said(older().last)).not.toContain('c3'); // the page is one from the newest item on
    advance(20_000);
    expect(texts(messages.values)).toEqual(['c3']);
  });

  it('is not over since the chat before it is', () => {
    const { advance, api, create, emulator } = virtualChat();
    const first = emulator.startChat({ initialMessage: 'a' });
    first.end();
    advance(1_000);
    const second = emulator.startChat({ continuedFrom: first.contactId });
    // The chat before has ended, and nothing has happened since.
    const withoutJoined: ParticipantApi = {
      ...api,
      getTranscript: (request) =>
        from(api.getTranscript(request)).pipe(
          map((answer) => ({
            ...answer,
            Transcript: answer.Transcript?.filter(
              ({ ContentType }) => ContentType !== eventType('participant.joined'),
            ),
          })),
        ),
    };
    const chat = create({ chatDetails: second.startChatContact, api: withoutJoined });
    const ended = watch(chat.ended$);
    const messages = watch(chat.messages$);
    watch(chat.connect());
    advance(10_000);
    expect(watch(chat.connectionState$).last).toMatchObject({ status: 'connected' });
    expect(ended.values).toEqual([]);
    expect(messages.values).toEqual([]);
    expect(said(watch(chat.transcript$).last)).toEqual(['a']);
  });

  it('asks for the contact before by its id, where paging back does not lead there', () => {
    const { advance, api, create, emulator } = virtualChat();
    const first = emulator.startChat({ initialMessage: 'a1' });
    first.end();
    advance(1_000);
    const second = emulator.startChat({ initialMessage: 'b1', continuedFrom: first.contactId });
    const asked: (string | undefined)[] = [];
    const ofOneContact: ParticipantApi = {
      ...api,
      getTranscript: (request) => {
        asked.push(request.ContactId);
        return from(api.getTranscript(request)).pipe(
          map((answer) => ({
            ...answer,
            Transcript: answer.Transcript?.filter(
              ({ RelatedContactId }) => RelatedContactId === request.ContactId,
            ),
            NextToken: '',
          })),
        );
      },
    };
    const chat = create({ chatDetails: second.startChatContact, api: ofOneContact });
    const transcript = watch(chat.transcript$);
    watch(chat.connect());
    advance(1_000);
    expect(said(transcript.last)).toEqual(['b1']);
    expect(transcript.last?.hasOlder).toBe(true);
    watch(chat.loadOlder());
    advance(1_000);
    expect(said(transcript.last)).toEqual(['a1', 'b1']);
    expect(transcript.last?.hasOlder).toBe(false);
    expect(asked.at(-1)).toBe(first.contactId);
  });

  it('has nothing older where the service does not know the contact before', () => {
    const { advance, contact, create } = virtualChat();
    const continued = create({
      chatDetails: { ...contact.details, continuedFromContactId: 'of-long-ago' },
    });
    watch(continued.connect());
    advance(1_000);
    expect(watch(continued.transcript$).last?.hasOlder).toBe(true);
    const page = watch(continued.loadOlder());
    advance(1_000);
    expect(page.error).toBeUndefined();
    expect(page.last).toMatchObject({ size: 2, hasOlder: false });
  });

  it('says that there is a past when chat.rehydrated comes', () => {
    const { advance, chat, contact } = connectedChat();
    expect(watch(chat.transcript$).last?.hasOlder).toBe(false);
    contact.rehydrate();
    advance(1_000);
    expect(watch(chat.transcript$).last?.hasOlder).toBe(true);
    const page = watch(chat.loadOlder());
    advance(1_000);
    expect(page.last?.hasOlder).toBe(false);
  });
});
