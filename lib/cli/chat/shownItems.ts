import { mergeMap, type Observable, type OperatorFunction, scan } from 'rxjs';
import {
  type ChatItem,
  dedupeBy,
  isMessage,
  type Transcript,
  type TranscriptDelta,
} from '../../lite.js';

/** What decides which items are printed, and when. */
export type Showing =
  | { readonly type: 'delta'; readonly delta: TranscriptDelta }
  /** Earlier items are being fetched: those that come wait, so that they are printed in their order. */
  | { readonly type: 'older-begins' }
  | { readonly type: 'older-ends'; readonly transcript: Transcript };

interface Shown {
  readonly isLoadingOlder: boolean;
  /** The time of the first item that has been printed. */
  readonly since: number;
  readonly items: readonly ChatItem[];
}

/** As many keys as a chat of days has items. */
const REMEMBER = 100_000;

/**
 * The items to print: each once, when it is whole, and once more when there is something else to say of
 * it: that it was not sent, or how the scan of its file went.
 */
export const shownItems =
  (): OperatorFunction<Showing, ChatItem> => (source: Observable<Showing>) =>
    source.pipe(
      scan(show, { isLoadingOlder: false, since: Infinity, items: [] }),
      mergeMap(({ items }) => items),
      dedupeBy(keyOf, { maxKeys: REMEMBER }),
    );

function show({ isLoadingOlder, since }: Shown, showing: Showing): Shown {
  switch (showing.type) {
    case 'older-begins':
      return { isLoadingOlder: true, since, items: [] };
    case 'older-ends':
      return shown(false, since, showing.transcript.items);
    case 'delta': {
      const items = itemsIn(showing.delta);
      const now = isLoadingOlder ? items.filter(({ time }) => time.getTime() >= since) : items;
      return shown(isLoadingOlder, since, now);
    }
  }
}

const shown = (isLoadingOlder: boolean, since: number, items: readonly ChatItem[]): Shown => ({
  isLoadingOlder,
  since: items.reduce((first, { time }) => Math.min(first, time.getTime()), since),
  items: items.filter((item) => !isMessage(item) || item.partial !== true),
});

const itemsIn = ({ edits }: TranscriptDelta): readonly ChatItem[] =>
  edits.flatMap((edit) => {
    if (edit.type === 'removed') return [];
    return edit.type === 'updated' ? [edit.item] : edit.items;
  });

const keyOf = (item: ChatItem): string =>
  [
    (isMessage(item) ? item.clientToken : undefined) ?? item.id,
    item.status === 'failed',
    ...item.attachments.map(({ status }) => status),
  ].join(' ');
