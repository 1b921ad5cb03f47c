import { interactiveMessage, type OutgoingInteractive } from 'rx-connect-chat/lite';

export const askHelped = (): OutgoingInteractive =>
  interactiveMessage({
    kind: 'QuickReply',
    title: 'Did that help?',
    elements: [{ title: 'Yes, thank you' }, { title: 'Not quite' }, { title: 'Call me back' }],
  });

export const askTopic = (): OutgoingInteractive =>
  interactiveMessage({
    kind: 'ListPicker',
    title: 'What is it about?',
    subtitle: 'Tap one of these',
    elements: [
      { title: 'My order', subtitle: 'Where it is, another day, another address' },
      { title: 'A repair', subtitle: 'Prices and how long it takes' },
      { title: 'The first check', subtitle: 'Free, within three months' },
    ],
  });

const HOUR = 3_600_000;

/** @param now - milliseconds since 1970. */
export const askForTime = (now: number): OutgoingInteractive =>
  interactiveMessage({
    kind: 'TimePicker',
    title: 'When shall we come?',
    subtitle: 'It takes forty minutes',
    timeSlots: [24, 27, 48, 51].map((hours) => ({
      date: new Date(Math.ceil(now / HOUR) * HOUR + hours * HOUR)
        .toISOString()
        .replace(/:\d\d\.\d+Z$/, '+00:00'),
      duration: 40,
    })),
  });
