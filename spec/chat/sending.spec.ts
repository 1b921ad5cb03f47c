import { defer, type ObservableInput, throwError } from 'rxjs';
import { isMessage } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const MINUTE = 60_000;

/** A chat on a network that refuses requests at once while it is away, and says nothing of its socket. */
function chatOnBlips(random: () => number) {
  const { advance, contact, create, emulator, api } = virtualChat();
  let isDown = false;
  const refusing =
    <Request, Answer>(call: (request: Request) => ObservableInput<Answer>) =>
    (request: Request) =>
      defer(() => (isDown ? throwError(() => new TypeError('Failed to fetch')) : call(request)));
  const chat = create({
    chatDetails: contact.details,
    random,
    api: {
      ...api,
      createParticipantConnection: refusing(api.createParticipantConnection),
      getTranscript: refusing(api.getTranscript),
      sendMessage: refusing(api.sendMessage),
    },
  });
  watch(chat.connect());
  advance(1_000);
  return {
    advance,
    chat,
    contact,
    blip: (ms: number) => {
      isDown = true;
      const end = emulator.faults.silence();
      advance(ms);
      isDown = false;
      end();
    },
  };
}

describe('a message on a network that is away', () => {
  it.each([0, 0.2, 0.5, 0.99])('waits for the connection, however chance has it (%d)', (chance) => {
    const { advance, blip, chat, contact } = chatOnBlips(() => chance);
    const sent = watch(chat.sendMessage('Hi'));
    blip(0);
    const later = watch(chat.sendMessage('Are you there?'));
    blip(20_000);
    advance(MINUTE);
    expect([sent.ending, later.ending]).toEqual(['completed', 'completed']);
    expect(texts(contact.transcript.map(({ Content }) => ({ content: Content ?? '' })))).toEqual(
      expect.arrayContaining(['Hi', 'Are you there?']),
    );
  });

  it('is tried again as soon as the socket has shown that it lives', () => {
    const { advance, chat, emulator } = connectedChat();
    emulator.faults.loseAnswer('SendMessage', { times: 1 });
    const sent = watch(chat.sendMessage('Hi'));
    advance(1_000);
    expect(sent.ending).toBe('completed');
  });
});

describe('hundreds of messages on their way', () => {
  const COUNT = 1_000;

  it('all fail when the connection is left, and do not keep later ones from going out', () => {
    const { advance, chat, connection, emulator } = connectedChat();
    emulator.faults.delayOperation('SendMessage', 10_000, { times: 1 });
    const all = Array.from({ length: COUNT }, (_, i) => watch(chat.sendMessage(`m${i}`)));
    advance(1_000);
    connection.unsubscribe();
    advance(MINUTE);
    expect(all.filter(({ ending }) => ending === undefined)).toEqual([]);
    watch(chat.connect());
    advance(1_000);
    const again = watch(chat.sendMessage('again'));
    advance(MINUTE);
    expect(again.ending).toBe('completed');
  });

  it.each(['end', 'close'] as const)('all settle at the %s', (how) => {
    const { advance, chat, contact, emulator } = connectedChat();
    emulator.faults.delayOperation('SendMessage', 10_000, { times: 1 });
    const all = Array.from({ length: COUNT }, (_, i) => watch(chat.sendMessage(`m${i}`)));
    advance(1_000);
    if (how === 'end') contact.end();
    else chat.close();
    advance(MINUTE);
    expect(all.filter(({ ending }) => ending === undefined)).toEqual([]);
  });

  it('all go out where an api answers at once', () => {
    const { advance, contact, create, api } = virtualChat();
    let sent = 0;
    const at = new Date(0).toISOString();
    const chat = create({
      chatDetails: contact.details,
      api: { ...api, sendMessage: () => [{ Id: `own-${sent++}`, AbsoluteTime: at }] },
    });
    watch(chat.connect());
    const all = Array.from({ length: COUNT }, (_, i) => watch(chat.sendMessage(`m${i}`)));
    advance(MINUTE);
    expect(all.filter(({ ending }) => ending !== 'completed')).toEqual([]);
    expect(sent).toBe(COUNT);
  });
});

it('messages that are given as another shows up go out behind it', () => {
  const { advance, chat, contact } = connectedChat();
  let count = 1;
  chat.transcript$.subscribe(({ items }) => {
    if (count < 5 && items.at(-1)?.content === `m${count}`) chat.outgoing.next(`m${++count}`);
  });
  chat.outgoing.next('m1');
  advance(MINUTE);
  const own = contact.transcript.filter(({ Type }) => Type === 'MESSAGE');
  expect(own.map(({ Content }) => Content)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
});

it('a message that the service refuses has failed, though another page has said the same', () => {
  const { advance, chat, contact, create, emulator } = connectedChat();
  const other = create({ chatDetails: contact.details, random: () => 0.7 });
  watch(other.connect());
  const transcript = watch(other.transcript$);
  advance(1_000);
  emulator.faults.delayOperation('SendMessage', 500, { times: 1 });
  const refused = watch(other.sendMessage('ok'));
  advance(20);
  const taken = watch(chat.sendMessage('ok'));
  advance(200);
  emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
  advance(MINUTE);
  expect([taken.ending, refused.ending]).toEqual(['completed', 'errored']);
  const own = (transcript.last?.items ?? []).filter(isMessage);
  expect(own.map(({ status }) => status)).toEqual(['sent', 'failed']);
  expect(new Set(own.map(({ id, clientToken }) => clientToken ?? id)).size).toBe(2);
});

it.each(['InternalServerException', 'ThrottlingException', 'AccessDeniedException'])(
  'a message that was given back is sent, where a try behind the lost answer is met by %s',
  (error) => {
    const { advance, chat, emulator } = connectedChat();
    const transcript = watch(chat.transcript$);
    emulator.faults.loseAnswer('SendMessage', { times: 1 });
    const sent = watch(chat.sendMessage('Hi'));
    advance(8);
    emulator.faults.failOperation('SendMessage', { error });
    advance(5 * MINUTE);
    expect(sent.ending).toBe('completed');
    const own = (transcript.last?.items ?? []).filter(isMessage);
    expect(own).toMatchObject([{ content: 'Hi', status: 'sent' }]);
  },
);

it('a message that fails later lies where that happened, whatever failed before the history', () => {
  const { advance, agent, chat, emulator } = virtualChat();
  const transcript = watch(chat.transcript$);
  chat.outgoing.next('early');
  watch(chat.connect());
  advance(1_000);
  agent.say('one');
  advance(1_000);
  emulator.faults.failOperation('SendMessage', { error: 'ValidationException', times: 1 });
  watch(chat.sendMessage('later'));
  advance(1_000);
  agent.say('two');
  advance(1_000);
  expect(texts((transcript.last?.items ?? []).filter(isMessage))).toEqual([
    ...['one', 'later', 'two'],
    'early',
  ]);
});

it('a message that failed before anything was known lies behind the history', () => {
  const { advance, agent, chat } = virtualChat();
  for (const text of ['one', 'two']) agent.say(text);
  advance(1_000);
  chat.outgoing.next('mine');
  watch(chat.connect());
  advance(1_000);
  const { items = [] } = watch(chat.transcript$).last ?? {};
  expect(texts(items.filter(isMessage))).toEqual(['one', 'two', 'mine']);
});
