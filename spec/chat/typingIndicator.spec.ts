import fc from 'fast-check';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import { TypingIndicator } from '../../lib/chat/typingIndicator.js';
import { ReceivedItem } from '../../lib/inbox/entries.js';
import { whoIsTyping } from '../../lib/inbox/index.js';
import {
  type ChatItem,
  eventType,
  type Participant,
  readItem,
  type WireItem,
} from '../../lib/wire/index.js';
import { watch } from './support/watch.js';

const kinds = {
  typing: { Type: 'EVENT', ContentType: eventType('typing') },
  left: { Type: 'EVENT', ContentType: eventType('participant.left') },
  joined: { Type: 'EVENT', ContentType: eventType('participant.joined') },
  said: { Type: 'MESSAGE', ContentType: 'text/plain' },
};

const happening = fc.record({
  kind: fc.constantFrom<keyof typeof kinds>('typing', 'typing', 'said', 'said', 'left', 'joined'),
  ParticipantId: fc.constantFrom('me', 'a', 'b'),
  time: fc.integer({ min: 1, max: 5 }),
});

const ids = (typers: readonly (readonly Participant[])[]) =>
  typers.map((each) => each.map(({ id }) => id));

describe('the typing indicator', () => {
  it('comes to the same as whoIsTyping over all items, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 10 }), (happenings) => {
        const options = { excludeId: 'me', scheduler: new VirtualTimeScheduler() };
        const items = happenings.map(({ kind, ParticipantId, time }) => {
          const raw: WireItem = { Id: `${time}`, ...kinds[kind], ParticipantId };
          return { raw, time, item: readItem(raw, time) };
        });
        const said: ChatItem[] = [];
        const sentSince = (time: number) =>
          said.filter((item) => item.time.getTime() >= time).map((item) => ({ item }));
        const indicator = new TypingIndicator(whoIsTyping(options), { sentSince });
        const some = watch(indicator.typing$);
        const all$ = new Subject<ChatItem>();
        const every = watch(all$.pipe(whoIsTyping(options)));
        items.forEach(({ raw, time, item }, i) => {
          all$.next(item);
          if (happenings[i]!.kind !== 'typing') said.unshift(item);
          indicator.published(new ReceivedItem(raw, time));
        });
        expect(ids(some.values)).toEqual(ids(every.values));
      }),
      { numRuns: 1_000 },
    );
  });
});
