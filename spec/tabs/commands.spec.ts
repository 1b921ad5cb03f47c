import { filter, of, takeUntil } from 'rxjs';
import { type ChatError, FlushError } from '../../lib/lite.js';
import { texts, watch } from '../chat/support/watch.js';
import { type Tab, virtualTabs } from './support/virtualTabs.js';

const shown = ({ transcript }: Tab) =>
  texts((transcript.last?.items ?? []).filter(({ type }) => type === 'MESSAGE'));
const codeOf = (watched: { readonly error: unknown }) => (watched.error as ChatError).code;

/** Three tabs; the first leads. */
function three(options: Parameters<typeof virtualTabs>[0] = {}) {
  const virtual = virtualTabs(options);
  const tabs = [virtual.open(), virtual.open(), virtual.open()] as const;
  virtual.advance(500);
  const kept = () =>
    virtual.contact.transcript
      .filter(({ Type }) => Type === 'MESSAGE')
      .map(({ Content }) => Content);
  return { ...virtual, tabs, kept };
}

describe('a command of a tab that follows', () => {
  it('errors as it does in the tab that leads', () => {
    const { tabs, advance, contact } = three();
    const [, follower] = tabs;
    const empty = watch(follower.chat.sendMessage(''));
    const nobody = watch(follower.chat.resend('nobody'));
    const view = watch(follower.chat.describeView('none'));
    const uncloneable = watch(follower.chat.sendMessage({ content: { toJSON: () => 'x' } }));
    advance(500);
    expect([empty, nobody, view, uncloneable].map(codeOf)).toEqual([
      'InvalidArgument',
      'NotFound',
      'NotFound',
      'InvalidArgument',
    ]);
    for (const { error } of [empty, nobody]) expect((error as Error).name).toBe('ChatError');
    contact.end();
    advance(500);
    expect(codeOf(watch(follower.chat.sendMessage('late')))).toBe('Ended');
  });

  it('errors with NotConnected while connect() has no subscriber, and after close()', () => {
    const { open, advance, agent } = virtualTabs();
    const [leader, follower] = [open(), open()];
    advance(500);
    follower.connections.unsubscribe();
    expect(follower.state.last?.status).toBe('idle');
    expect(codeOf(watch(follower.chat.sendMessage('x')))).toBe('NotConnected');
    follower.connect();
    advance(100);
    expect(watch(follower.chat.sendTyping()).error).toBeUndefined();
    follower.chat.close();
    expect(follower.state.ending).toBe('completed');
    expect(follower.state.last?.status).toBe('closed');
    expect(codeOf(watch(follower.chat.sendMessage('x')))).toBe('NotConnected');
    agent.say('goes on');
    advance(100);
    expect(texts(leader.messages.values)).toEqual(['goes on']);
  });

  it('is taken back before it has left', () => {
    const { tabs, advance, emulator, kept } = three();
    emulator.faults.delayOperation('SendMessage', 300, { times: 1 });
    const first = watch(tabs[1].chat.sendMessage('first'));
    const second = watch(tabs[1].chat.sendMessage('second'));
    advance(50);
    expect(shown(tabs[2])).toEqual(['first', 'second']);
    second.unsubscribe();
    advance(1_000);
    expect(first.ending).toBe('completed');
    expect(kept()).toEqual(['first']);
    for (const tab of tabs) expect(shown(tab)).toEqual(['first']);
  });

  it('is answered once, whatever subscribes to it', () => {
    const { tabs, advance, kept, calls } = three();
    const sent$ = tabs[1].chat.sendMessage('once');
    const one = watch(sent$);
    const two = watch(sent$);
    advance(200);
    const three$ = watch(sent$);
    expect(one.values).toHaveLength(1);
    expect(two.values).toEqual(one.values);
    expect(three$.values).toEqual(one.values);
    expect(kept()).toEqual(['once']);
    expect(calls('SendMessage')).toBe(1);
  });

  it('brings older items into all tabs', () => {
    const { agent, open, advance } = virtualTabs({ history: 3 });
    for (const text of ['1', '2', '3', '4']) agent.say(text);
    const tabs = [open(), open()] as const;
    advance(500);
    expect(shown(tabs[1])).toEqual(['3', '4']);
    const older = watch(tabs[1].chat.loadOlder());
    advance(200);
    expect(older.last).toBe(tabs[1].transcript.last);
    for (const tab of tabs) expect(shown(tab)).toEqual(['1', '2', '3', '4']);
    expect(texts(tabs[0].messages.values)).toEqual([]);
  });

  it('reads in all tabs, with one receipt', () => {
    const { tabs, advance, agent, asked } = three();
    agent.say('one');
    agent.say('two');
    advance(100);
    const unread = tabs.map(({ chat }) => watch(chat.unreadCount$));
    expect(unread.map(({ last }) => last)).toEqual([2, 2, 2]);
    const { id } = tabs[2].messages.values[1]!;
    const reads = tabs.map(({ chat }) => watch(chat.markRead(id)));
    advance(6_000);
    expect(reads.map(({ ending }) => ending)).toEqual(['completed', 'completed', 'completed']);
    expect(unread.map(({ last }) => last)).toEqual([0, 0, 0]);
    expect(asked.filter(({ name }) => name === 'sendEvent')).toHaveLength(1);
    tabs[0].crash();
    advance(1_000);
    expect(unread.slice(1).map(({ values }) => values)).toEqual([
      [2, 0],
      [2, 0],
    ]);
  });

  it('waits until nothing waits to be sent in any tab', () => {
    const { tabs, advance, emulator } = three();
    expect(watch(tabs[1].chat.flush()).ending).toBeUndefined();
    emulator.faults.delayOperation('SendMessage', 300, { times: 2 });
    watch(tabs[2].chat.sendMessage('one'));
    watch(tabs[1].chat.sendMessage('two'));
    const early = watch(tabs[1].chat.flush({ timeoutMs: 100 }));
    const late = watch(tabs[1].chat.flush({ timeoutMs: 5_000 }));
    advance(200);
    expect(early.error).toBeInstanceOf(FlushError);
    expect(early.error).toMatchObject({ code: 'Network', remaining: 2 });
    expect(late.ending).toBeUndefined();
    advance(1_000);
    expect(late.ending).toBe('completed');
    expect(codeOf(watch(tabs[1].chat.flush({ timeoutMs: -1 })))).toBe('InvalidArgument');
  });
});

