import type { EmulatedContact, Emulator } from 'rx-connect-chat/emulator';
import type { Clock } from './clock.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What was said, by turns; the customer begins. */
type Dialogue = readonly string[];

const EARLIER: readonly { readonly agoMs: number; readonly said: Dialogue }[] = [
  {
    agoMs: 9 * DAY,
    said: [
      'Hello! Which of your city bikes would you take for ten kilometres a day?',
      'Hi Maria! Most people take the Finch: eight gears, a belt, and lights that are always on.',
      'Does the belt need much care?',
      'Hardly any. Wipe it now and then; it lasts about 20,000 km.',
      'And in winter?',
      'It does not rust, and salt does it no harm.',
      'What sizes are there?',
      'S for up to 168 cm, M for up to 180, L above that.',
      'I am 171.',
      'Then M. You can try both here, the saddle makes a difference of 4 cm.',
      'Is there a rack for a child seat?',
      'Yes, it carries 27 kg, and the usual seats click into it.',
      'Which colours?',
      'Moss, slate and a very red red.',
      'The very red red, of course.',
      'A good choice: one is left in M. Shall I keep it for you until Saturday?',
      'Yes please!',
      'Done. Ask for Sam when you come.',
      'See you on Saturday.',
      'I am looking forward to it!',
    ],
  },
  {
    agoMs: 2 * DAY,
    said: [
      'Hello, it is me again, with the very red Finch.',
      'Hi Maria! How does it ride?',
      'Like a dream. I would like to have it brought home instead of picking it up.',
      'Gladly. To the address that you gave us?',
      'Yes, the one in Mill Lane.',
      'That is order 4711, then. It would come on Thursday.',
      'In the morning or in the afternoon?',
      'We can say that the day before.',
      'Could somebody set the saddle for me?',
      'The courier does that, and shows you how.',
      'And the child seat?',
      'It comes along, already on the rack.',
      'What do I pay at the door?',
      'Nothing more: all is paid.',
      'Wonderful. How do I reach you if something comes up?',
      'Just write here. Whoever is in the workshop sees what we have said.',
      'Thank you, Sam!',
      'You are welcome. Until Thursday!',
    ],
  },
];

/** Plays the chats that the customer has had before; answers the contact id of the last of them. */
export function playEarlierChats(emulator: Emulator, clock: Clock): string | undefined {
  let last: EmulatedContact | undefined;
  for (const { agoMs, said } of EARLIER) {
    const contact = clock.back(agoMs, () =>
      emulator.startChat({ displayName: 'Maria', continuedFrom: last?.contactId }),
    );
    const agent = clock.back(agoMs, () => contact.join({ displayName: 'Sam' }));
    said.forEach((text, turn) => {
      const speaker = turn % 2 === 0 ? contact.customer : agent;
      clock.back(agoMs - (turn + 1) * MINUTE, () => speaker.say(text));
    });
    clock.back(agoMs - 30 * MINUTE, () => {
      contact.end();
    });
    last = contact;
  }
  return last?.contactId;
}
