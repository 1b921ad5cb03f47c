import type { DeskChat } from 'rx-connect-chat/desk';

/** The chats among which one is chosen. */
export type Choices = readonly Pick<DeskChat, 'contactId' | 'waitingSince'>[];

/** Which of an agent's chats is the open one. */
export interface Choice {
  readonly chats: Choices;
  readonly chosen: string | undefined;
  /** The contact that is to be chosen as soon as it is there. */
  readonly wanted: string | undefined;
}

export type ChoiceChange =
  | { readonly type: 'chats'; readonly chats: Choices }
  | { readonly type: 'choose'; readonly contactId: string }
  | { readonly type: 'want'; readonly contactId: string };

export const NO_CHOICE: Choice = { chats: [], chosen: undefined, wanted: undefined };

/** Nobody's chat is taken away from them: what comes is chosen only if it is wanted, or nothing was. */
export function reduceChoice(choice: Choice, change: ChoiceChange): Choice {
  switch (change.type) {
    case 'choose':
      return { ...choice, chosen: change.contactId, wanted: undefined };
    case 'want':
      return has(choice.chats, change.contactId)
        ? { ...choice, chosen: change.contactId, wanted: undefined }
        : { ...choice, wanted: change.contactId };
    case 'chats': {
      const { chats } = change;
      const { wanted } = choice;
      return has(chats, wanted)
        ? { chats, chosen: wanted, wanted: undefined }
        : { chats, chosen: stillChosen(choice, chats), wanted };
    }
  }
}

/** The chosen one while it is there, else what has come to its place. */
function stillChosen({ chats: before, chosen }: Choice, chats: Choices): string | undefined {
  if (has(chats, chosen)) return chosen;
  const place = placeOf(before, chosen);
  return (chats[place] ?? chats.at(place < 0 ? 0 : -1))?.contactId;
}

/** The chat `by` places from the chosen one; there is no way beyond the ends. */
export function neighbour({ chats, chosen }: Choice, by: number): string | undefined {
  const place = placeOf(chats, chosen) + by;
  return chats[Math.max(0, Math.min(chats.length - 1, place))]?.contactId;
}

/** The next chat down the list (up it, by -1) whose customer waits; behind the last comes the first. */
export function nextWaiting({ chats, chosen }: Choice, by: 1 | -1): string | undefined {
  const place = placeOf(chats, chosen);
  const from = place < 0 && by < 0 ? 0 : place;
  for (let step = 1; step <= chats.length; step++) {
    const chat = chats.at((from + by * step) % chats.length);
    if (chat?.waitingSince) return chat.contactId;
  }
  return undefined;
}

const placeOf = (chats: Choices, contactId: string | undefined): number =>
  chats.findIndex((chat) => chat.contactId === contactId);

const has = (chats: Choices, contactId: string | undefined): boolean =>
  placeOf(chats, contactId) >= 0;