describe('what was not answered when the leader went', () => {
  it('is sent once, under the same ClientToken', () => {
    const { tabs, advance, emulator, kept, asked } = three();
    emulator.faults.loseAnswer('SendMessage', { times: 2 });
    const sent = watch(tabs[1].chat.sendMessage('from a follower'));
    advance(20);
    tabs[0].chat.sendMessage('from the leader').subscribe();
    advance(3);
    tabs[0].crash();
    advance(3_000);
    expect(sent.ending).toBe('completed');
    expect(kept()).toEqual(['from a follower', 'from the leader']);
    for (const tab of tabs.slice(1)) {
      expect(shown(tab)).toEqual(['from a follower', 'from the leader']);
      expect(texts(tab.messages.values)).toEqual(['from a follower', 'from the leader']);
    }
    const tokens = asked
      .filter(({ name }) => name === 'sendMessage')
      .map(({ request }) => request['ClientToken']);
    expect(new Set(tokens).size).toBe(2);
  });

  it('is a file that is sent once', () => {
    const { tabs, advance, emulator, contact } = three();
    emulator.faults.loseAnswer('CompleteAttachmentUpload', { times: 1 });
    const file = new Blob(['a receipt'], { type: 'text/plain' });
    const progress = watch(tabs[1].chat.sendAttachment(file, { name: 'receipt.txt' }));
    advance(60);
    tabs[0].crash();
    advance(3_000);
    expect(progress.last).toMatchObject({ done: true });
    expect(progress.ending).toBe('completed');
    expect(contact.transcript.filter(({ Type }) => Type === 'ATTACHMENT')).toHaveLength(1);
  });
});

