import { fakeService } from 'rx-connect-chat/testing';
import { TestScheduler } from 'rxjs/testing';
import {
  bringCustomers,
  nextCustomers,
} from '../../examples/page/server/customers/bringCustomers.js';
import { CAST } from '../../examples/page/server/customers/cast.js';
import { playCustomer } from '../../examples/page/server/customers/playCustomer.js';
import { longestMs, type Step, typingMs } from '../../examples/page/server/customers/step.js';
import type { EmulatedContact } from 'rx-connect-chat/testing';

const MINUTE = 60_000;

/** Runs on a service in virtual time; `at` does something so many milliseconds from the beginning. */
function onService(
  test: (service: {
    readonly scheduler: TestScheduler;
    readonly contact: EmulatedContact;
    start(name: string): EmulatedContact;
    at(ms: number, act: () => void): void;
  }) => void,
): void {
  const scheduler = new TestScheduler(() => undefined);
  scheduler.run(() => {
    const { emulator } = fakeService({ scheduler, horizonMs: 60 * MINUTE });
    test({
      scheduler,
      contact: emulator.startChat({ displayName: 'Ann' }),
      start: (displayName) => emulator.startChat({ displayName }),
      at: (ms, act) => scheduler.schedule(act, ms),
    });
    scheduler.flush();
  });
}
const saidIn = ({ transcript }: EmulatedContact) =>
  transcript.flatMap(({ Type, Content }) => (Type === 'MESSAGE' ? [Content] : []));

const STEPS: readonly Step[] = [
  { type: 'says', text: 'Hello' },
  { type: 'awaits', atMostMs: 10_000 },
  { type: 'says', text: 'Thank you' },
  { type: 'pauses', ms: 1_000 },
  { type: 'leaves' },
];

describe('a scripted customer', () => {
  it('types, says, reads the answer, goes on and leaves', () => {
    onService(({ scheduler, contact, at }) => {
      const agent = contact.join({ displayName: 'Bea' });
      let isDone = false;
      playCustomer(contact, STEPS, scheduler).subscribe({ complete: () => (isDone = true) });

      at(typingMs('Hello') + 1, () => expect(saidIn(contact)).toEqual(['Hello']));
      at(3_000, () => agent.say('Good morning'));
      at(4_000, () => {
        const receipts = contact.transcript.filter(
          ({ MessageMetadata }) => MessageMetadata?.Receipts,
        );
        expect(receipts).toHaveLength(1);
        expect(saidIn(contact)).toEqual(['Hello', 'Good morning']);
      });
      at(10_000, () => {
        expect(saidIn(contact)).toEqual(['Hello', 'Good morning', 'Thank you']);
        expect(contact.ended).toBe(true);
        expect(isDone).toBe(true);
      });
    });
  });

  it('goes on without an answer in the end', () => {
    onService(({ scheduler, contact, at }) => {
      playCustomer(contact, STEPS, scheduler).subscribe();

      at(10_000, () => expect(saidIn(contact)).toEqual(['Hello']));
      at(longestMs(STEPS) + 1_000, () => {
        expect(saidIn(contact)).toEqual(['Hello', 'Thank you']);
        expect(contact.ended).toBe(true);
      });
    });
  });

  it('is done where the chat ends before', () => {
    onService(({ scheduler, contact, at }) => {
      let isDone = false;
      playCustomer(contact, STEPS, scheduler).subscribe({ complete: () => (isDone = true) });
      at(3_000, () => contact.end());
      at(15_000, () => expect(isDone).toBe(true));
    });
  });
});

describe('the customers', () => {
  it('come in groups, each of whom is there once', () => {
    const [first, ...others] = CAST.map(({ name }) => name);

    expect(new Set([first, ...others]).size).toBe(CAST.length);
    expect(nextCustomers([]).map(({ name }) => name)).toEqual([first, ...others].slice(0, 4));
    expect(nextCustomers([first ?? '']).map(({ name }) => name)).toEqual(others.slice(0, 4));
    expect(nextCustomers([first ?? '', ...others])).toEqual([]);
  });

  it('have left within ten minutes, though nobody answers', () => {
    onService(({ scheduler, start, at }) => {
      const contacts: EmulatedContact[] = [];
      let isDone = false;
      bringCustomers(
        CAST,
        (name) => {
          const contact = start(name);
          contacts.push(contact);
          return contact;
        },
        scheduler,
      ).subscribe({ complete: () => (isDone = true) });

      at(10 * MINUTE, () => {
        expect(contacts).toHaveLength(CAST.length);
        expect(contacts.every(({ ended }) => ended)).toBe(true);
        expect(isDone).toBe(true);
      });
    });
  });
});
