import { INTERACTIVE_RESPONSE } from './interactive.js';
import { isObject, parseJson } from '../wire/index.js';
import { ifText } from './reading.js';

/** What somebody answered to an interactive message, where that is more than a text. */
export interface InteractiveResponse {
  /**
   * What was done, such as `ActionSelected` in a view or `SHOW_MORE` in a list; empty where the answer
   * names nothing.
   */
  readonly action: string;
  /** What was filled in or asked for. */
  readonly data: unknown;
  /** What was written instead of filling in a view: people read it. */
  readonly text?: string;
  /** What was answered, where the answer says so. */
  readonly templateType?: string;
  /** The content: parsed, or as it came where it is not JSON. */
  readonly raw: unknown;
}

/** What somebody chose in a carousel. */
export interface CarouselSelection {
  readonly templateIdentifier: string;
  /** The card's title, unless the carousel omits it. */
  readonly listTitle?: string;
  readonly selectionText: string;
}

interface Said {
  readonly contentType: string;
  readonly content: string;
}

/**
 * Whether an item is an interactive response, such as "ActionSelected" of a view. Its content is not for
 * people, except what {@link parseInteractiveResponse} gives as `text`.
 */
export const isInteractiveResponse = ({ contentType }: Said): boolean =>
  contentType === INTERACTIVE_RESPONSE;

/** The answer that an item is; `undefined` for an item of another content type. Never throws. */
export function parseInteractiveResponse(item: Said): InteractiveResponse | undefined {
  if (!isInteractiveResponse(item)) return undefined;
  const raw = parseJson(item.content) ?? item.content;
  const { action, data, templateType } = isObject(raw) ? raw : {};
  const isBlank = typeof action !== 'string' || action.trim() === '';
  return {
    action: isBlank ? '' : action,
    data,
    ...(isBlank && isObject(data) && ifText('text', data.content)),
    ...ifText('templateType', templateType),
    raw,
  };
}

/**
 * What was chosen in a carousel, which goes as JSON in a text; `undefined` for any other text. Never
 * throws.
 */
export function parseCarouselSelection({
  contentType,
  content,
}: Said): CarouselSelection | undefined {
  const said = contentType === 'text/plain' && content.startsWith('{') ? parseJson(content) : null;
  if (!isObject(said)) return undefined;
  const { templateIdentifier, selectionText, listTitle } = said;
  return typeof templateIdentifier === 'string' && typeof selectionText === 'string'
    ? { templateIdentifier, selectionText, ...ifText('listTitle', listTitle) }
    : undefined;
}