describe('the next leader', () => {
  it('fetches what was missed, and not the history', () => {
    const { agent, open, advance, asked } = virtualTabs({ history: 11 });
    for (let i = 0; i < 30; i++) agent.say(`before ${i}`);
    const tabs = [open(), open()] as const;
    advance(500);
    const before = asked.length;
    tabs[0].crash();
    for (let i = 0; i < 30; i++) agent.say(`missed ${i}`);
    advance(1_000);
    const pages = asked.slice(before).filter(({ name }) => name === 'getTranscript');
    expect(pages.length).toBeGreaterThan(0);
    for (const { request } of pages) expect(request['ScanDirection']).toBe('FORWARD');
    expect(tabs[1].messages.values).toHaveLength(30);
    expect(shown(tabs[1])).toHaveLength(40);
  });

  it('does not try what the leader has failed in', () => {
    const { open, advance, calls, emulator } = virtualTabs();
    emulator.faults.failOperation('CreateParticipantConnection', {
      error: 'AccessDeniedException',
    });
    const tabs = [open(), open(), open()] as const;
    advance(5_000);
    expect(calls('CreateParticipantConnection')).toBe(1);
    for (const { connections, state } of tabs) {
      expect(codeOf(connections)).toBe('AccessDenied');
      expect(state.last?.status).toBe('failed');
    }
    emulator.faults.clear();
    tabs[2].connect();
    advance(500);
    expect(tabs[2].state.last?.status).toBe('connected');
  });
});

describe('a leader that nobody sees', () => {
  const leads = (posted: readonly unknown[]) =>
    posted.filter((message) => (message as { kind: string }).kind === 'lead').length;

  it('leaves the lead to a tab that is seen when it cannot connect', () => {
    const { open, advance, emulator, origin, agent } = virtualTabs();
    const hidden = [open({ visible$: of(false) }), open({ visible$: of(false) })] as const;
    const seen = open({ visible$: of(true) });
    advance(3_000);
    expect(leads(origin.posted)).toBe(1);
    const undo = emulator.faults.refuseSockets();
    emulator.faults.cutSockets();
    advance(3_000);
    expect(leads(origin.posted)).toBe(2);
    undo();
    advance(3_000);
    agent.say('hello');
    hidden[0].crash();
    advance(5_000);
    expect(leads(origin.posted)).toBe(2);
    for (const tab of [hidden[1], seen]) expect(texts(tab.messages.values)).toEqual(['hello']);
  });

  it('keeps the lead when it is connected', () => {
    const { open, advance, origin } = virtualTabs();
    open({ visible$: of(false) });
    open({ visible$: of(true) });
    advance(30_000);
    expect(leads(origin.posted)).toBe(1);
  });
});

describe('disconnectOnPageHide', () => {
  it('leaves the chat with the last tab', () => {
    const { open, advance, calls } = virtualTabs({ disconnectOnPageHide: true });
    const tabs = [open(), open()] as const;
    advance(500);
    tabs[0].close();
    advance(2_000);
    expect(calls('DisconnectParticipant')).toBe(0);
    tabs[1].close();
    advance(2_000);
    expect(calls('DisconnectParticipant')).toBe(1);
  });
});

describe('a tab whose connect() is unsubscribed', () => {
  it.each(['connecting', 'reconnecting'])('when it says %s leaves nothing behind', (status) => {
    const { open, advance, agent, asked } = virtualTabs();
    const leader = open();
    advance(500);
    const follower = open();
    follower.connections.unsubscribe();
    const { chat } = follower;
    const stop$ = chat.connectionState$.pipe(filter((state) => state.status === status));
    watch(chat.connect().pipe(takeUntil(stop$)));
    advance(500);
    leader.crash();
    advance(10_000);
    const before = asked.length;
    agent.say('hello');
    advance(86_400_000);
    expect(asked).toHaveLength(before);
    expect(follower.state.last?.status).toBe('idle');
    expect(follower.messages.values).toEqual([]);
  });
});
