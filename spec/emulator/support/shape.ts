import { samplesOf, type Sample } from '../../wire-samples/samples.js';

/** What a value is of: of an object the fields in their order, of a list its first element, of a time its form. */
export type Shape = string | readonly (readonly [name: string, shape: Shape])[];

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

export function shapeOf(value: unknown): Shape {
  if (value === null) return 'null';
  if (Array.isArray(value)) return [['[0]', value.length === 0 ? 'nothing' : shapeOf(value[0])]];
  if (typeof value === 'object') {
    return Object.entries(value).map(([name, each]) => [name, shapeOf(each)] as const);
  }
  const time = typeof value === 'string' && TIME.exec(value);
  if (!time) return typeof value;
  return `time with ${Math.max(0, (time[1] ?? '').length - 1)} digits`;
}

/** In what a sample is known to be other than the service, and why. */
export interface Corrected {
  readonly why: string;
  readonly without?: readonly string[];
  /** Fields that it lacks, each behind the one named. */
  readonly and?: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly after: string;
  }[];
  /** It is written down in another order than the wire's. */
  readonly anyOrder?: boolean;
  /** A fixture, whose times have no fractions; all times of the live service's items have three digits. */
  readonly plainTimes?: boolean;
}

const SAMPLES = new Map<string, Sample>(samplesOf(''));

/** The sample `file/name`, or the part of its sequence. */
export function sample(title: string, index?: number): unknown {
  const found = SAMPLES.get(title);
  if (!found) throw new Error(`there is no sample '${title}'`);
  return index === undefined ? found.value : (found.value as readonly unknown[])[index];
}

/** The shape that a sample asks for; one of an item, where it is a frame, or of the value itself. */
function expectedShape(value: unknown, corrected?: Corrected): Shape {
  const fields = Object.entries(value as object).filter(
    ([name]) => !corrected?.without?.includes(name),
  );
  for (const { name, value: added, after } of corrected?.and ?? []) {
    fields.splice(fields.findIndex(([each]) => each === after) + 1, 0, [name, added]);
  }
  const shape = shapeOf(Object.fromEntries(fields));
  return corrected?.plainTimes ? withDigits(shape) : shape;
}

const withDigits = (shape: Shape): Shape =>
  typeof shape === 'string'
    ? shape.replace('time with 0 digits', 'time with 3 digits')
    : shape.map(([name, each]) => [name, withDigits(each)] as const);

/** `shape` with its fields by name, at every depth. */
const sorted = (shape: Shape): Shape =>
  typeof shape === 'string'
    ? shape
    : [...shape]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, each]) => [name, sorted(each)] as const);

/**
 * Expects of `actual` the fields of the sample, in its order, of its types.
 *
 * @throws Error that names the sample
 */
export function expectShape(
  actual: unknown,
  title: string,
  corrected?: Corrected,
  index?: number,
): void {
  const value = sample(title, index);
  const { content } = value as { readonly content?: object };
  const order = corrected?.anyOrder ? sorted : (shape: Shape) => shape;
  const expected = JSON.stringify(order(expectedShape(content ?? value, corrected)));
  const written = JSON.stringify(order(shapeOf(actual)));
  if (written !== expected) {
    throw new Error(`not as in ${title}\nexpected: ${expected}\nwritten:  ${written}`);
  }
}
