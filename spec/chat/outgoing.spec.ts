import { of, Subject, throwError } from 'rxjs';
import type { OutgoingMessage } from '../../lib/lite.js';
import { recordingLogger } from './support/recordingLogger.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

describe('outgoing', () => {
  it('sends what it is fed, in order', () => {
    const { advance, chat, contact } = connectedChat();
    of<(string | OutgoingMessage)[]>(
      'one',
      { content: '{}', contentType: 'application/json' },
      'three',
    ).subscribe(chat.outgoing);
    advance(1_000);
    expect(contact.transcript.slice(-3).map(({ Content }) => Content)).toEqual([
      ...['one', '{}', 'three'],
    ]);
  });

  it('shows the failure of one on its item alone, and goes on', () => {
    const { advance, chat, emulator } = connectedChat();
    const transcript = watch(chat.transcript$);
    emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
    of('one', 'two').subscribe(chat.outgoing);
    advance(1_000);
    expect(transcript.last?.items.slice(-2)).toMatchObject([
      { content: 'one', status: 'failed', error: { code: 'Validation' } },
      { content: 'two', status: 'sent' },
    ]);
  });

  it('goes on after a source that completes, and after one that errors', () => {
    const { logger, lines } = recordingLogger();
    const { advance, chat, contact } = connectedChat({ logger });
    of('one').subscribe(chat.outgoing);
    throwError(() => new Error('confidential')).subscribe(chat.outgoing);
    of('two').subscribe(chat.outgoing);
    advance(1_000);
    expect(contact.transcript.slice(-2).map(({ Content }) => Content)).toEqual(['one', 'two']);
    expect(lines.filter(({ level }) => level === 'warn')).toEqual([
      {
        level: 'warn',
        message: 'what was fed to outgoing has errored',
        details: { reason: 'Error' },
      },
    ]);
  });

  it('leaves out what is no message, with a log line that does not quote it', () => {
    const { logger, lines } = recordingLogger();
    const { advance, chat, contact } = connectedChat({ logger });
    const fed$ = new Subject<string>();
    fed$.subscribe(chat.outgoing);
    fed$.next('');
    fed$.next({ content: 'confidential', contentType: 'no/type' } as never);
    fed$.next(undefined as never);
    fed$.next('fine');
    advance(1_000);
    expect(contact.transcript.at(-1)?.Content).toBe('fine');
    const warnings = lines.filter(({ level }) => level === 'warn');
    expect(warnings).toHaveLength(3);
    expect(JSON.stringify(warnings)).not.toContain('confidential');
  });

  it('has failed at once before connect(), and can be sent again', () => {
    const { advance, chat, contact } = virtualChat();
    const transcript = watch(chat.transcript$);
    of('early').subscribe(chat.outgoing);
    advance(20);
    expect(transcript.last?.items).toMatchObject([
      { content: 'early', status: 'failed', error: { code: 'NotConnected' } },
    ]);
    watch(chat.connect());
    advance(1_000);
    const failed = transcript.last?.items.find(({ status }) => status === 'failed');
    watch(chat.resend(failed?.id ?? ''));
    advance(1_000);
    expect(texts(transcript.last?.items).filter((text) => text === 'early')).toHaveLength(1);
    expect(contact.transcript.at(-1)?.Content).toBe('early');
  });

  it('waits while the network is away', () => {
    const { advance, chat, contact, emulator } = connectedChat();
    const online = emulator.faults.offline();
    advance(60_000);
    of('late').subscribe(chat.outgoing);
    advance(60_000);
    expect(contact.transcript.at(-1)?.Content).not.toBe('late');
    online();
    advance(60_000);
    expect(contact.transcript.at(-1)?.Content).toBe('late');
  });

  it('leaves out what comes after the end, with a log line', () => {
    const { logger, lines } = recordingLogger();
    const { advance, chat, emulator } = connectedChat({ logger });
    chat.close();
    of('late').subscribe(chat.outgoing);
    advance(1_000);
    expect(lines.at(-1)).toMatchObject({ level: 'warn', details: { reason: 'the chat is over' } });
    expect(emulator.requests.count('SendMessage')).toBe(0);
  });
});
