import { map, take } from 'rxjs';
import {
  attaches,
  cuts,
  delivers,
  doubles,
  emits,
  ends,
  expiresTokens,
  fakeChat,
  fakeService,
  joins,
  leaves,
  losesAnswer,
  misses,
  reads,
  refuses,
  reorders,
  says,
  streams,
  transfers,
  types,
} from '../../lib/testing.js';
import { marbles } from '../support/marbles.js';
import { ownStatus, states, texts } from './support/streams.js';

describe('what is drawn of the server', () => {
  // prettier-ignore
  it('comes in its own frame; | ends the chat', marbles((m) => {
    const server =   '--a-b-----|';
    const messages = '--a-b-----|';
    const state =    'k---------(e|)';

    const { chat } = fakeChat(m, { server });
    chat.connect().subscribe();
    m.expect(texts(chat.messages$)).toBeObservable(messages);
    m.expect(states(chat)).toBeObservable(state);
  }));

  // prettier-ignore
  it('is history where it is drawn at frame 0', marbles((m) => {
    const { chat } = fakeChat(m, { server: 'a-b' });
    m.expect(texts(chat.messages$)).toBeObservable('--b');
    const all$ = chat.transcript$.pipe(
      map(({ items }) => items.map(({ content }) => content).join('')),
    );
    m.expect(all$, '--^!').toBeObservable('--(xy)', { x: 'a', y: 'ab' });
    m.scheduler.schedule(() => chat.connect().subscribe());
  }));

  // prettier-ignore
  it('is said by those it names', marbles((m) => {
    const server =   '-c-a-b-l-t-d';
    const messages = '---a-b-----d';

    const { chat } = fakeChat(m, {
      server,
      agentName: 'Bea',
      values: {
        c: joins('Carl'),
        a: says('Hello', { by: 'Carl' }),
        b: { content: '# Hi', contentType: 'text/markdown' },
        l: leaves({ by: 'Carl' }),
        t: transfers('Dora'),
        d: says('I am new here', { by: 'Dora' }),
      },
    });
    chat.connect().subscribe();
    const said$ = chat.messages$.pipe(
      map(({ participant: { displayName }, content }) => `${displayName}: ${content}`),
    );
    m.expect(said$).toBeObservable(messages, {
      a: 'Carl: Hello',
      b: 'Bea: # Hi',
      d: 'Dora: I am new here',
    });
    const here$ = chat.participants$.pipe(map((all) => all.map(({ displayName }) => displayName).join()));
    m.expect(here$).toBeObservable('bc-----b-(ad)', {
      a: 'Customer',
      b: 'Bea,Customer',
      c: 'Bea,Customer,Carl',
      d: 'Customer,Dora',
    });
  }));

  // prettier-ignore
  it('shows who types, until the message comes or the typing fades', marbles((m) => {
    const server = '--t-a-t';
    const typing = 'n-t-n-t 11999ms n';

    const { chat } = fakeChat(m, { server, values: { t: types() } });
    chat.connect().subscribe();
    m.expect(chat.typing$.pipe(map(({ length }) => (length > 0 ? 't' : 'n')))).toBeObservable(typing);
  }));

  // prettier-ignore
  it('streams a message in pieces', marbles((m) => {
    const server =   '--s------';
    const partials = '--a-b----';
    const messages = '------c--';

    const { chat } = fakeChat(m, {
      server,
      values: { s: streams(['Hel', 'lo'], { everyMs: 2 }) },
    });
    chat.connect().subscribe();
    m.expect(texts(chat.partials$)).toBeObservable(partials, { a: 'Hel', b: 'Hello' });
    m.expect(texts(chat.messages$)).toBeObservable(messages, { c: 'Hello' });
  }));

  // prettier-ignore
  it('brings files, and events of any name', marbles((m) => {
    const server = '--f--e-';
    const { chat } = fakeChat(m, {
      server,
      values: { f: attaches('terms.txt'), e: emits('participant.idle') },
    });
    chat.connect().subscribe();
    const files$ = chat.messages$.pipe(map(({ attachments }) => attachments[0]?.name));
    m.expect(files$).toBeObservable('--f', { f: 'terms.txt' });
    const events$ = chat.events$.pipe(map(({ contentType }) => contentType.split('.').at(-1)));
    m.expect(events$, '-^').toBeObservable('-----e', { e: 'idle' });
  }));

  // prettier-ignore
  it('hands over: `ends` and | are the same', marbles((m) => {
    const { chat } = fakeChat(m, { server: '--e-', values: { e: ends() } });
    chat.connect().subscribe();
    m.expect(chat.ended$.pipe(map(({ reason }) => reason))).toBeObservable('--(e|)', { e: 'ended' });
  }));
});

