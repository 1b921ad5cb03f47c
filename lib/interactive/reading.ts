/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** What is wrong with a value, and where; never the value itself. */
export class Misfit extends Error {}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What `json` says, or `undefined` where it is not JSON. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads an object of which nothing is known; `path` is where it lies, for the reason of a misfit. */
export const objectAt = (value: unknown, path: string): Json => {
  if (!isObject(value)) throw new Misfit(`${path} is not an object`);
  return value;
};

export const textAt = (from: Json, field: string, path: string): string => {
  const value = from[field];
  if (typeof value !== 'string' || value === '') throw new Misfit(`${path}.${field} is no text`);
  return value;
};

export const numberAt = (from: Json, field: string, path: string): number => {
  const value = from[field];
  if (typeof value !== 'number') throw new Misfit(`${path}.${field} is not a number`);
  return value;
};

/** At least one. */
export const listAt = <T>(
  from: Json,
  field: string,
  path: string,
  read: (value: unknown, path: string) => T,
): readonly T[] => {
  const value = from[field];
  if (!Array.isArray(value) || value.length === 0) throw new Misfit(`${path}.${field} is no list`);
  return value.map((each: unknown, index) => read(each, `${path}.${field}[${index}]`));
};

/** `{ [name]: value }`, or nothing to spread where `value` is not of that type. */
export const ifText = <N extends string>(name: N, value: unknown): Partial<Record<N, string>> =>
  typeof value === 'string' && value !== '' ? ({ [name]: value } as Record<N, string>) : {};

/** @see ifText */
export const ifNumber = <N extends string>(name: N, value: unknown): Partial<Record<N, number>> =>
  typeof value === 'number' ? ({ [name]: value } as Record<N, number>) : {};
