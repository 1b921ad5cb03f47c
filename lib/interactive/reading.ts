import { isObject } from '../wire/index.js';

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** What is wrong with a value, and where; never the value itself. */
export class Misfit extends Error {}

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

/**
 * The entries of a list that `read` takes; the others are left out.
 *
 * @throws Misfit if there is no list, or none of its entries fits: then with what is wrong with the first.
 */
export const fittingAt = <T>(
  from: Json,
  field: string,
  path: string,
  read: (value: unknown, path: string) => T,
): readonly T[] => {
  const value = from[field];
  if (!Array.isArray(value) || value.length === 0) throw new Misfit(`${path}.${field} is no list`);
  const entries = value.map((each: unknown, index) =>
    attempt(() => read(each, `${path}.${field}[${index}]`)),
  );
  const [first] = entries;
  const fitting = entries.filter((entry): entry is Exclude<typeof entry, Misfit> => {
    return !(entry instanceof Misfit);
  });
  if (fitting.length === 0 && first instanceof Misfit) throw first;
  return fitting;
};

/** What `read` returns, or the {@link Misfit} that it throws. */
const attempt = <T>(read: () => T): T | Misfit => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Misfit) return error;
    throw error;
  }
};

/** `{ [name]: value }` of what `read` returns, or nothing to spread if it throws a {@link Misfit}. */
export const ifFits = <N extends string, T>(name: N, read: () => T): Partial<Record<N, T>> => {
  const value = attempt(read);
  return value instanceof Misfit ? {} : ({ [name]: value } as Record<N, T>);
};

/** `{ [name]: value }`, or nothing to spread where `value` is not of that type. */
export const ifText = <N extends string>(name: N, value: unknown): Partial<Record<N, string>> =>
  typeof value === 'string' && value !== '' ? ({ [name]: value } as Record<N, string>) : {};

/** @see ifText */
export const ifNumber = <N extends string>(name: N, value: unknown): Partial<Record<N, number>> =>
  typeof value === 'number' ? ({ [name]: value } as Record<N, number>) : {};
