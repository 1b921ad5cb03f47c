import fc from 'fast-check';
import {
  isSamePresence,
  NO_PRESENCES,
  presentIn,
  reducePresences,
} from '../../lib/transcript/participants.js';
import type { ChatItem, EventName } from '../../lib/wire/index.js';
import { eventItem, itemOf, messageItem, participant } from '../support/items.js';

const presentAfter = (...items: readonly ChatItem[]) =>
  presentIn(items.reduce(reducePresences, NO_PRESENCES));
const idsAfter = (...items: readonly ChatItem[]) => presentAfter(...items).map(({ id }) => id);

const joined = (from: string, at: number) =>
  eventItem(`j${at}`, 'participant.joined', { from, at });
const left = (from: string, at: number) => eventItem(`l${at}`, 'participant.left', { from, at });
const said = (from: string, at: number) => messageItem(`m${at}`, { from, at });
const ended = (at: number) =>
  eventItem(`e${at}`, 'chat.ended', { at, wire: { ParticipantId: undefined } });

describe('who is here', () => {
  it('is nobody at first', () => {
    expect(presentAfter()).toEqual([]);
  });

  it('is who has joined and not left, in the order in which they were first seen', () => {
    expect(idsAfter(joined('ann', 1), joined('bob', 2), joined('cid', 3), left('bob', 4))).toEqual([
      'ann',
      'cid',
    ]);
    expect(presentAfter(joined('ann', 1))).toEqual([participant('ann')]);
  });

  it('is who has written, though nobody saw it join', () => {
    expect(idsAfter(said('ann', 1))).toEqual(['ann']);
  });

  it.each<EventName>(['typing', 'participant.active', 'participant.returned', 'message.read'])(
    'is who does something: %s',
    (name) => {
      expect(idsAfter(eventItem('x', name, { from: 'ann', at: 1 }))).toEqual(['ann']);
    },
  );

  it.each<EventName>(['participant.invited', 'transfer.succeeded', 'transfer.failed'])(
    'is not who is only spoken of: %s',
    (name) => {
      expect(idsAfter(eventItem('x', name, { from: 'ann', at: 1 }))).toEqual([]);
    },
  );

  it('has who comes again', () => {
    expect(idsAfter(joined('ann', 1), left('ann', 2), joined('ann', 3))).toEqual(['ann']);
  });

  it('has neither the system nor those without an id', () => {
    expect(
      presentAfter(
        messageItem('a', { from: 'system', role: 'SYSTEM', at: 1 }),
        itemOf({ Id: 'b', Type: 'EVENT', ContentType: 'x', AbsoluteTime: '2026-01-01T00:00:00Z' }),
      ),
    ).toEqual([]);
  });

  it.each<EventName>(['participant.left', 'participant.autodisconnection'])(
    'is not who is gone: %s',
    (name) => {
      expect(idsAfter(joined('ann', 1), eventItem('x', name, { from: 'ann', at: 2 }))).toEqual([]);
    },
  );

  it('has supervisors and bots', () => {
    const supervisor = messageItem('a', { from: 'sue', role: 'SUPERVISOR', at: 1 });
    const bot = messageItem('b', { from: 'bot', role: 'CUSTOM_BOT', at: 2 });
    expect(presentAfter(supervisor, bot)).toEqual([
      participant('sue', 'SUPERVISOR'),
      participant('bot', 'CUSTOM_BOT'),
    ]);
  });

  describe('with who is idle', () => {
    const idle = eventItem('i', 'participant.idle', { from: 'ann', at: 2 });
    const isIdle = (...items: readonly ChatItem[]) => presentAfter(...items)[0]?.idle === true;

    it.each<EventName>(['participant.idle', 'participant.inactive'])('after %s', (name) => {
      const event = eventItem('x', name, { from: 'ann', at: 2 });
      expect(presentAfter(joined('ann', 1), event)).toEqual([
        { ...participant('ann'), idle: true },
      ]);
    });

    it.each<EventName>(['participant.returned', 'participant.active', 'typing'])(
      'until %s',
      (name) => {
        const event = eventItem('x', name, { from: 'ann', at: 3 });
        expect(isIdle(idle, event)).toBe(false);
        expect(isIdle(event, idle)).toBe(false);
      },
    );

    it('until it writes, but not by what says nothing of that', () => {
      const renamed = eventItem('x', 'participant.displayname.updated', { from: 'ann', at: 3 });
      expect(isIdle(idle, said('ann', 3))).toBe(false);
      expect(isIdle(idle, renamed)).toBe(true);
      expect(isIdle(idle, said('ann', 1))).toBe(true);
    });

    it('as another presence than the same participant not idle', () => {
      const [before, after] = [
        presentAfter(joined('ann', 1)),
        presentAfter(joined('ann', 1), idle),
      ];
      expect(isSamePresence(before, after)).toBe(false);
      expect(isSamePresence(after, presentAfter(idle))).toBe(true);
    });
  });

  it('is nobody when the chat has ended', () => {
    expect(idsAfter(joined('ann', 1), joined('bob', 2), ended(3))).toEqual([]);
  });

  it('is who comes back to a chat that goes on', () => {
    expect(idsAfter(joined('ann', 1), ended(2), joined('ann', 3))).toEqual(['ann']);
  });

  it('has everyone by the latest name that is not empty', () => {
    const named = (name: string, at: number) =>
      messageItem(`n${at}`, { from: 'ann', at, wire: { DisplayName: name } });

    expect(presentAfter(named('Ann', 1), named('Anna', 2))[0]?.displayName).toBe('Anna');
    expect(presentAfter(named('Ann', 1), named('', 2))[0]?.displayName).toBe('Ann');
    expect(presentAfter(named('Anna', 2), named('Ann', 1))[0]?.displayName).toBe('Anna');
    expect(presentAfter(named('', 2), named('Ann', 1))[0]?.displayName).toBe('Ann');
  });

  it('is known from items in any order', () => {
    const items = [
      joined('ann', 1),
      said('ann', 2),
      joined('bob', 3),
      left('ann', 4),
      said('bob', 5),
      joined('cid', 6),
      left('cid', 7),
      joined('cid', 8),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (shuffled) => {
        expect([...idsAfter(...shuffled)].sort()).toEqual(['bob', 'cid']);
      }),
    );
  });

  it('is known from items in any order where the chat has ended', () => {
    const items = [joined('ann', 1), said('bob', 2), ended(3)];
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (shuffled) => {
        expect(idsAfter(...shuffled)).toEqual([]);
      }),
    );
  });

  it('does not depend on copies', () => {
    expect(idsAfter(joined('ann', 1), left('ann', 2), joined('ann', 1))).toEqual([]);
  });

  it('does not change what it is given', () => {
    const before = reducePresences(NO_PRESENCES, joined('ann', 1));
    reducePresences(before, left('ann', 2));

    expect(presentIn(before)).toHaveLength(1);
    expect(presentIn(NO_PRESENCES)).toEqual([]);
  });
});

describe('isSamePresence', () => {
  const ann = participant('ann');
  const bob = participant('bob');

  it.each<[boolean, ReturnType<typeof presentIn>, ReturnType<typeof presentIn>]>([
    [true, [], []],
    [true, [ann, bob], [{ ...ann }, { ...bob }]],
    [false, [ann], []],
    [false, [ann], [ann, bob]],
    [false, [ann, bob], [bob, ann]],
    [false, [ann], [{ ...ann, displayName: 'Ann' }]],
    [false, [ann], [{ ...ann, role: 'SUPERVISOR' }]],
  ])('is %s of %j and %j', (same, a, b) => {
    expect(isSamePresence(a, b)).toBe(same);
  });
});