describe('what the app sends', () => {
  // prettier-ignore
  it('is told, each thing once, in its frame', marbles((m) => {
    const server =  '--a-----------';
    const does =    '----m-t-T-r--d';
    const sent =    '----m-t---r--d';

    const { chat, sent$ } = fakeChat(m, { server });
    chat.connect().subscribe();
    const commands: Record<string, () => void> = {
      m: () => chat.sendMessage({ contentType: 'text/markdown', content: '*Hi*' }).subscribe(),
      t: () => chat.sendTyping().subscribe(),
      T: () => chat.sendTyping().subscribe(), // throttled
      r: () => chat.sendEvent({ contentType: 'application/vnd.amazonaws.connect.event.connection.acknowledged' }).subscribe(),
      d: () => chat.disconnect().subscribe(),
    };
    m.hot<string>(does).subscribe((letter) => commands[letter]?.());
    m.expect(sent$).toBeObservable(sent, {
      m: { kind: 'message', content: '*Hi*', contentType: 'text/markdown' },
      t: { kind: 'typing' },
      r: { kind: 'event', name: 'connection.acknowledged' },
      d: { kind: 'disconnect' },
    });
  }));

  // prettier-ignore
  it('is read and delivered by the other', marbles((m) => {
    const server = '------d-r-';
    const does =   '----m-----';
    const facts =  '------d-r-';

    const { chat } = fakeChat(m, { server, values: { d: delivers(), r: reads({ of: 'Hello' }) } });
    chat.connect().subscribe();
    m.hot(does, { m: 'Hello' }).subscribe(chat.outgoing);
    const facts$ = chat.receipts$.pipe(map(({ status }) => status));
    m.expect(facts$, '-^').toBeObservable(facts, { d: 'delivered', r: 'read' });
  }));

  // prettier-ignore
  it('is sent again where an answer is lost, and told once', marbles((m) => {
    const server = '-l--------';
    const does =   '---m------';
    const sent =   '---m------';
    const { chat, sent$, emulator } = fakeChat(m, { server, values: { l: losesAnswer('SendMessage') } });
    chat.connect().subscribe();
    m.hot(does, { m: 'Hello' }).subscribe(chat.outgoing);
    m.expect(sent$).toBeObservable(sent, { m: { kind: 'message', content: 'Hello' } });
    m.flush();
    expect(emulator.requests.count('SendMessage')).toBe(2);
  }));

  // prettier-ignore
  it('fails where the service refuses it for good', marbles((m) => {
    const server = '-f--------';
    const does =   '---m------';
    const status = '---(sf)---';
    const { chat, sent$ } = fakeChat(m, { server, values: { f: refuses('SendMessage', 'ValidationException') } });
    chat.connect().subscribe();
    m.hot(does, { m: 'Hello' }).subscribe(chat.outgoing);
    m.expect(sent$).toBeObservable('');
    m.expect(ownStatus(chat)).toBeObservable(status, { s: 'sending', f: 'failed' });
  }));
});

