import { createEndWatch } from '../../lib/chat/endWatch.js';
import type { Settings } from '../../lib/chat/resolveOptions.js';
import type { ChatDetails } from '../../lib/lite.js';
import type { ChatItem, WireItem } from '../../lib/wire/index.js';
import { eventItem, messageItem } from '../support/items.js';

const DETAILS: ChatDetails = { contactId: 'c2', participantId: 'me', participantToken: 't' };

function watchFor(details: Partial<ChatDetails> = {}, type: Settings['type'] = 'CUSTOMER') {
  const settings = { details: { ...DETAILS, ...details }, type } as Settings;
  const endWatch = createEndWatch(settings);
  return {
    ...endWatch,
    fetch: (...items: readonly ChatItem[]) => {
      endWatch.fetched(items, () => true);
      return endWatch.atNewest();
    },
  };
}

const ended = (wire: WireItem = {}) =>
  eventItem('e', 'chat.ended', { from: '', role: '', wire: { ...wire } });
const transferred = (wire: WireItem = {}) =>
  eventItem('t', 'transfer.succeeded', { from: '', role: '', wire });
const joined = (from: string) => eventItem(`j-${from}`, 'participant.joined', { from });
const left = (from: string) => eventItem(`l-${from}`, 'participant.left', { from });
const message = (id = 'm', wire: WireItem = {}) => messageItem(id, { wire });

describe('chat.ended', () => {
  it.each<[string, WireItem, 'ended' | undefined]>([
    ['without contact ids', {}, 'ended'],
    ['under this ContactId', { ContactId: 'c2' }, 'ended'],
    ['of the chain, after a transfer', { ContactId: 'c3', InitialContactId: 'c2' }, 'ended'],
    ['of the chain of an agent', { ContactId: 'c3', InitialContactId: 'c0' }, 'ended'],
    ['under another ContactId', { ContactId: 'c1' }, undefined],
    ['of another chain', { ContactId: 'c1', InitialContactId: 'c1' }, undefined],
    ['with RelatedContactId', { RelatedContactId: 'c1' }, undefined],
    ['with both', { RelatedContactId: 'c1', ContactId: 'c1' }, undefined],
    ['with this contact as RelatedContactId', { RelatedContactId: 'c2' }, 'ended'],
    ['with empty ids', { RelatedContactId: '', ContactId: '' }, 'ended'],
  ])('%s, from the socket and fetched', (_, wire, reason) => {
    const endWatch = watchFor({ initialContactId: 'c0' });
    expect(endWatch.live(ended(wire))).toBe(reason);
    expect(endWatch.fetch(message(), ended(wire))).toBe(reason);
  });

  it.each<[string, readonly ChatItem[], 'ended' | undefined]>([
    ['a message', [message()], undefined],
    ['somebody who joins', [joined('bea')], undefined],
    ['chat.rehydrated', [eventItem('r', 'chat.rehydrated')], undefined],
    ['who leaves', [left('bea'), left('me')], 'ended'],
    ['typing', [eventItem('y', 'typing')], 'ended'],
    ['a message of the contact before', [message('m', { RelatedContactId: 'c1' })], 'ended'],
    ['a message, and the end again', [message(), ended()], 'ended'],
  ])('before %s', (_, after, reason) => {
    expect(watchFor().fetch(ended(), ...after)).toBe(reason);
  });

  it('is looked at when all pages have been fetched', () => {
    const { fetched, atNewest } = watchFor();
    fetched([ended()], () => true);
    fetched([message()], () => true);
    expect(atNewest()).toBeUndefined();
  });

  it('ends nothing if it does not count', () => {
    const { fetched, atNewest } = watchFor();
    fetched([ended()], () => false);
    expect(atNewest()).toBeUndefined();
  });

  it('without ids is of an earlier contact if there is one and none of its items is marked', () => {
    const continued = { continuedFromContactId: 'c1' };
    expect(watchFor(continued).fetch(message(), ended())).toBeUndefined();
    expect(watchFor(continued).fetch(message('m', { RelatedContactId: 'c1' }), ended())).toBe(
      'ended',
    );
    expect(watchFor(continued).fetch(message(), ended({ ContactId: 'c2' }))).toBe('ended');
    expect(watchFor(continued).live(ended())).toBe('ended');
  });

  it('is known under the ContactId that a transfer has given the chat', () => {
    const { live, fetch } = watchFor();
    live(
      eventItem('j', 'participant.joined', { wire: { ContactId: 'c3', InitialContactId: 'c2' } }),
    );
    expect(fetch(ended({ ContactId: 'c3' }))).toBe('ended');
  });
});

describe('transfer.succeeded', () => {
  it.each<[string, WireItem, 'transferred' | undefined]>([
    ['names nobody', {}, 'transferred'],
    ['names this agent', { ParticipantId: 'me', ParticipantRole: 'AGENT' }, 'transferred'],
    ['names the system', { ParticipantId: 's', ParticipantRole: 'SYSTEM' }, 'transferred'],
    ['names the customer', { ParticipantId: 'c', ParticipantRole: 'CUSTOMER' }, 'transferred'],
    ['names an agent without an id', { ParticipantRole: 'AGENT' }, 'transferred'],
    ['names another agent', { ParticipantId: 'eve', ParticipantRole: 'AGENT' }, undefined],
    ['is of this contact', { ContactId: 'c2', InitialContactId: 'c0' }, 'transferred'],
    ['is of the contact before', { ContactId: 'c1', InitialContactId: 'c0' }, undefined],
    ['is of a persistent chat before', { RelatedContactId: 'c1' }, undefined],
  ])('that %s', (_, wire, reason) => {
    const agents = watchFor({ initialContactId: 'c0' }, 'AGENT');
    expect(agents.live(transferred(wire))).toBe(reason);
    expect(agents.fetch(message(), transferred(wire), left('me'), message('after'))).toBe(
      reason ?? 'left',
    );
    expect(watchFor().live(transferred(wire))).toBeUndefined();
  });

  it('ends nothing if this agent joined after it', () => {
    expect(
      watchFor({}, 'AGENT').fetch(left('eve'), transferred(), joined('me'), message()),
    ).toBeUndefined();
  });
});

it('of several reasons the strongest counts', () => {
  expect(watchFor({}, 'AGENT').fetch(left('me'), transferred())).toBe('transferred');
  expect(watchFor({}, 'AGENT').fetch(transferred(), left('me'), ended())).toBe('ended');
});

it('an agent who left and came back has not left', () => {
  expect(watchFor({}, 'AGENT').fetch(left('me'), joined('me'))).toBeUndefined();
  expect(watchFor({}, 'AGENT').live(left('me'))).toBe('left');
});
