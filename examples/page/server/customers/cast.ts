import type { ScriptedCustomer, Step } from './step.js';

/** How long a customer waits for an answer. */
const PATIENCE_MS = 150_000;

const says = (text: string): Step => ({ type: 'says', text });
const pauses = (ms: number): Step => ({ type: 'pauses', ms });
const awaitsAnswer: Step = { type: 'awaits', atMostMs: PATIENCE_MS };
const leaves: Step = { type: 'leaves' };

/** Everybody who may come. There is one of each at a desk. */
export const CAST: readonly ScriptedCustomer[] = [
  {
    name: 'Amara',
    steps: [
      says('Hello, my brake squeaks when it rains. Is that dangerous?'),
      awaitsAnswer,
      says('It is the front one, and only for the first two or three stops.'),
      awaitsAnswer,
      says('Thank you, then I will ride on!'),
      pauses(2_000),
      leaves,
    ],
  },
  {
    name: 'Ben',
    steps: [
      says('Hi! Can I bring my order forward to Tuesday?'),
      pauses(1_500),
      says('It is number 5120.'),
      awaitsAnswer,
      says('Perfect, that was quick.'),
      awaitsAnswer,
      leaves,
    ],
  },
  {
    name: 'Chiara',
    steps: [
      says('Do you have the Finch in size S?'),
      awaitsAnswer,
      says('And could I try it on Saturday?'),
      awaitsAnswer,
      says('See you then.'),
      leaves,
    ],
  },
  {
    name: 'Dmitri',
    steps: [
      says('My invoice has the wrong address on it.'),
      pauses(4_000),
      says('Mill Lane 4, not 14.'),
      pauses(15_000),
      says('Is anybody there?'),
      awaitsAnswer,
      says('Great, thanks.'),
      awaitsAnswer,
      leaves,
    ],
  },
  {
    name: 'Elif',
    steps: [
      says('How long does a repair of the belt take?'),
      awaitsAnswer,
      says('I can do without it until Friday.'),
      awaitsAnswer,
      leaves,
    ],
  },
  {
    name: 'Farid',
    steps: [
      says('The child seat clicks, but it wobbles a little.'),
      awaitsAnswer,
      says('Yes, on both sides.'),
      awaitsAnswer,
      says('Now it holds. Thank you!'),
      leaves,
    ],
  },
  {
    name: 'Grace',
    steps: [says('Is the first check free?'), awaitsAnswer, says('Lovely.'), pauses(1_000), leaves],
  },
  {
    name: 'Hugo',
    steps: [
      says('I have found a key with your label on it.'),
      pauses(3_000),
      says('Shall I send it, or drop it at the workshop?'),
      awaitsAnswer,
      says('I will pass by tomorrow.'),
      awaitsAnswer,
      leaves,
    ],
  },
];
