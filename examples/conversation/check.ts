import { firstValueFrom, of, timeout } from 'rxjs';
import type { ChatItem, WireItem } from 'rx-connect-chat';
import type { Side } from './side.js';

/** Something that was checked, and what is wrong with it, if anything. */
export interface Finding {
  readonly what: string;
  readonly wrong: string | undefined;
}

/** Whether `messages$` gave all messages of `kept` but those of `before`: each once, in order, complete. */
export function checkMessages(
  what: string,
  { received }: Side,
  kept: readonly WireItem[],
  before: readonly WireItem[],
): Finding {
  const expected = kept.filter((item) => item.Type === 'MESSAGE' && !before.includes(item));
  return { what, wrong: difference(received.map(asGot), expected.map(asKept)) };
}

/** Whether `messages$` gave `texts`, in their order. */
export function checkOrder(what: string, { received }: Side, texts: readonly string[]): Finding {
  const got = received.map(({ content }) => content).filter((content) => texts.includes(content));
  return { what, wrong: difference(got, texts) };
}

/** Whether a side shows what the service keeps, item by item, also after the end. */
export async function checkTranscript(
  what: string,
  { chat }: Side,
  kept: readonly WireItem[],
): Promise<Finding> {
  const { items } = await firstValueFrom(chat.transcript$);
  return { what, wrong: difference(items.map(asGot), kept.map(asKept)) };
}

/** Whether a side knows that the chat has ended for all. */
export async function checkEnd(what: string, { chat }: Side): Promise<Finding> {
  const { reason } = await firstValueFrom(
    chat.ended$.pipe(timeout({ first: 1_000, with: () => of({ reason: 'not at all' }) })),
  );
  return { what, wrong: reason === 'ended' ? undefined : `it ended with ${reason}` };
}

const asGot = ({ id, content, contentType }: ChatItem) => `"${content || contentType}" (${id})`;

const asKept = ({ Id, Content, ContentType }: WireItem) =>
  `"${Content || (ContentType ?? '')}" (${Id ?? ''})`;

function difference(got: readonly string[], expected: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(got.length, expected.length) }, (_, i) => i).find(
    (i) => got[i] !== expected[i],
  );
  return at === undefined
    ? undefined
    : `number ${at + 1} is ${got[at] ?? 'missing'} instead of ${expected[at] ?? 'nothing'}`;
}
