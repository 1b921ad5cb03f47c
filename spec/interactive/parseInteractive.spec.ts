import fc from 'fast-check';
import {
  isInteractiveResponse,
  parseCarouselSelection,
  parseInteractive,
  parseInteractiveResponse,
} from '../../lib/lite.js';

const INTERACTIVE = 'application/vnd.amazonaws.connect.message.interactive';
const RESPONSE = `${INTERACTIVE}.response`;

const message = (templateType: string, content: object, data: object = {}) =>
  JSON.stringify({ templateType, version: '1.0', data: { ...data, content } });

const parsed = (templateType: string, content: object, data?: object) => {
  const { raw, ...rest } = parseInteractive(message(templateType, content, data));
  expect(raw).toMatchObject({ templateType, data: { content } });
  return rest;
};

describe('parseInteractive', () => {
  it('reads a list picker', () => {
    const content = {
      title: 'What would you like?',
      subtitle: 'Tap to select',
      imageType: 'URL',
      imageData: 'https://example.com/fruit.jpg',
      imageDescription: 'Fruit',
      elements: [
        { title: 'Apple', subtitle: '$1.00', imageType: 'URL', imageData: 'https://a.example' },
        { title: 'Orange' },
      ],
    };

    expect(parsed('ListPicker', content, { replyMessage: { title: 'Thanks!' } })).toEqual({
      kind: 'ListPicker',
      title: 'What would you like?',
      subtitle: 'Tap to select',
      image: { url: 'https://example.com/fruit.jpg', description: 'Fruit' },
      reply: { title: 'Thanks!' },
      elements: [
        { title: 'Apple', subtitle: '$1.00', image: { url: 'https://a.example' } },
        { title: 'Orange' },
      ],
    });
  });

  it('reads buttons that page, and links', () => {
    const content = {
      title: 'Services',
      referenceId: 'list-1',
      listId: 'services',
      preIndex: -1,
      nextIndex: 5,
      elements: [
        { title: 'Our page', type: 'hyperlink', url: 'https://example.com' },
        { title: 'Show more', actionDetail: 'SHOW_MORE' },
        { title: 'Odd', actionDetail: 'ODD', type: 'action', url: 'https://no.example' },
      ],
    };

    expect(parsed('ListPicker', content)).toMatchObject({
      referenceId: 'list-1',
      paging: { listId: 'services', preIndex: -1, nextIndex: 5 },
      elements: [
        { title: 'Our page', link: 'https://example.com' },
        { title: 'Show more', action: 'SHOW_MORE' },
        { title: 'Odd' },
      ],
    });
  });

  it.each(['Panel', 'QuickReply'])('reads a %s', (kind) => {
    expect(parsed(kind, { title: 'How was it?', elements: [{ title: 'Good' }] })).toEqual({
      kind,
      title: 'How was it?',
      elements: [{ title: 'Good' }],
    });
  });

  it('reads a time picker', () => {
    const content = {
      title: 'Schedule appointment',
      timeZoneOffset: -450,
      location: { title: 'Oscar', latitude: 47.6, longitude: -122.4, radius: 1 },
      timeslots: [{ date: '2026-10-31T17:00+00:00', duration: 60 }],
    };

    expect(parsed('TimePicker', content)).toEqual({
      kind: 'TimePicker',
      title: 'Schedule appointment',
      timeZoneOffset: -450,
      location: { title: 'Oscar', latitude: 47.6, longitude: -122.4, radius: 1 },
      timeSlots: [{ date: '2026-10-31T17:00+00:00', duration: 60 }],
    });
  });

  it('reads a carousel', () => {
    const card = (templateType: string, templateIdentifier: string) => ({
      templateIdentifier,
      templateType,
      version: '1.0',
      data: { content: { title: templateIdentifier, elements: [{ title: 'Book' }] } },
    });
    const content = {
      title: 'Trips',
      omitTitleFromCarouselResponse: true,
      elements: [card('ListPicker', 'Rome'), card('Panel', 'Oslo')],
    };

    expect(parsed('Carousel', content)).toEqual({
      kind: 'Carousel',
      title: 'Trips',
      cards: [
        {
          kind: 'ListPicker',
          templateIdentifier: 'Rome',
          omitsTitle: true,
          title: 'Rome',
          elements: [{ title: 'Book' }],
        },
        {
          kind: 'Panel',
          templateIdentifier: 'Oslo',
          omitsTitle: true,
          title: 'Oslo',
          elements: [{ title: 'Book' }],
        },
      ],
    });
  });

  it.each([
    ['JSON', '{"name":"Ann"}'],
    ['an object', { name: 'Ann' }],
  ])('reads a view whose data is %s', (_form, viewData) => {
    expect(parsed('ViewResource', { viewId: 'form', viewToken: 'token', viewData })).toEqual({
      kind: 'ViewResource',
      viewId: 'form',
      viewToken: 'token',
      viewData: { name: 'Ann' },
    });
  });

  it.each([
    ['no JSON', 'hello', 'the message is not an object', 'hello'],
    ['null', 'null', 'the message is not an object', 'null'],
    ['no data', '{"templateType":"Panel"}', 'data is not an object', { templateType: 'Panel' }],
  ])('gives %s as it is', (_what, content, reason, raw) => {
    expect(parseInteractive(content)).toEqual({ kind: 'unknown', reason, raw });
  });

  it.each([
    ['AppleForm', { title: 'x' }, 'templateType is none that this library knows'],
    ['Panel', { title: 'x', elements: [] }, 'data.content.elements is no list'],
    ['Panel', { title: 'x', elements: [{}] }, 'data.content.elements[0].title is no text'],
    ['QuickReply', { title: 'x' }, 'data.content.elements is no list'],
    [
      'TimePicker',
      { title: 'x', timeslots: [{ date: 'soon', duration: 1 }] },
      'data.content.timeslots[0].date is not a time',
    ],
    [
      'Carousel',
      { title: 'x', elements: [{ templateType: 'Carousel' }] },
      'data.content.elements[0].templateType is neither ListPicker nor Panel',
    ],
    ['ViewResource', {}, 'data.content.viewToken is no text'],
  ])('says what is wrong with a %s %#', (kind, content, reason) => {
    expect(parseInteractive(message(kind, content))).toMatchObject({ kind: 'unknown', reason });
  });

  it('leaves out what does not fit, and keeps the choices', () => {
    const reply = { replyMessage: { subtitle: 'without a title' } };
    const elements = [{ title: 'Yes' }, {}, null, 'No', { title: 'Maybe', subtitle: 7 }];
    for (const kind of ['ListPicker', 'Panel', 'QuickReply']) {
      expect(parsed(kind, { title: 'Well?', elements }, reply)).toEqual({
        kind,
        title: 'Well?',
        elements: [{ title: 'Yes' }, { title: 'Maybe' }],
      });
    }
  });

  it('keeps the choices of a message without a title', () => {
    expect(parsed('QuickReply', { subtitle: 'Well?', elements: [{ title: 'Yes' }] })).toEqual({
      kind: 'QuickReply',
      title: '',
      subtitle: 'Well?',
      elements: [{ title: 'Yes' }],
    });
  });

  it('keeps times without a duration, and a location that fits alone', () => {
    const [date, other] = ['2026-10-31T17:00+00:00', '2026-10-31T18:00+00:00'];
    const timeslots = [{ date }, { date: 'soon', duration: 1 }, { date: other, duration: '60' }];
    const location = { title: 'Oscar', latitude: '47.6' };
    expect(parsed('TimePicker', { title: 'When?', timeslots, location })).toEqual({
      kind: 'TimePicker',
      title: 'When?',
      timeSlots: [{ date }, { date: other }],
    });
  });

  it('leaves out a card that does not fit', () => {
    const card = (templateIdentifier: string, elements: object[]) => ({
      templateIdentifier,
      templateType: 'Panel',
      data: { content: { title: 'Trip', elements } },
    });
    const book = [{ title: 'Book' }];
    const cards = [card('Rome', [...book, {}]), card('', book), card('Oslo', []), {}];
    expect(parsed('Carousel', { title: 'Trips', elements: cards })).toEqual({
      kind: 'Carousel',
      title: 'Trips',
      cards: [{ kind: 'Panel', templateIdentifier: 'Rome', title: 'Trip', elements: book }],
    });
  });

  it('takes an item for one by its content type alone', () => {
    const content = message('Panel', { title: 'x', elements: [{ title: 'y' }] });

    expect(parseInteractive({ contentType: INTERACTIVE, content })).toMatchObject({
      kind: 'Panel',
    });
    expect(parseInteractive({ contentType: 'text/plain', content })).toBeUndefined();
    expect(parseInteractive({ contentType: RESPONSE, content })).toBeUndefined();
  });

  it('never throws, and quotes nothing in its reasons', () => {
    const kinds = ['ListPicker', 'Panel', 'QuickReply', 'TimePicker', 'Carousel', 'ViewResource'];
    const odd = fc.jsonValue();
    const templated = fc.record({
      templateType: fc.oneof(fc.constantFrom(...kinds), odd),
      data: fc.oneof(
        odd,
        fc.record(
          {
            replyMessage: odd,
            content: fc.dictionary(
              fc.constantFrom(
                'title',
                'elements',
                'timeslots',
                'location',
                'viewToken',
                'viewData',
                'imageData',
              ),
              fc.oneof(odd, fc.array(fc.record({ title: odd, data: odd }), { maxLength: 3 })),
            ),
          },
          { requiredKeys: [] },
        ),
      ),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          templated.map((value) => JSON.stringify(value)),
        ),
        (content) => {
          const result = parseInteractive(content);
          expect(kinds.concat('unknown')).toContain(result.kind);
          for (const contentType of [RESPONSE, 'text/plain']) {
            parseInteractiveResponse({ contentType, content });
            parseCarouselSelection({ contentType, content });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('parseInteractiveResponse', () => {
  const echo = {
    contentType: RESPONSE,
    content: '{"action":"ActionSelected","data":{"row":1},"templateType":"ViewResource"}',
  };

  it('reads the echo of what was done in a view', () => {
    expect(parseInteractiveResponse(echo)).toEqual({
      action: 'ActionSelected',
      data: { row: 1 },
      templateType: 'ViewResource',
      raw: JSON.parse(echo.content) as unknown,
    });
  });

  it('has a text if one was written instead of an action, and only then', () => {
    const textOf = (content: object) =>
      parseInteractiveResponse({ contentType: RESPONSE, content: JSON.stringify(content) })?.text;
    expect(textOf({ action: ' ', data: { content: 'Hi' } })).toBe('Hi');
    expect(textOf({ data: { content: 'Hi' } })).toBe('Hi');
    expect(textOf({ action: 'Submit', data: { content: 'Hi' } })).toBeUndefined();
    expect(textOf({ action: ' ', data: { content: 7 } })).toBeUndefined();
    expect(textOf({ action: ' ', data: 'Hi' })).toBeUndefined();
  });

  it('lets a page leave echoes out', () => {
    const items = [echo, { contentType: 'text/plain', content: 'Hi' }];

    expect(items.filter((item) => !isInteractiveResponse(item))).toEqual([items[1]]);
  });

  it('gives what is malformed as it came, and nothing for other items', () => {
    expect(parseInteractiveResponse({ contentType: RESPONSE, content: 'odd' })).toEqual({
      action: '',
      data: undefined,
      raw: 'odd',
    });
    expect(parseInteractiveResponse({ ...echo, contentType: 'text/plain' })).toBeUndefined();
  });
});

describe('parseCarouselSelection', () => {
  it('tells a choice in a carousel from other texts', () => {
    const said = (content: string) =>
      parseCarouselSelection({ contentType: 'text/plain', content });

    expect(said('{"templateIdentifier":"a","listTitle":"Rome","selectionText":"Book"}')).toEqual({
      templateIdentifier: 'a',
      listTitle: 'Rome',
      selectionText: 'Book',
    });
    expect(said('{"templateIdentifier":"a","selectionText":"Book"}')).toEqual({
      templateIdentifier: 'a',
      selectionText: 'Book',
    });
    expect(said('{"templateIdentifier":"a"}')).toBeUndefined();
    expect(said('{ I mean it')).toBeUndefined();
    expect(said('Book')).toBeUndefined();
  });
});