describe('what is drawn of the network', () => {
  // prettier-ignore
  it('cuts the socket, and what was said meanwhile comes first after it', marbles((m) => {
    const server =   '--a--b';
    const network =  '----x-';
    const state =    'k---r 49ms k';
    const messages = '--a-- 49ms b';

    const { chat } = fakeChat(m, { server, network });
    chat.connect().subscribe();
    m.expect(states(chat)).toBeObservable(state);
    m.expect(texts(chat.messages$)).toBeObservable(messages);
  }));

  // prettier-ignore
  it('is down and up again', marbles((m) => {
    const server =   '-------a 1s ------';
    const network =  '-----d-- 1s u';
    const state =    'k----(ro) 999ms (rk)';
    const messages = '-------- 1s a';

    const { chat } = fakeChat(m, { server, network });
    chat.connect().subscribe();
    m.expect(states(chat)).toBeObservable(state);
    m.expect(texts(chat.messages$)).toBeObservable(messages);
  }));

  // prettier-ignore
  it('hangs, which the heartbeat finds out', marbles((m) => {
    const server =   '-------a';
    const network =  '-----h-- 29s u';
    const state =    'k 19999ms (r|)';

    const { chat } = fakeChat(m, { server, network });
    chat.connect().subscribe();
    m.expect(states(chat).pipe(take(2))).toBeObservable(state);
    m.expect(texts(chat.messages$)).toBeObservable('25s a'); // by polling, 5 s after the socket was lost
  }));

  // prettier-ignore
  it('renews its socket and its token, which shows nowhere', marbles((m) => {
    const server =   '-a 70m e-b';
    const messages = '-a 70m --b';

    const { chat, emulator } = fakeChat(m, { server, values: { e: expiresTokens() } });
    chat.connect().subscribe();
    m.expect(states(chat)).toBeObservable('k');
    m.expect(texts(chat.messages$)).toBeObservable(messages);
    m.flush();
    expect(emulator.requests.count('OpenSocket')).toBe(3);
  }));
});

describe('messages that the socket does not bring right', () => {
  // prettier-ignore
  it('come once and in order', marbles((m) => {
    const server =   '--a-d-r-';
    const { chat } = fakeChat(m, {
      server,
      values: { d: doubles('twice'), r: reorders(['one', 'two']) },
      chat: { orderingWindowMs: 100 },
    });
    chat.connect().subscribe();
    m.expect(texts(chat.messages$)).toBeObservable('102ms a-d-(12)', { d: 'twice', 1: 'one', 2: 'two', a: 'a' });
  }));

  // prettier-ignore
  it('are fetched with the next connection', marbles((m) => {
    const server =   '--a-m-';
    const network =  '------ x';
    const { chat } = fakeChat(m, { server, network, values: { m: misses('missed') } });
    chat.connect().subscribe();
    m.expect(texts(chat.messages$)).toBeObservable('--a 53ms m', { a: 'a', m: 'missed' });
  }));
});

describe("an agent's chats", () => {
  // prettier-ignore
  it('are on one manager, and do not see each other', marbles((m) => {
    const one =   '--a---b';
    const other = '----c--';
    const service = fakeService(m);
    const ann = service.chat({ type: 'AGENT', server: one, startChat: { displayName: 'Ann' } });
    const bob = service.chat({ type: 'AGENT', server: other, startChat: { displayName: 'Bob' } });
    ann.chat.connect().subscribe();
    bob.chat.connect().subscribe();
    m.expect(texts(ann.chat.messages$)).toBeObservable(one);
    m.expect(texts(bob.chat.messages$)).toBeObservable(other);
    m.flush();
    expect(ann.webSocketManager).toBe(bob.webSocketManager);
    expect(service.emulator.requests.count('OpenSocket')).toBeLessThan(4);
  }));

  // prettier-ignore
  it('come back with the socket of the manager', marbles((m) => {
    const { chat } = fakeChat(m, { type: 'AGENT', server: '--a-x-b', values: { x: cuts() } });
    chat.connect().subscribe();
    m.expect(states(chat)).toBeObservable('k---r 999ms k');
    m.expect(texts(chat.messages$)).toBeObservable('--a-- 999ms b');
  }));
});
