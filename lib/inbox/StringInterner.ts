import type { WireItem } from '../wire/index.js';

/** For how many participants strings are kept; few chats have more than six. */
const MAX_SAMPLES = 32;

/**
 * Interns the strings that repeat from item to item. JSON.parse makes new ones each time. They are a
 * quarter of the memory of an item, and garbage collection is half of the cost of a message (see the
 * benchmark `messages`).
 */
export class StringInterner {
  /** A list, since comparing a few strings costs less than hashing a string that is new. */
  readonly #samples: Sample[] = [];

  /** Replaces strings of `raw` by equal ones of an earlier item. */
  intern(raw: { -readonly [Key in keyof WireItem]: WireItem[Key] }): void {
    const { ParticipantId, ContactId, ContentType, InitialContactId, DisplayName } = raw;
    if (!ParticipantId) return;
    for (const sample of this.#samples) {
      if (sample.ParticipantId !== ParticipantId) continue;
      raw.ParticipantId = sample.ParticipantId;
      if (ContactId && ContactId === sample.ContactId) raw.ContactId = sample.ContactId;
      if (InitialContactId && InitialContactId === sample.InitialContactId) {
        raw.InitialContactId = sample.InitialContactId;
      }
      if (ContentType && ContentType === sample.ContentType) raw.ContentType = sample.ContentType;
      if (DisplayName && DisplayName === sample.DisplayName) raw.DisplayName = sample.DisplayName;
      return;
    }
    if (this.#samples.length < MAX_SAMPLES) {
      this.#samples.push({ ParticipantId, ContactId, ContentType, InitialContactId, DisplayName });
    }
  }
}

type Sample = Pick<
  WireItem,
  'ParticipantId' | 'ContactId' | 'ContentType' | 'InitialContactId' | 'DisplayName'
>;
