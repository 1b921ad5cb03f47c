import { byteLength, isObject } from '../wire/index.js';
import { invalidArgument } from './errors.js';

export const hasMethod = (value: unknown, name: string): boolean =>
  typeof (value as Readonly<Record<string, unknown>> | null | undefined)?.[name] === 'function';

/** Checks of arguments, which throw if an argument is invalid. */
export interface ArgumentChecks {
  /** @throws ChatError `InvalidArgument`: `cannot <act>: <name> must be <what>, got <kind or size>`. */
  readonly must: (name: string, what: string, value: unknown, holds: boolean) => void;
  readonly object: (name: string, value: unknown) => void;
  /** A string of 1 to `most` characters. */
  readonly text: (name: string, value: unknown, most?: number) => string;
  /** A string of 1 to `most` bytes of UTF-8. */
  readonly bytes: (name: string, value: unknown, most: number) => string;
  readonly number: (name: string, value: unknown, least: number, most: number) => void;
  readonly integer: ArgumentChecks['number'];
  readonly choice: (name: string, value: unknown, choices: readonly unknown[]) => void;
}

/**
 * Checks of the arguments of `act`, such as `send a message`, with one form of error message. A message
 * names the kind or size of a value, never the value.
 */
export function argumentsOf(act: string): ArgumentChecks {
  const fault = (name: string, what: string, value: unknown, got = kindOf(value)) =>
    invalidArgument(act, `${name} must be ${what}, got ${got}`);
  const must: ArgumentChecks['must'] = (name, what, value, holds) => {
    if (!holds) throw fault(name, what, value);
  };
  const numeric =
    (what: string, isOne: (value: unknown) => boolean): ArgumentChecks['number'] =>
    (name, value, least, most) => {
      const number = value as number;
      if (isOne(value) && number >= least && number <= most) return;
      throw fault(name, `${what} from ${least} to ${most}`, value);
    };
  return {
    must,
    object: (name, value) => {
      must(name, 'an object', value, isObject(value));
    },
    text: (name, value, most = Infinity) => {
      if (typeof value === 'string' && value !== '' && value.length <= most) return value;
      const what = most < Infinity ? `of 1 to ${most} characters` : 'that is not empty';
      throw fault(name, `a string ${what}`, value);
    },
    bytes: (name, value, most) => {
      const size = typeof value === 'string' ? byteLength(value) : 0;
      if (typeof value === 'string' && size >= 1 && size <= most) return value;
      const got = typeof value === 'string' ? `${size} bytes` : undefined;
      throw fault(name, `a string of 1 to ${most} bytes of UTF-8`, value, got);
    },
    number: numeric('a number', (value) => typeof value === 'number'),
    integer: numeric('an integer', Number.isInteger),
    choice: (name, value, choices) => {
      must(name, choices.join(' or '), value, choices.includes(value));
    },
  };
}

/** What kind of value it is, without its content. */
function kindOf(value: unknown): string {
  if (typeof value === 'number' || value === null) return `${value}`;
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  if (Array.isArray(value)) return 'a list';
  return value instanceof Date ? 'an invalid Date' : typeof value;
}
