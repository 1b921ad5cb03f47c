import { throwError } from 'rxjs';
import { memoryStorage } from '../../lib/lite.js';
import { shareChat } from '../../lib/tabs.js';
import { recordingLogger } from '../chat/support/recordingLogger.js';
import { texts, watch } from '../chat/support/watch.js';
import { Page, type Tab, virtualTabs } from './support/virtualTabs.js';

const said = (tab: Tab) => texts(tab.messages.values);
const shown = (tab: Tab) =>
  (tab.transcript.last?.items ?? [])
    .filter(({ type }) => type === 'MESSAGE')
    .map(({ content }) => content);

describe('several tabs', () => {
  it('have one connection and show the same', () => {
    const { open, advance, agent, calls, contact } = virtualTabs();
    agent.say('before');
    const tabs = [open(), open(), open(), open(), open()];
    advance(500);
    agent.say('hello');
    advance(500);
    contact.end();
    advance(500);
    expect(calls('CreateParticipantConnection')).toBe(1);
    for (const tab of tabs) {
      expect(said(tab)).toEqual(['hello']);
      expect(shown(tab)).toEqual(['before', 'hello']);
      expect(tab.state.values.map(({ status }) => status)).toEqual([
        'connecting',
        'connected',
        'ended',
      ]);
      expect(tab.connections.ending).toBe('completed');
      expect(tab.messages.ending).toBe('completed');
    }
  });

  it('send through the one that leads', () => {
    const { open, advance, calls, contact } = virtualTabs();
    const tabs = [open(), open()] as const;
    advance(500);
    const sent = tabs.map(({ chat }, index) => watch(chat.sendMessage(`from ${index}`)));
    advance(500);
    expect(sent.map(({ ending }) => ending)).toEqual(['completed', 'completed']);
    expect(calls('SendMessage')).toBe(2);
    for (const tab of tabs) expect(said(tab)).toEqual(['from 0', 'from 1']);
    expect(contact.transcript).toBeDefined();
  });
});

describe('the channel', () => {
  it.each([false, true])('never has a token (kept in the storage: %s)', (keepTokens) => {
    const storage = memoryStorage();
    const { open, advance, agent, contact, origin } = virtualTabs({
      storage,
      storageOptions: { keepTokens },
    });
    const tabs = [open(), open(), open()] as const;
    advance(500);
    agent.say('hello');
    tabs[1].chat.sendMessage('hi').subscribe();
    advance(2_000);
    tabs[0].close();
    advance(2_000);
    const posted = JSON.stringify(origin.posted);
    expect(posted).toContain('hello');
    expect(posted).toContain('snapshot');
    expect(posted).not.toContain(contact.details.participantToken);
    expect(JSON.stringify(storage.getItem('rx-connect-chat'))).toMatch(
      keepTokens ? contact.details.participantToken : /./,
    );
  });
});

describe('without Web Locks', () => {
  it('each tab has a chat of its own, and a warning says so', () => {
    const { logger, lines } = recordingLogger();
    const { navigator } = globalThis;
    Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
    try {
      const { contact } = virtualTabs();
      const chat = shareChat({ chatDetails: contact.details, region: 'eu-central-1', logger });
      expect(chat.details.contactId).toBe(contact.details.contactId);
    } finally {
      Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
    }
    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'tabs cannot share the chat: each has a chat of its own',
        details: { missing: 'Web Locks' },
      },
    ]);
  });
});

describe('where locks are refused', () => {
  it('each tab has a chat of its own, and a warning says so', () => {
    const { logger, lines } = recordingLogger();
    const { open, advance, agent, calls, origin } = virtualTabs({ logger, logLevel: 'warn' });
    const tabs = [1, 2].map(() =>
      open({
        tabs: {
          locks: { hold: () => throwError(() => new Error('SecurityError')) },
          channel: origin.channel(new Page()),
        },
      }),
    );
    advance(1_000);
    agent.say('hello');
    advance(5_000);
    expect(calls('CreateParticipantConnection')).toBe(2);
    for (const tab of tabs) expect(said(tab)).toEqual(['hello']);
    expect(lines.map(({ message }) => message)).toEqual([
      'tabs cannot share the chat: each has a chat of its own',
      'tabs cannot share the chat: each has a chat of its own',
    ]);
  });
});

describe('a tab that leads and is', () => {
  const others = (tabs: readonly Tab[]) => tabs.slice(1);
  it.each(['close', 'crash', 'freeze', 'hide'] as const)('%s: another takes over', (how) => {
    const { open, advance, agent, calls } = virtualTabs();
    const tabs = [open(), open(), open()] as const;
    advance(500);
    agent.say('1');
    advance(200);
    tabs[0][how]();
    agent.say('2');
    const sent = watch(tabs[1].chat.sendMessage('3'));
    advance(1_000);
    agent.say('4');
    advance(200);
    for (const tab of others(tabs)) {
      expect(said(tab)).toEqual(expect.arrayContaining(['1', '2', '3', '4']));
      expect(said(tab)).toHaveLength(4);
      expect(shown(tab)).toEqual(['1', '2', '3', '4']);
      expect(tab.state.last?.status).toBe('connected');
    }
    expect(sent.ending).toBe('completed');
    expect(calls('CreateParticipantConnection')).toBe(2);
    if (how !== 'freeze' && how !== 'hide') return;
    if (how === 'freeze') tabs[0].thaw();
    else tabs[0].show();
    advance(1_000);
    agent.say('5');
    advance(500);
    for (const tab of tabs) {
      expect([...said(tab)].sort()).toEqual(['1', '2', '3', '4', '5']);
      expect(shown(tab)).toEqual(['1', '2', '3', '4', '5']);
      expect(tab.state.last?.status).toBe('connected');
    }
    expect(calls('CreateParticipantConnection')).toBe(2);
  });
});
