import { invalidArgument } from '../../participant/index.js';

/**
 * `value`, where it is a string of 1 to `max` characters.
 *
 * @throws ChatError `InvalidArgument`, naming the argument, the limit and the size of what was given.
 */
export function checkedText(act: string, name: string, value: unknown, max: number): string {
  if (typeof value !== 'string') {
    throw invalidArgument(act, `${name} must be a string, got ${typeof value}`);
  }
  if (value.length < 1 || value.length > max) {
    throw invalidArgument(act, `${name} must have 1 to ${max} characters, got ${value.length}`);
  }
  return value;
}
