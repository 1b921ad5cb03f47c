import type { SchedulerLike } from 'rxjs';
import { virtualChat, type VirtualChatOptions } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Of the one pair of expiries that is known from the live service, if its token lives a day. */
const LONG_URL = 66 * MINUTE + 14 * SECOND;

const devices = [
  ['right', 0],
  ['3 h ahead', 3 * HOUR],
  ['half an hour ahead', 30 * MINUTE],
  ['half an hour behind', -30 * MINUTE],
  ['3 h behind', -3 * HOUR],
] as const;
const urls = [
  ['100 s', 100 * SECOND],
  ['66 min', LONG_URL],
] as const;
const each = devices.flatMap(([device, offsetMs]) =>
  urls.map(([url, websocketUrl]) => ({ device, offsetMs, url, websocketUrl })),
);

/** A chat on a device whose clock is off by `offsetMs`. */
function chatOn(offsetMs: number, { service, ...options }: VirtualChatOptions = {}) {
  const virtual = virtualChat(service && { service });
  const { contact, create, scheduler } = virtual;
  const clock: SchedulerLike = {
    now: () => scheduler.now() + offsetMs,
    schedule: scheduler.schedule.bind(scheduler),
  };
  const chat = create({ chatDetails: contact.details, scheduler: clock, ...options });
  return { ...virtual, chat };
}

it.each(each)(
  'messages that were missed before the first answer of GetTranscript are in messages$: clock $device, URL $url',
  ({ offsetMs, websocketUrl }) => {
    const { advance, agent, chat, emulator } = chatOn(offsetMs, {
      service: { lifetimes: { websocketUrl } },
    });
    const messages = watch(chat.messages$);
    const transcript = watch(chat.transcript$);
    agent.say('history');
    advance(10 * MINUTE);
    const fails = emulator.faults.failOperation('GetTranscript', {
      error: 'InternalServerException',
    });
    watch(chat.connect());
    advance(5 * SECOND);
    const back = emulator.faults.refuseSockets();
    emulator.faults.cutSockets();
    agent.say('missed');
    advance(30 * SECOND);
    agent.say('missed, too');
    back();
    fails();
    advance(2 * MINUTE);
    expect(texts(messages.values)).toEqual(['missed', 'missed, too']);
    expect(texts(transcript.last?.items).filter(Boolean)).toEqual([
      'history',
      'missed',
      'missed, too',
    ]);
  },
);

describe.each(each)('renewal, clock $device, URL $url', ({ offsetMs, websocketUrl }) => {
  it('of a token of a day comes with the socket, each 59 minutes', () => {
    const { advance, chat, emulator } = chatOn(offsetMs, {
      service: { lifetimes: { websocketUrl } },
    });
    watch(chat.connect());
    advance(58 * MINUTE);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(1);
    advance(2 * MINUTE);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(2);
    advance(22 * HOUR);
    expect(emulator.requests.count('CreateParticipantConnection')).toBe(24);
    expect(emulator.requests.entries.filter(({ status }) => status >= 400)).toEqual([]);
  });

  it('of a short token never lets a message fail, nor comes more often than each 30 s', () => {
    const { advance, chat, emulator } = chatOn(offsetMs, {
      service: { lifetimes: { websocketUrl, connectionToken: 10 * MINUTE } },
    });
    watch(chat.connect());
    const sent = [];
    for (let i = 0; i < 60; i++) {
      advance(2 * MINUTE);
      sent.push(watch(chat.sendMessage('still here?')));
    }
    advance(MINUTE);
    expect(sent.map(({ ending }) => ending)).toEqual(sent.map(() => 'completed'));
    const calls = emulator.requests.entries.filter(
      ({ operation }) => operation === 'CreateParticipantConnection',
    );
    expect(calls.length).toBeGreaterThanOrEqual(12);
    expect(calls.length).toBeLessThanOrEqual(20);
  });
});
