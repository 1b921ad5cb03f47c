import {
  type Carousel,
  ChatError,
  interactiveResponse,
  type ListPicker,
  parseInteractiveResponse,
  type TimePicker,
  type ViewResource,
} from '../../lib/lite.js';

const RESPONSE = 'application/vnd.amazonaws.connect.message.interactive.response';

const list: ListPicker = {
  kind: 'ListPicker',
  title: 'Services',
  referenceId: 'list-1',
  paging: { listId: 'services', preIndex: -1, nextIndex: 5 },
  elements: [
    { title: 'Dentist', subtitle: '$1' },
    { title: 'Our page', link: 'https://example.com' },
    { title: 'Show more', action: 'SHOW_MORE' },
  ],
};
const view: ViewResource = { kind: 'ViewResource', viewToken: 'token', viewData: {} };

const refusal = (make: () => unknown): ChatError => {
  try {
    make();
  } catch (error) {
    if (error instanceof ChatError) return error;
  }
  throw new Error('it was accepted');
};

describe('interactiveResponse', () => {
  it('answers with the title of the element', () => {
    expect(interactiveResponse(list, list.elements[0]!)).toEqual({
      content: 'Dentist',
      contentType: 'text/plain',
    });
  });

  it('asks for another page by the names that the bot gave', () => {
    const { content, contentType } = interactiveResponse(list, { ...list.elements[2]! });

    expect(contentType).toBe(RESPONSE);
    expect(JSON.parse(content)).toEqual({
      version: '1.0',
      data: {
        actionName: 'SHOW_MORE',
        preIndex: -1,
        nextIndex: 5,
        listId: 'services',
        templateType: 'ListPicker',
        referenceId: 'list-1',
      },
      action: 'SHOW_MORE',
    });
  });

  it('answers with the date of the time slot', () => {
    const times: TimePicker = {
      kind: 'TimePicker',
      title: 'When?',
      timeZoneOffset: -450,
      timeSlots: [{ date: '2026-10-31T17:00+00:00', duration: 60 }],
    };

    expect(interactiveResponse(times, times.timeSlots[0]!)).toEqual({
      content: '2026-10-31T17:00+00:00',
      contentType: 'text/plain',
    });
  });

  it('names the card of a carousel', () => {
    const carousel: Carousel = {
      kind: 'Carousel',
      title: 'Trips',
      cards: [
        { kind: 'Panel', templateIdentifier: 'a', title: 'Rome', elements: [{ title: 'Book' }] },
        {
          kind: 'Panel',
          templateIdentifier: 'b',
          omitsTitle: true,
          title: 'Oslo',
          elements: [{ title: 'Book' }],
        },
      ],
    };
    const said = carousel.cards.map(
      (card) => JSON.parse(interactiveResponse(card, card.elements[0]!).content) as unknown,
    );

    expect(said).toEqual([
      { templateIdentifier: 'a', listTitle: 'Rome', selectionText: 'Book' },
      { templateIdentifier: 'b', selectionText: 'Book' },
    ]);
  });

  it('says what was done in a view', () => {
    const { content, contentType } = interactiveResponse(view, {
      action: 'Submit',
      data: { name: 'Ann' },
    });

    expect(contentType).toBe(RESPONSE);
    expect(JSON.parse(content)).toEqual({
      version: '1.0',
      templateType: 'ViewResource',
      action: 'Submit',
      data: { name: 'Ann' },
    });
  });

  it('answers a view with a text, which has a blank for its action', () => {
    const { content, contentType } = interactiveResponse(view, { text: 'None of these' });

    expect(contentType).toBe(RESPONSE);
    expect(JSON.parse(content)).toEqual({
      version: '1.0',
      templateType: 'ViewResource',
      action: ' ',
      data: { content: 'None of these' },
    });
    expect(parseInteractiveResponse({ content, contentType })).toMatchObject({
      action: '',
      text: 'None of these',
    });
  });

  it.each<[string, () => unknown, RegExp]>([
    ['an empty text', () => interactiveResponse(view, { text: '' }), /text must be/],
    ['no text', () => interactiveResponse(view, { text: 7 as never }), /text must be/],
    ['a stranger', () => interactiveResponse(list, { title: 'Secret' }), /none of the message/],
    ['a link', () => interactiveResponse(list, list.elements[1]!), /opens a link/],
    ['no action', () => interactiveResponse(view, { action: '' }), /action must be/],
    [
      'too much',
      () => interactiveResponse(view, { action: 'Submit', data: 'Secret'.repeat(3_000) }),
      /at most 16384 bytes of UTF-8, got 180\d\d/,
    ],
    [
      'too many bytes',
      () => interactiveResponse(view, { action: 'Submit', data: 'あ'.repeat(6_000) }),
      /at most 16384 bytes of UTF-8, got 180\d\d/,
    ],
    ['no JSON', () => interactiveResponse(view, { action: 'Submit', data: 1n }), /no JSON/],
  ])('refuses %s', (_what, make, message) => {
    const error = refusal(make);

    expect(error).toMatchObject({ code: 'InvalidArgument' });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('Secret');
  });
});
