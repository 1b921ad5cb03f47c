import { ChatError, type WireView } from '../api/index.js';
import { isObject, parseJson } from '../wire/index.js';
import { type Json } from './reading.js';

/** What a step-by-step guide shows. */
export interface View {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly version: number | undefined;
  /** How it looks, for a renderer of views: an object, or a list of components. */
  readonly template: Json | readonly unknown[];
  /** JSON Schema of what it is filled with. */
  readonly inputSchema: Json;
  /** What can be done in it: names for `interactiveResponse`. */
  readonly actions: readonly string[];
  /** As the service wrote it. */
  readonly raw: WireView;
}

/**
 * A view with its parts parsed.
 *
 * @throws ChatError `Service`, naming the part that is wrong.
 */
export function parseView(raw: WireView | undefined): View {
  if (!isObject(raw)) throw misshapen('there is no View');
  const { Id, Name, Arn, Version, Content } = raw as WireView;
  if (!isObject(Content)) throw misshapen('its Content is not an object');
  const { Template, InputSchema, Actions = [] } = Content;
  const template = part('Template', Template);
  if (!isObject(template) && !Array.isArray(template)) {
    throw misshapen('its Template is neither an object nor a list');
  }
  const inputSchema = part('InputSchema', InputSchema);
  if (!isObject(inputSchema)) throw misshapen('its InputSchema is not an object');
  if (!Array.isArray(Actions) || !Actions.every((action) => typeof action === 'string')) {
    throw misshapen('its Actions are no list of strings');
  }
  return {
    id: Id ?? '',
    name: Name ?? '',
    arn: Arn ?? '',
    version: Version,
    template,
    inputSchema,
    actions: Actions,
    raw,
  };
}

function part(name: string, json: unknown): unknown {
  if (typeof json !== 'string') throw misshapen(`its ${name} is missing`);
  const parsed = parseJson(json);
  if (parsed === undefined) throw misshapen(`its ${name} is not JSON`);
  return parsed;
}

const misshapen = (because: string) =>
  new ChatError('Service', `cannot describe the view: ${because}`);
