import fc from 'fast-check';
import {
  ChatError,
  interactiveMessage,
  type InteractiveMessage,
  parseInteractive,
} from '../../lib/lite.js';

type Sendable = Parameters<typeof interactiveMessage>[0];

const text = (maxLength: number) => fc.string({ minLength: 1, maxLength });
const image = fc.record({ url: fc.webUrl(), description: text(50) }, { requiredKeys: ['url'] });
const heading = (maxTitle = 40) => ({ title: text(maxTitle), subtitle: text(40), image });
const headed = <T>(own: T) => ({ ...heading(), ...own });
const element = fc.record(
  {
    ...heading(),
    link: fc.webUrl(),
    action: fc.constantFrom('SHOW_MORE' as const, 'PREVIOUS_OPTIONS' as const),
  },
  { requiredKeys: ['title'] },
);
const reply = fc.record(heading(), { requiredKeys: ['title'] });
const paging = fc
  .record({ listId: text(9), preIndex: fc.integer(), nextIndex: fc.integer() })
  .filter(({ preIndex, nextIndex }) => !Object.is(preIndex, -0) && !Object.is(nextIndex, -0));
const elements = (minLength: number, maxLength: number) =>
  fc.array(element, { minLength, maxLength });
const picker = <K extends 'ListPicker' | 'Panel'>(kind: K, max: number, own: object = {}) =>
  fc.record(
    { kind: fc.constant(kind), ...headed({ reply, paging, elements: elements(1, max), ...own }) },
    { requiredKeys: ['kind', 'title', 'elements', ...Object.keys(own)] as never[] },
  );
const messages = fc.oneof(
  picker('ListPicker', 6),
  picker('Panel', 10),
  fc.record(
    {
      kind: fc.constant('QuickReply'),
      ...headed({ referenceId: text(9), elements: elements(2, 5) }),
    },
    { requiredKeys: ['kind', 'title', 'elements'] },
  ),
  fc.record(
    {
      kind: fc.constant('TimePicker'),
      ...heading(),
      timeZoneOffset: fc.integer({ min: 1, max: 720 }),
      location: fc.record({
        title: text(9),
        latitude: fc.constant(47.6),
        longitude: fc.constant(9),
      }),
      timeSlots: fc.array(
        fc.record({ date: fc.constant('2026-10-31T17:00+00:00'), duration: fc.nat() }),
        { minLength: 1, maxLength: 40 },
      ),
    },
    { requiredKeys: ['kind', 'title', 'timeSlots'] },
  ),
  fc.record({
    kind: fc.constant('Carousel'),
    title: text(40),
    cards: fc.array(picker('Panel', 2, { templateIdentifier: text(9) }), {
      minLength: 2,
      maxLength: 3,
    }),
  }),
) as fc.Arbitrary<Sendable>;

const panel: Extract<InteractiveMessage, { kind: 'Panel' }> = {
  kind: 'Panel',
  title: 'x',
  elements: [{ title: 'y' }],
};
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ title: `${i}` }));
const slots = (count: number) =>
  Array.from({ length: count }, () => ({ date: '2026-10-31T17:00Z', duration: 60 }));

describe('interactiveMessage', () => {
  it('writes what parseInteractive reads', () => {
    fc.assert(
      fc.property(messages, (message) => {
        const { content, contentType } = interactiveMessage(message);
        const { raw, ...read } = parseInteractive({ contentType, content })!;

        expect(raw).toMatchObject({ version: '1.0' });
        expect(read).toEqual(message);
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, Sendable, string]>([
    ['title', { ...panel, title: '' }, 'title must have 1 to 400 characters, got 0'],
    ['title', { ...panel, title: 'S'.repeat(401) }, 'title must have 1 to 400 characters, got 401'],
    ['title', { ...panel, title: 7 as never }, 'title must be a string, got number'],
    ['subtitle', { ...panel, subtitle: '' }, 'subtitle must have 1 to 400 characters, got 0'],
    ['reply', { ...panel, reply: { title: '' } }, 'reply.title must have'],
    ['elements', { ...panel, elements: many(11) }, 'elements must have 1 to 10 entries, got 11'],
    [
      'elements',
      { ...panel, kind: 'ListPicker', elements: many(7) },
      'elements must have 1 to 6 entries, got 7',
    ],
    [
      'elements',
      { ...panel, kind: 'QuickReply', elements: many(1) },
      'elements must have 2 to 5 entries, got 1',
    ],
    [
      'quick replies',
      { ...panel, kind: 'QuickReply', elements: [{ title: 'S'.repeat(201) }, { title: 'b' }] },
      'elements[0].title must have 1 to 200 characters, got 201',
    ],
    ['elements', { ...panel, elements: undefined as never }, 'elements must be a list'],
    [
      'time slots',
      { kind: 'TimePicker', title: 'x', timeSlots: slots(41) },
      'timeSlots must have 1 to 40 entries, got 41',
    ],
    [
      'dates',
      { kind: 'TimePicker', title: 'x', timeSlots: [{ date: 'SS', duration: 1 }] },
      'timeSlots[0].date is not a time',
    ],
    [
      'duration of a time',
      { kind: 'TimePicker', title: 'x', timeSlots: [{ date: '2026-10-31T17:00+00:00' }] },
      'timeSlots[0].duration is not a number',
    ],
    [
      'cards',
      { kind: 'Carousel', title: 'x', cards: [{ ...panel, templateIdentifier: 'a' }] },
      'cards must have 2 to 5 entries, got 1',
    ],
    [
      'the cards of a carousel',
      {
        kind: 'Carousel',
        title: 'x',
        cards: [
          { ...panel, templateIdentifier: 'a' },
          { ...panel, templateIdentifier: 'b', elements: many(11) },
        ],
      },
      'cards[1].elements must have 1 to 10 entries, got 11',
    ],
    ['kind', { ...panel, kind: 'SSS' as never }, 'kind is none that can be sent'],
    [
      'size in bytes',
      { ...panel, image: { url: 'ü'.repeat(8_400) } },
      'the message must have 1 to 16384 bytes of UTF-8, got 16',
    ],
    [
      'size',
      { ...panel, image: { url: 'S'.repeat(17_000) } },
      'the message must have 1 to 16384 bytes of UTF-8, got 17',
    ],
  ])('checks the %s %#', (_field, message, expected) => {
    let thrown: unknown;
    try {
      interactiveMessage(message);
    } catch (error) {
      thrown = error;
    }

    expect(thrown).toBeInstanceOf(ChatError);
    expect(thrown).toMatchObject({ code: 'InvalidArgument' });
    expect((thrown as ChatError).message).toContain(expected);
    expect((thrown as ChatError).message).not.toContain('SS');
  });
});
