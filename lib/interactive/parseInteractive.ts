import {
  type Carousel,
  type CarouselCard,
  INTERACTIVE,
  type InteractiveElement,
  type InteractiveHeading,
  type InteractiveMessage,
  type ListPicker,
  type Panel,
  type ParsedInteractive,
  type TimePicker,
  type TimeSlot,
  type ViewResource,
} from './interactive.js';
import { parseJson } from '../wire/index.js';
import {
  fittingAt,
  ifFits,
  ifNumber,
  ifText,
  type Json,
  Misfit,
  numberAt,
  objectAt,
  textAt,
} from './reading.js';

/**
 * The interactive message that an item or its content is; `undefined` for an item of another content
 * type. Never throws.
 *
 * A part that is not as it should be is left out, and the rest is kept: a choice without a title, a time
 * slot that is not a time, a reply without a title. A message without a title has an empty one. A message of
 * an unknown template, or that leaves nothing to choose, is of the kind `unknown`, with what is wrong. How
 * many choices there are and how long their texts are is not checked: the page shows what it can.
 *
 * Source: "interactive messages" of the Amazon Connect administrator guide; for ViewResource, paging
 * and links, what the open source chat interface of Amazon Connect reads.
 */
export function parseInteractive(content: string): ParsedInteractive;
export function parseInteractive(item: {
  readonly contentType: string;
  readonly content: string;
}): ParsedInteractive | undefined;
export function parseInteractive(
  from: string | { readonly contentType: string; readonly content: string },
): ParsedInteractive | undefined {
  if (typeof from === 'string') return parse(from);
  return from.contentType === INTERACTIVE ? parse(from.content) : undefined;
}

function parse(content: string): ParsedInteractive {
  const raw = parseJson(content) ?? content;
  try {
    return { ...template(objectAt(raw, 'the message')), raw };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return { kind: 'unknown', reason: error.message, raw };
  }
}

function template(message: Json): InteractiveMessage {
  const kind = message.templateType;
  const data = objectAt(message.data, 'data');
  const content = objectAt(data.content, 'data.content');
  switch (kind) {
    case 'ViewResource':
      return viewResource(content);
    case 'ListPicker':
    case 'Panel':
      return picker(kind, data, content, 'data');
    case 'QuickReply':
      return {
        ...choices(kind, data, content, 'data'),
        elements: fittingAt(content, 'elements', 'data.content', element),
      };
    case 'TimePicker':
      return timePicker(data, content);
    case 'Carousel':
      return carousel(data, content);
    default:
      throw new Misfit('templateType is none that this library knows');
  }
}

const choices = <K extends string>(kind: K, data: Json, content: Json, path: string) => ({
  kind,
  title: '',
  ...ifText('title', content.title),
  ...belowTitle(content),
  ...ifFits('reply', () => heading(data.replyMessage, `${path}.replyMessage`)),
  ...ifText('referenceId', content.referenceId),
});

function heading(value: unknown, path: string): InteractiveHeading {
  const from = objectAt(value, path);
  return { title: textAt(from, 'title', path), ...belowTitle(from) };
}

const belowTitle = (from: Json) => ({
  ...ifText('subtitle', from.subtitle),
  ...(typeof from.imageData === 'string' &&
    from.imageData !== '' && {
      image: { url: from.imageData, ...ifText('description', from.imageDescription) },
    }),
});

function element(value: unknown, path: string): InteractiveElement {
  const from = objectAt(value, path);
  const action = from.actionDetail;
  return {
    ...heading(from, path),
    ...(from.type === 'hyperlink' && ifText('link', from.url)),
    ...((action === 'SHOW_MORE' || action === 'PREVIOUS_OPTIONS') && { action }),
  };
}

function picker(
  kind: 'ListPicker' | 'Panel',
  data: Json,
  content: Json,
  path: string,
): ListPicker | Panel {
  const paging = {
    ...ifText('listId', content.listId),
    ...ifNumber('preIndex', content.preIndex),
    ...ifNumber('nextIndex', content.nextIndex),
  };
  return {
    ...choices(kind, data, content, path),
    elements: fittingAt(content, 'elements', `${path}.content`, element),
    ...(Object.keys(paging).length > 0 && { paging }),
  };
}

function timePicker(data: Json, content: Json): TimePicker {
  return {
    ...choices('TimePicker', data, content, 'data'),
    timeSlots: fittingAt(content, 'timeslots', 'data.content', timeSlot),
    ...ifNumber('timeZoneOffset', content.timeZoneOffset),
    ...ifFits('location', () => location(content.location)),
  };
}

function timeSlot(value: unknown, path: string): TimeSlot {
  const from = objectAt(value, path);
  const date = textAt(from, 'date', path);
  if (Number.isNaN(Date.parse(date))) throw new Misfit(`${path}.date is not a time`);
  return { date, ...ifNumber('duration', from.duration) };
}

function location(value: unknown) {
  const path = 'data.content.location';
  const from = objectAt(value, path);
  return {
    title: textAt(from, 'title', path),
    latitude: numberAt(from, 'latitude', path),
    longitude: numberAt(from, 'longitude', path),
    ...ifNumber('radius', from.radius),
  };
}

function carousel(data: Json, content: Json): Carousel {
  const omitsTitle = content.omitTitleFromCarouselResponse === true;
  return {
    ...choices('Carousel', data, content, 'data'),
    cards: fittingAt(content, 'elements', 'data.content', (value, path): CarouselCard => {
      const from = objectAt(value, path);
      const kind = from.templateType;
      if (kind !== 'ListPicker' && kind !== 'Panel') {
        throw new Misfit(`${path}.templateType is neither ListPicker nor Panel`);
      }
      const own = objectAt(from.data, `${path}.data`);
      return {
        ...picker(kind, own, objectAt(own.content, `${path}.data.content`), `${path}.data`),
        templateIdentifier: textAt(from, 'templateIdentifier', path),
        ...(omitsTitle && { omitsTitle }),
      };
    }),
  };
}

function viewResource(content: Json): ViewResource {
  const { viewData } = content;
  return {
    kind: 'ViewResource',
    viewToken: textAt(content, 'viewToken', 'data.content'),
    ...ifText('viewId', content.viewId),
    viewData: typeof viewData === 'string' ? (parseJson(viewData) ?? viewData) : viewData,
  };
}
