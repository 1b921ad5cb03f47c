import { byteLength } from '../../wire/index.js';
import { invalid } from './ServiceError.js';

/** The body of a request: an object of which nothing else is known. */
export type Input = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `body` as an object. @throws ServiceError ValidationException */
export function asInput(body: unknown): Input {
  if (!isObject(body)) throw invalid('The body must be a JSON object');
  return body;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** The string at `name`, or undefined where it is absent or null. @throws ServiceError ValidationException */
export function optionalString(
  input: Input,
  name: string,
  { min = 1, max = Infinity }: Bounds = {},
): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw invalid(`${name} must be a string`);
  if (value.length < min || value.length > max) {
    throw invalid(`${name} must have ${range({ min, max })} characters, it has ${value.length}`);
  }
  return value;
}

/**
 * The content of a message or an event: 1 to `maxBytes` bytes of UTF-8.
 *
 * @throws ServiceError ValidationException
 */
export function optionalContent(input: Input, name: string, maxBytes: number): string | undefined {
  const value = optionalString(input, name);
  const size = byteLength(value ?? '');
  if (size > maxBytes) throw invalid(`${name} must have 1 to ${maxBytes} bytes, it has ${size}`);
  return value;
}

/** @throws ServiceError ValidationException */
export function requiredContent(input: Input, name: string, maxBytes: number): string {
  const value = optionalContent(input, name, maxBytes);
  if (value === undefined) throw invalid(`${name} is required`);
  return value;
}

/** @throws ServiceError ValidationException */
export function requiredString(input: Input, name: string, bounds?: Bounds): string {
  const value = optionalString(input, name, bounds);
  if (value === undefined) throw invalid(`${name} is required`);
  return value;
}

/** @throws ServiceError ValidationException */
export function optionalInteger(
  input: Input,
  name: string,
  { min = 0, max = Infinity }: Bounds = {},
): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw invalid(`${name} must be an integer, ${range({ min, max })}`);
  }
  return value;
}

/** @throws ServiceError ValidationException */
export function optionalBoolean(input: Input, name: string): boolean | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalid(`${name} must be true or false`);
}

/** @throws ServiceError ValidationException */
export function optionalObject(input: Input, name: string): Input | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || isObject(value)) return value;
  throw invalid(`${name} must be an object`);
}

/** @throws ServiceError ValidationException */
export function requiredObject(input: Input, name: string): Input {
  const value = optionalObject(input, name);
  if (value === undefined) throw invalid(`${name} is required`);
  return value;
}

/** @throws ServiceError ValidationException */
export function optionalChoice<T extends string>(
  input: Input,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw invalid(`${name} must be one of ${choices.join(', ')}`);
  return choice;
}

/** @throws ServiceError ValidationException */
export function optionalStrings(input: Input, name: string): readonly string[] | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    !value.every((each) => typeof each === 'string')
  ) {
    throw invalid(`${name} must be a list of strings, at least one`);
  }
  return value;
}

/** A list of some of `choices`, each once. @throws ServiceError ValidationException */
export function optionalChoices<T extends string>(
  input: Input,
  name: string,
  choices: readonly T[],
): readonly T[] | undefined {
  const values = optionalStrings(input, name);
  if (!values) return undefined;
  const known = choices.filter((choice) => values.includes(choice));
  if (known.length !== values.length) {
    throw invalid(`${name} must be a list of ${choices.join(', ')}, each once at most`);
  }
  return known;
}

const range = ({ min, max }: Required<Bounds>): string =>
  max === Infinity ? `${min} or more` : `${min} to ${max}`;
